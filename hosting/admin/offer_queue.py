"""The moderators' queue: what was sent in, beside what readers would see, and the decision."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hosting.actions import offers, submissions
from hosting.actions.offer_changes import NothingProposed
from hosting.admin.staff_page import host_page
from hosting.models import Need, Offer, OfferSender, Organisation
from hosting.offer_checks import organisation_like, twins_of, warnings_about
from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.lib.languages import column, localized, source_language
from portal.lib.typed import LineField, PassageField, ReachableEmailField

QUEUE = "admin:hosting_offer_queue"
ONE = "admin:hosting_offer_queue_one"
# Columns that a moderator reads besides the texts.
FACTS = ("organisation_name", "kind", "place", "groups", "languages", "is_free",
         "is_outside_working_hours", "is_beside_work", "starts_on", "ends_on", "levels", "seats",
         "website", "contact_email", "contact_phone")  # fmt: skip


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The organisations by their names, in Norwegian where there is no other."""

    def label_from_instance(self, obj: Organisation) -> str:
        return localized(obj, "name").value or obj.slug


class PublishForm(forms.Form):
    """Which organisation offers it: one that is listed, or a new one."""

    organisation = OrganisationField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("A new organisation, as its sender calls it"),
    )
    new_kind = forms.ChoiceField(
        label=_("If it is a new organisation: of which kind?"),
        choices=Organisation.Kind.choices,
        required=False,
    )

    def __init__(self, *arguments: Any, offer: Offer, **options: Any) -> None:
        known = Organisation.objects.filter(status=Organisation.Status.ACTIVE).order_by(
            column("name", source_language())
        )
        alike = offer.organisation or organisation_like(offer, list(known))
        first = {"organisation": alike, "new_kind": Organisation.Kind.COMMUNITY}
        super().__init__(*arguments, **options | {"initial": first})
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why not; its sender reads it."""

    reason = PassageField(
        label=_("Why not? The sender reads this."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Whoever is told no is told why.")},
    )

    def __init__(self, *arguments: Any, language: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].widget.attrs["lang"] = language


class SenderForm(forms.Form):
    """Who is asked from now on: a club's new secretary."""

    name = LineField(label=_("Name"), max_length=100)
    email = ReachableEmailField(label=_("E-mail"), max_length=254)


@require_safe
def offer_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; and what nobody can be asked about by mail."""
    rows = _within_reach(request).prefetch_related("municipalities").select_related("organisation")
    asked = rows.filter(status=Offer.Status.TO_BE_CONFIRMED)
    return host_page(
        request,
        "offer_queue.html",
        gettext("Offers to look at"),
        waiting=rows.waiting(),
        asked=asked.exclude(sender__in=OfferSender.objects.reachable()).order_by("asked_on"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def offer_queue_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: what was sent beside what readers see, what to look at twice, the decision."""
    offer = _within_reach(request).select_related("organisation", "decided_by").filter(pk=pk)
    found = offer.first()
    if found is None:
        raise Http404
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    form = PublishForm(request.POST if deed == "publish" else None, offer=found)
    reason = ReasonForm(
        request.POST if deed in ("decline", "refuse") else None,
        language=_language_of(found),
        prefix="no",
    )
    successor = SenderForm(request.POST if deed == "sender" else None, prefix="new")
    bound: Any = {"publish": form, "decline": reason, "refuse": reason, "sender": successor}.get(
        deed
    )
    if deed and (bound is None or bound.is_valid()):
        return _decided(request, found, deed, bound)
    return _page(request, found, form=form, reason=reason, successor=successor)


def count_waiting(standing: Standing) -> int:
    """How many the person may decide about now."""
    return int(_of(standing).waiting().count())


def _within_reach(request: HttpRequest) -> Any:
    """The offers that the person decides about; raises PermissionDenied for who never does."""
    standing = standing_in(request)
    if not standing.anywhere(Ability.MODERATE_OFFERS):
        raise PermissionDenied
    return _of(standing)


def _of(standing: Standing) -> Any:
    """None among them of which the address was never confirmed."""
    rows = Offer.objects.exclude(status=Offer.Status.SUBMITTED)
    if standing.everywhere(Ability.MODERATE_OFFERS):
        return rows
    return rows.moderated_in(standing.places(Ability.MODERATE_OFFERS))


def _decided(request: HttpRequest, offer: Offer, deed: str, form: Any) -> HttpResponse:
    """Do it, and say so; a stale click is told who was faster, and lands on the same page."""
    if deed not in DEEDS:
        raise Http404
    do, said = DEEDS[deed]
    page = reverse(ONE, args=[offer.pk])
    try:
        do(offer, request.user, form.cleaned_data if form else {})
    except offers.OfferMovedOn as moved:
        messages.warning(request, told(moved.offer))
        return HttpResponseRedirect(page)
    except NothingProposed:
        messages.warning(request, gettext("Somebody was faster: the change is decided already."))
        return HttpResponseRedirect(page)
    messages.success(request, said)
    return HttpResponseRedirect(reverse(QUEUE))


