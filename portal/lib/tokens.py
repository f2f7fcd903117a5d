"""Random names that say nothing about what they name."""

import hashlib
import secrets

BYTES = 12
# Neither 0 and O nor 1 and I: the number is read out on the phone.
SPOKEN = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_token() -> str:
    """Sixteen letters, digits, dashes and underscores that nobody guesses."""
    return secrets.token_urlsafe(BYTES)


def spoken_number(token: str) -> str:
    """A short number for people that belongs to the token and does not give it away: "K7M-2QF"."""
    letters = [SPOKEN[byte % len(SPOKEN)] for byte in hashlib.sha256(token.encode()).digest()[:6]]
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
