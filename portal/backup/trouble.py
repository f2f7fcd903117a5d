"""Why a backup or a restore did not succeed."""


class Trouble(Exception):
    """Said to the operator in a whole sentence, without names or texts from the database."""