def _publish(offer: Offer, by: Any, typed: dict[str, Any]) -> None:
    chosen = typed["organisation"]
    submissions.publish(
        offer=offer,
        by=by,
        organisation=chosen,
        new_kind="" if chosen else typed["new_kind"] or Organisation.Kind.COMMUNITY,
    )


Do = Callable[[Offer, Any, dict[str, Any]], Any]
DEEDS: dict[str, tuple[Do, Any]] = {
    "publish": (_publish, _("Readers see it now, and its sender is told.")),
    "decline": (
        lambda offer, by, typed: submissions.decline(offer=offer, reason=typed["reason"], by=by),
        _("It is declined, and its sender is told why."),
    ),
    "accept": (
        lambda offer, by, typed: submissions.decide_change(offer=offer, is_accepted=True, by=by),
        _("Readers see the change now, and its sender is told."),
    ),
    "refuse": (
        lambda offer, by, typed: submissions.decide_change(
            offer=offer, is_accepted=False, by=by, reason=typed["reason"]
        ),
        _("Readers see it as before, and its sender is told why."),
    ),
    "confirm": (
        lambda offer, by, typed: offers.confirm_still_true(offer=offer, by=by),
        _("It still holds. It is asked about again in a year."),
    ),
    "sender": (
        lambda offer, by, typed: submissions.change_sender(offer=offer, by=by, **typed),
        _("The new sender gets a link to change the offer."),
    ),
    "hide": (
        lambda offer, by, typed: offers.expire_offer(offer=offer, by=by),
        _("Readers do not see it any more. Nothing is deleted."),
    ),
}


def told(offer: Offer) -> str:
    """Where an offer stands that somebody, or the clock, was faster with."""
    current = Offer.objects.select_related("decided_by").get(pk=offer.pk)
    said = {
        "state": capfirst(current.get_status_display()),
        "who": current.decided_by,
        "time": formats.date_format(
            timezone.localtime(current.decided_at or current.submitted_at), "DATETIME_FORMAT"
        ),
    }
    if current.decided_by is None:
        return gettext("It has moved on: %(state)s, at %(time)s.") % said
    return gettext("It has moved on: %(state)s, by %(who)s at %(time)s.") % said


def _page(request: HttpRequest, offer: Offer, **decisions: Any) -> HttpResponse:
    sender = OfferSender.objects.filter(offer=offer).first()
    status = Offer.Status
    return host_page(
        request,
        "offer_queue_one.html",
        str(offer),
        offer=offer,
        sender=sender,
        lines=_lines(offer),
        warnings=warnings_about(offer, sender.email if sender else ""),
        twins=twins_of(offer),
        **decisions,
        may_publish=offer.status in (status.WAITING, status.DECLINED, status.EXPIRED),
        may_decline=offer.status == status.WAITING,
        may_confirm=offer.status == status.TO_BE_CONFIRMED,
    )


def _lines(offer: Offer) -> list[dict[str, Any]]:
    """Each field: its name, what readers see or would see, and what its sender proposes."""
    proposed = dict(offer.proposed or {})
    lines = [_line(offer, name, column(name, offer.written_in), proposed) for name in Offer.TEXTS]
    lines += [_line(offer, name, name, proposed) for name in FACTS]
    lines.append(_places_line(offer, proposed))
    if need := Need.objects.filter(offer=offer).first():
        lines.append({"label": gettext("Area of work"), "now": need.get_area_display()})
        lines.append({"label": gettext("Posts"), "now": need.posts})
    return [line for line in lines if line["now"] or line.get("then") is not None]


def _line(offer: Offer, name: str, attribute: str, proposed: dict[str, Any]) -> dict[str, Any]:
    field: Any = Offer._meta.get_field(name)
    language = offer.written_in if name in Offer.TEXTS else ""
    then = _words(field, proposed[name]) if name in proposed else None
    now = _words(field, getattr(offer, attribute))
    return {"label": capfirst(field.verbose_name), "now": now, "then": then, "lang": language}


def _places_line(offer: Offer, proposed: dict[str, Any]) -> dict[str, Any]:
    whole = gettext("The whole region")
    names = ", ".join(place.name for place in offer.municipalities.all())
    line: dict[str, Any] = {
        "label": gettext("Municipalities"),
        "now": whole if offer.serves_region else names,
    }
    if {"municipalities", "serves_region"} & proposed.keys():
        wanted: QuerySet[Municipality] = Municipality.objects.filter(
            pk__in=proposed.get("municipalities", [])
        )
        is_whole = proposed.get("serves_region", offer.serves_region)
        line["then"] = whole if is_whole else ", ".join(place.name for place in wanted)
    return line


def _words(field: Any, value: Any) -> str:
    """The value as people read it."""
    if value in (None, "", [], False):
        return ""
    if value is True:
        return gettext("yes")
    choices = dict(getattr(field, "base_field", field).flatchoices or ())
    values = value if isinstance(value, list) else [value]
    if hasattr(value, "isoformat"):
        return str(formats.date_format(value, "DATE_FORMAT"))
    return ", ".join(str(choices.get(each, each)) for each in values)


def _language_of(offer: Offer) -> str:
    sender = OfferSender.objects.filter(offer=offer).first()
    return sender.language if sender else offer.written_in
