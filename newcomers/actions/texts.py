"""What people type, made fit to be stored, whichever form it came by."""

from newcomers.models.follow_up import TEXT_LENGTH
from portal.lib.identity import holds_identity_number
from portal.lib.typed import one_line, passage

LINE_LENGTH = 200


class Refused(Exception):
    """An action was refused; nothing was changed. The subclass says why."""


class IdentityNumber(Refused):
    """The text holds a national identity number, which is not stored."""


class TextTooLong(Refused):
    """The text is longer than there is room for."""


def sound_line(text: str, longest: int = LINE_LENGTH) -> str:
    """The text as one clean line. Raises IdentityNumber or TextTooLong."""
    return _sound(one_line(text), longest)


def sound_passage(text: str, longest: int = TEXT_LENGTH) -> str:
    """The text, clean, with its lines. Raises IdentityNumber or TextTooLong."""
    return _sound(passage(text), longest)


def _sound(text: str, longest: int) -> str:
    # The length first: nothing is looked for in a text of any length.
    if len(text) > longest:
        raise TextTooLong
    if holds_identity_number(text):
        raise IdentityNumber
    return text
