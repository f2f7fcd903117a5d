"""Mails that went into a folder instead of out, for who develops: dev/mail/. Only in DEBUG."""

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
SHOWN = 200
HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


def only_in_debug(view: View) -> View:
    """404 where mails are sent for good: there, a folder of them would be a mistake already."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not (settings.DEBUG and settings.MAIL_FOLDER):
            raise Http404
        response = view(request, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return require_safe(guarded)


@only_in_debug
def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest mails, by file."""
    mails = [(file.name, _message(file)) for file in list(_files().values())[:SHOWN]]
    return render(request, "portal/dev_mail_list.html", {"mails": mails})


@only_in_debug
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as plain text. `name` is looked up among the files there are, and is no path."""
    file = _files().get(name)
    if file is None:
        raise Http404
    message = _message(file)
    lines = [f"{header}: {message[header]}" for header in HEADERS if message[header]]
    text = "\n".join([*lines, "", str(message.get_content())])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _files() -> dict[str, Path]:
    """The mails by the name of their file, the newest first."""
    found = [file for file in Path(settings.MAIL_FOLDER).glob("*.log") if file.is_file()]
    found.sort(key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return {file.name: file for file in found}


def _message(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
