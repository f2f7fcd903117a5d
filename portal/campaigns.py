"""Short addresses on paper: where they lead, and how often they are opened.

A visit is counted by campaign, language and day, and nothing is kept about who it was.
"""

import atexit
import re
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hosting.models import Campaign
from hosting.models.campaign import CODE
from newcomers.forms import CAMPAIGN
from portal import visits
from portal.content_pages import find_page, match_of
from portal.lib.codes import read_code
from portal.lib.dates import today
from portal.lib.languages import current

# By this name a page that a campaign leads to is told which one it was. No kept page knows it: so
# such a page is made anew for each of the few who come, and the form's address on it says where
# they came from.
PARAMETER = "c"
# Pages that are no content and yet a good place to lead to.
ALSO = frozenset({
    "enquiry_create", "letter_subscribe", "offer_register", "need_register", "search",
    "municipality_compare",
})  # fmt: skip
GONE, NOT_FOUND = 410, 404

# A campaign that was deleted meanwhile is left out.
WRITE = """
INSERT INTO hosting_campaignvisit (campaign_id, language, day, count)
SELECT campaign.id, seen.language, seen.day, seen.count
  FROM unnest(%s::text[], %s::text[], %s::date[], %s::int[]) AS seen (id, language, day, count)
  JOIN hosting_campaign AS campaign ON campaign.id = seen.id::bigint
ON CONFLICT (campaign_id, day, language)
DO UPDATE SET count = hosting_campaignvisit.count + EXCLUDED.count
"""
COUNTER = visits.VisitCounter(
    settings.VISITS_WRITTEN_EVERY,
    settings.VISITS_WRITTEN_AT,
    write=lambda batch: visits.write(batch, WRITE),
)
atexit.register(COUNTER.flush)


@never_cache
@require_safe
def campaign_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on to the campaign's page; say kindly where it leads nowhere."""
    campaign, day = _of(read_code(code)), today()
    if campaign is None or not campaign.is_open(day) or not leads_somewhere(campaign.target):
        return _nowhere(request, is_over=campaign is not None and campaign.is_over(day))
    language = campaign.language or current()
    if language not in dict(settings.LANGUAGES):
        language = current()
    if visits.is_by_reader(request.META):
        COUNTER.add(str(campaign.pk), language, day)
    return HttpResponseRedirect(address_of(campaign, language))


def address_of(campaign: Campaign, language: str) -> str:
    """Where the campaign leads, in the language: always a path of ours."""
    match = match_of(campaign.target)
    is_form = match is not None and match.view_name == "enquiry_create"
    asked = {"campaign" if is_form else PARAMETER: campaign.code}
    if is_form and not campaign.municipality.is_region:
        asked = {"municipality": campaign.municipality.slug, **asked}
    return f"/{language}{campaign.target}?{urlencode(asked)}"


def leads_somewhere(target: str) -> bool:
    """Whether readers find a page at the address now (written without its language)."""
    match = match_of(target)
    if match is None:
        return False
    return match.view_name in ALSO or find_page(target) is not None


def target_in(pasted: str) -> str:
    """The page that somebody means by an address they have copied, without its language; raises
    ValueError for another website."""
    parts = urlsplit(pasted.strip())
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        raise ValueError("another website")
    path = "/" + parts.path.strip("/") + "/" if parts.path.strip("/") else "/"
    language, _slash, rest = path[1:].partition("/")
    return f"/{rest}" if language in dict(settings.LANGUAGES) else path


def form_address(asked: QueryDict, municipality: str = "") -> str:
    """The contact form's address on a page that was asked for like this: it remembers the campaign
    that led there."""
    campaign = asked.get(PARAMETER, "").lower()
    given = {"municipality": municipality} if municipality else {}
    if CAMPAIGN.fullmatch(campaign):
        given["campaign"] = campaign
    address = reverse("enquiry_create")
    return f"{address}?{urlencode(given)}" if given else address


def _of(code: str) -> Campaign | None:
    if not re.fullmatch(CODE, code):
        return None
    campaigns = Campaign.objects.select_related("municipality").defer("municipality__boundary")
    return campaigns.filter(code=code).first()


def _nowhere(request: HttpRequest, *, is_over: bool) -> HttpResponse:
    status = GONE if is_over else NOT_FOUND
    response = render(request, "portal/campaign_over.html", {"is_over": is_over}, status=status)
    response.kind = True  # type: ignore[attr-defined]
    return response
