"""Host contacts, organisations and first steps as readers see them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hosting.directory import directory_of, stand_in_for
from hosting.first_steps.entries import Entry, Line
from hosting.first_steps.page import PlanPage
from hosting.first_steps.reading import tokens_of
from hosting.forms import FirstStepsForm, is_answered
from hosting.models import Coordinator, Organisation, Step
from hosting.office_days import next_office_days
from municipalities.places import current_places, places_of
from municipalities.reading import Reading
from portal.lib.dates import today
from portal.lib.languages import localized
from portal.lib.norwegian import sort_key


@require_safe
def host_list(request: HttpRequest) -> HttpResponse:
    """Who answers in each municipality; the region's desk first."""
    return render(request, "hosting/host_list.html", {"directory": directory_of(request)})


@require_safe
def host_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One host contact, and who stands in for them today."""
    host: Coordinator = get_object_or_404(Coordinator.objects.for_directory(), slug=slug)
    stand_in = stand_in_for(host, Coordinator.objects.for_directory()) if host.away_until else None
    days = next_office_days([host.municipality_id], request)
    context = {
        "host": host,
        "stand_in": stand_in,
        "office_days": days.get(host.municipality_id, []),
    }
    return render(request, "hosting/host_detail.html", context)


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations in alphabetical order: by municipality, and for the whole region."""
    organisations = list(Organisation.objects.listed().prefetch_related("municipalities"))
    organisations.sort(key=lambda each: sort_key(localized(each, "name").value))
    current = {place.pk for place in current_places(request)}
    local = [o for o in organisations if not o.serves_region]
    return render(
        request,
        "hosting/organisation_list.html",
        {
            "local": [o for o in local if any(m.pk in current for m in o.municipalities.all())],
            "regional": [o for o in organisations if o.serves_region],
        },
    )


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it offers, and where what we say about it comes from."""
    organisation = get_object_or_404(
        Organisation.objects.listed().prefetch_related("municipalities", "sources"), slug=slug
    )
    offers = organisation.offers.shown().for_lists()
    context = {"organisation": organisation, "offers": list(offers)}
    return render(request, "hosting/organisation_detail.html", context)


@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """What to do, in which order and until when, for who answers some questions.

    The answers stand in the address and nowhere else.
    """
    form = _asked(request)
    page = _planned(form)
    place = form.place if page else None
    context = {"form": form, "page": page, "place": place, "said": form.said() if page else []}
    response = render(request, "hosting/first_steps.html", context)
    if form.is_bound:
        patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def first_steps_calendar(request: HttpRequest) -> HttpResponse:
    """The dates of the same answers for a calendar; without any, back to the questions."""
    page = _planned(_asked(request))
    if page is None or not page.dates:
        question = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("first_steps") + question)
    # Read when it is first needed: it takes a tenth of a second, a fifth of a whole start.
    from hosting.first_steps.calendar import calendar_of

    response = HttpResponse(
        calendar_of(page.dates, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="first-steps.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def step_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One first step for everybody, with where what we say about it comes from."""
    step: Step = get_object_or_404(Step.objects.for_reading(), key=key)
    lines = [Line(row, None, today()) for row in step.times.all()]
    tokens = tokens_of([step])
    return render(
        request,
        "hosting/step_detail.html",
        {
            "step": step,
            "entry": Entry(step, lines, tokens),
            "before": [each for each in step.depends_on.all() if each.is_published],
            "before_any": [each for each in step.depends_on_any.all() if each.is_published],
            "reading": Reading((step,), tokens),
        },
    )


def _asked(request: HttpRequest) -> FirstStepsForm:
    """The form, empty where the address holds no answer."""
    typed = request.GET if is_answered(request.GET) else None
    return FirstStepsForm(typed, places=places_of(request))


def _planned(form: FirstStepsForm) -> PlanPage | None:
    """The plan for a form that is answered and valid."""
    if not form.is_bound or not form.is_valid():
        return None
    return PlanPage.of(form.answers(), form.place, today())
