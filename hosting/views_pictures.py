"""The files of pictures. Nothing is served but what we have made ourselves, and still show."""

import logging
import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hosting.models import Picture
from hosting.picture_files import path_of
from portal.lib.renditions import CONTENT_TYPES

NAME = re.compile(r"(?P<key>[0-9a-f]{32})-[0-9]{2,4}\.(?P<kind>webp|jpg)")
# An address never stands for another picture. A week and no longer: who takes a photo of theirs
# away wants it gone from other people's caches too.
KEPT = "public, max-age=604800, immutable"
RETRY_AFTER = "10"  # seconds, as long as a bucket that is down is left alone
logger = logging.getLogger(__name__)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One file of a picture; its type is ours to say, whatever is in it. 503 without a page when
    what keeps it does not answer: the page around it shows the words instead."""
    found = NAME.fullmatch(name)
    row = Picture.objects.filter(key=found["key"]).first() if found else None
    if found is None or row is None or name not in row.files:
        raise Http404
    try:
        with default_storage.open(path_of(name)) as file:
            response = HttpResponse(file.read(), content_type=CONTENT_TYPES[found["kind"]])
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        logger.error("picture unavailable: %s", type(error).__name__)
        return HttpResponse(
            status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
        )
    response["Cache-Control"] = KEPT
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
