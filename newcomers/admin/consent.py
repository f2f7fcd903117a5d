"""Consents of a family: which ones hold, writing one down, taking one back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.actions.consents import give_consent, withdraw_consent
from newcomers.admin.family import readable_families
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.consent_texts import CONSENT_TEXTS, NEWEST
from newcomers.models import Case, CaseAccess, Consent, Family, Person, Task
from newcomers.permissions import may_record_consent
from newcomers.privacy_forms import ConsentForm, WithdrawForm


@require_http_methods(["GET", "HEAD", "POST"])
def consents_of_family(request: HttpRequest, pk: int) -> HttpResponse:
    """The consents of everybody in the family, with the forms for who may write here."""
    here = Family.objects.in_municipalities(places_where(request, Ability.READ_CASES))
    family = get_object_or_404(readable_families(here, request.user, standing_in(request)), pk=pk)
    consents = list(
        Consent.objects.filter(family=family)
        .select_related("person", "recorded_by", "withdrawn_by")
        .order_by("-given_on", "-pk")
    )
    page = _Consents(request, family, consents)
    if request.method == "POST" and page.do():
        return HttpResponseRedirect(request.path)
    note_access(
        by=request.user, what=CaseAccess.What.VIEW, table="family", rows=[family],
        standing=standing_in(request),
    )  # fmt: skip
    return page.answer()


class _Consents:
    """One showing of the page."""

    def __init__(self, request: HttpRequest, family: Family, consents: list[Consent]) -> None:
        self.request, self.family, self.consents = request, family, consents
        self.adults = list(family.people.filter(age=Person.Age.ADULT).order_by("pk"))
        self.may_write = may_record_consent(request.user, family)
        self.sent = request.POST.get("deed", "")
        data = request.POST if self.sent == "give" else None
        self.form = ConsentForm(data, people=self.adults)

    def do(self) -> bool:
        """Whether what was sent is done; else the form says why not."""
        name, _dash, number = self.sent.partition("-")
        if name == "withdraw":
            return self._withdraw(number)
        if name != "give" or not self.may_write:
            raise PermissionDenied
        if not self.form.is_valid():
            return False
        typed: dict[str, Any] = dict(self.form.cleaned_data)
        chosen = typed.pop("person")
        person = next((each for each in self.adults if each.pk == chosen), None)
        if person is None:
            raise Http404
        try:
            give_consent(person=person, by=self.request.user, **typed)
        except REFUSED as refusal:
            self.form.add_error(None, told(refusal))
            return False
        messages.success(self.request, gettext("Written down."))
        return True

    def _withdraw(self, number: str) -> bool:
        found = next((each for each in self.consents if str(each.pk) == number), None)
        form = WithdrawForm(self.request.POST)
        if found is None or not form.is_valid():
            raise Http404
        try:
            withdraw_consent(consent=found, by=self.request.user, **form.cleaned_data)
            messages.success(self.request, gettext("Taken back. It holds no more, from now on."))
        except STALE as stale:
            messages.warning(self.request, told(stale))
        return True

    def answer(self) -> HttpResponse:
        """The page."""
        language = get_language() or "en"
        texts = [
            (label, CONSENT_TEXTS[NEWEST][code].get(language) or CONSENT_TEXTS[NEWEST][code]["en"])
            for code, label in Consent.Purpose.choices
        ]
        shown = [(each, WithdrawForm(auto_id=f"w{each.pk}_%s")) for each in self.consents]
        return staff_page(
            self.request, "newcomers/family/consents.html", gettext("Consents"),
            family=self.family, consents=shown, texts=texts, version=NEWEST,
            form=self.form if self.may_write and self.adults else None,
            case=Case.objects.filter(family=self.family).order_by("-opened_on", "-pk").first(),
            referrals=Task.objects.filter(
                case__family=self.family, kind=Task.Kind.REFERRAL
            ).planned().select_related("referred_to"),
        )  # fmt: skip
