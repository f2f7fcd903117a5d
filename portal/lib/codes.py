"""Short codes that are read from paper and typed on a telephone."""

import secrets

# Neither 0 and o nor 1, i and l; and no vowels, which would make words by chance.
LETTERS, DIGITS = "bcdfghjkmnpqrstvwxyz", "23456789"
LENGTH = 5


def new_code() -> str:
    """Five letters and digits that nobody misreads; a letter comes first."""
    rest = (secrets.choice(LETTERS + DIGITS) for _number in range(LENGTH - 1))
    return secrets.choice(LETTERS) + "".join(rest)


def read_code(typed: str) -> str:
    """The code that somebody meant: codes have no capitals, and neither 0 nor 1."""
    return typed.lower().replace("0", "o").replace("1", "l")
