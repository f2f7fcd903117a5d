"""Random names that say nothing about what they name."""

import secrets

BYTES = 12


def new_token() -> str:
    """Sixteen letters, digits, dashes and underscores that nobody guesses."""
    return secrets.token_urlsafe(BYTES)
