"""The security log, and what no log may hold.

The security log has one line of key=value per event, with ids and never a name or an address.
"""

import logging
import re
from typing import Any

logger = logging.getLogger("landgang.security")

# Links in mails carry a secret in their path, and Django logs the path of what it refuses.
SECRET_IN_PATH = re.compile(
    r"(/(?:accounts/(?:invitation|password/reset/key)|contact/receipt|feedback|letter/(?:confirm|leave)"
    r"|offers/links|preview|stay|stories/withdraw)/)[^/\s'\"]+"
)
# What stands behind a path's question mark is what somebody has typed or chosen.
QUESTION = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")


def note(event: str, **ids: Any) -> None:
    """Write a line. Values are ids and code words; anything with a space would be a text."""
    known = {key: value for key, value in ids.items() if value is not None}
    logger.info("event=%s %s", event, " ".join(f"{key}={value}" for key, value in known.items()))


class WithoutSecrets(logging.Filter):
    """Takes the secrets of links, and all questions, out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass, with "…" where a secret or a question was."""
        line = record.getMessage()
        shown = QUESTION.sub(r"\1?…", SECRET_IN_PATH.sub(r"\1…", line))
        if shown != line:
            record.msg, record.args = shown, ()
        return True
