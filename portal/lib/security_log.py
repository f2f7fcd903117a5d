"""The security log: one line of key=value per event, with ids and never a name or an address."""

import logging
from typing import Any

logger = logging.getLogger("landgang.security")


def note(event: str, **ids: Any) -> None:
    """Write a line. Values are ids and code words; anything with a space would be a text."""
    known = {key: value for key, value in ids.items() if value is not None}
    logger.info("event=%s %s", event, " ".join(f"{key}={value}" for key, value in known.items()))
