"""Stories as readers see them, and the page on which somebody takes their own back."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.actions.stories import is_gone, withdraw_consent
from municipalities.models import Story
from municipalities.models.story_consent import Channel
from municipalities.places import places_of
from municipalities.reading import Reading
from municipalities.stories import StoryList, chapters_of
from municipalities.story_links import consent_of


class SeeOther(HttpResponseRedirect):
    """To another page, which is got, not posted to."""

    status_code = 303


@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """All stories, the newest first; `?m=` keeps those of a municipality, `?kind=` of a kind."""
    found = StoryList.of(request.GET, places_of(request))
    return render(request, "municipalities/story_list.html", {"found": found})


@require_safe
def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One story with its chapters; 410 for one that its person has taken back."""
    is_preview = hasattr(request, "preview")
    stories: Any = Story.objects.there() if is_preview else Story.objects.shown()
    story = stories.filter(slug=slug).first()
    if story is None:
        if is_gone(slug):
            return render(request, "municipalities/story_gone.html", status=410)
        raise Http404
    story.municipality = next(p for p in places_of(request) if p.pk == story.municipality_id)
    chapters = chapters_of(story, is_preview=is_preview)
    context = {
        "story": story,
        "chapters": chapters,
        "changed_at": max(each.source_changed_at for each in (story, *chapters)),
        "reading": Reading.of(story, *chapters, municipality=story.municipality),
    }
    return render(request, "municipalities/story_detail.html", context)


# The link itself is the secret that a token would be: readers get no cookies.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def story_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what would happen; does it only when the button is pressed, whatever opens links."""
    try:
        consent = consent_of(token)
    except signing.SignatureExpired:
        return _private(_withdrawing(request, None, status=410))
    except signing.BadSignature:
        raise Http404 from None
    if consent is None:
        raise Http404
    if request.method == "POST":
        withdraw_consent(story=consent.story, channel=Channel.LINK)
        return _private(SeeOther(request.path))
    return _private(_withdrawing(request, consent.story))


def _withdrawing(request: HttpRequest, story: Story | None, status: int = 200) -> HttpResponse:
    is_done = story is not None and story.erased_at is not None
    context = {"story": story, "is_done": is_done}
    return render(request, "municipalities/story_withdraw.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """Found by nobody, and its address told to nobody."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
