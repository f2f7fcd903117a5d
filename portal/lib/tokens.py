"""Random names that say nothing about what they name."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

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


def hash_of(token: str) -> str:
    """What is kept of a link's secret. Nobody guesses it: neither salt nor slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def secret_for(purpose: str, key: str) -> str:
    """The secret of a mailed link, made of the id of its row (`key`) and the secret key.

    The job that sends the mail makes it again: it is kept nowhere.
    """
    made = salted_hmac(purpose, key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
