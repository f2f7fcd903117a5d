"""Encrypting short secrets that the database has to keep, such as those of second factors."""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """The text, encrypted with the newest key."""
    return _keys(tuple(settings.MFA_KEYS), settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; raises InvalidToken when no key of ours made it."""
    return _keys(tuple(settings.MFA_KEYS), settings.SECRET_KEY).decrypt(sealed.encode()).decode()


@cache
def _keys(configured: tuple[str, ...], secret: str) -> MultiFernet:
    """The keys of MFA_KEY, the newest first; without any, one made of the secret key."""
    return MultiFernet([Fernet(key) for key in configured or (_derived(secret),)])


def _derived(secret: str) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=b"landgang: secrets of second factors")
    return base64.urlsafe_b64encode(key.derive(secret.encode()))
