"""All that the page of a case shows, gathered with few queries."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from hosting.models import Organisation
from municipalities.models import Municipality, Topic
from municipalities.permissions import holders
from municipalities.roles import Ability
from newcomers.actions.drafts import way_back
from newcomers.admin.case_deeds import Deed, offered
from newcomers.case_forms import EntryForm, LogForm
from newcomers.models import Case, Consent, Draft, Person, Task, Transfer, TransferBundle
from newcomers.permissions import Powers
from newcomers.timeline import handed_over, timeline
from portal.lib.languages import localized

MOST_TASKS = 20
# What a form sends that is not typed.
NOT_TYPED = {"csrfmiddlewaretoken", "way", "_save", "no_answer"}


class CasePage:
    """One showing of a case to one person. `log_form` and `bound` are forms that were refused."""

    def __init__(self, request: HttpRequest, case: Case, powers: Powers) -> None:
        self.request, self.case, self.powers = request, case, powers
        self.user: Any = request.user
        self.tasks = list(
            Task.objects.filter(case=case).planned().select_related("owner")[:MOST_TASKS]
        )
        self.topics = list(Topic.objects.all())

    def new_log_form(self, data: Any = None, initial: Any = None) -> LogForm:
        """The quick log, empty, with a draft, or as it was sent."""
        return LogForm(
            data,
            initial=initial,
            case=self.case,
            tasks=self.tasks,
            topics=[topic for topic in self.topics if topic.parent_id is None],
            may_close=self.powers.works and self.case.status != Case.Status.TRANSFERRING,
        )

    def context(
        self, log_form: LogForm | None = None, bound: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """What the template needs."""
        lines, has_more = self._timeline()
        draft = None
        if self.powers.logs and self.case.is_open and log_form is None:
            draft = kept_draft(self.user, self.case)
            log_form = self.new_log_form(initial=as_initial(draft.fields) if draft else None)
        people = self.household
        return {
            "original": self.case,
            "family": self.case.family,
            "people": people,
            "main": next((person for person in people if person.is_main_contact), None),
            "powers": self.powers,
            "tasks": self.tasks,
            "lines": lines,
            "older": self.page_number + 1 if has_more else None,
            "newer": self.page_number - 1,
            "log_form": log_form,
            "draft": draft,
            "draft_keeps": settings.DRAFT_KEPT_DAYS,
            "way": way_back(case=self.case, by=self.user),
            "deeds": self._deeds(bound or {}),
            "transfer": transfer_of(self.case),
            "other_cases": other_cases(self.case),
            "bundle": (bundle := bundle_of(self.case)),
            "consents": Consent.objects.filter(family=self.case.family_id).valid(),
            "handed_over": handed_over(bundle, self._labels()) if bundle else [],
        }

    @cached_property
    def household(self) -> list[Person]:
        """Who belongs to the family, the main contact first."""
        return list(self.case.family.people.order_by("-is_main_contact", "pk"))

    @property
    def page_number(self) -> int:
        """Which page of the log is asked for."""
        asked = self.request.GET.get("page", "1")
        return max(1, min(int(asked), 10_000)) if asked.isascii() and asked.isdigit() else 1

    def _timeline(self) -> Any:
        return timeline(self.case, self.user, self.powers, self.page_number, self._labels())

    def _labels(self) -> dict[str, str]:
        return {topic.key: localized(topic, "label").value for topic in self.topics}

    def _deeds(self, bound: dict[str, Any]) -> list[tuple[Deed, Any]]:
        deeds = offered(self.case, self.powers)
        choices = self.choices(deeds)
        return [
            (deed, bound.get(deed.name) or deed.form(case=self.case, **choices)) for deed in deeds
        ]

    def choices(self, deeds: Iterable[Deed]) -> dict[str, Any]:
        """Whom and what the forms of the deeds offer; asked for only where one does."""
        names = {deed.name for deed in deeds}
        found: dict[str, Any] = {"user": self.user, "people": [self.user]}
        if self.powers.leads and names & {"assign", "reassign"}:
            found["people"] = colleagues(self.case.municipality_id)
        if "referral" in names:
            found["organisations"] = organisations_for(self.case.municipality_id)
        if "transfer" in names:
            found["places"] = places_to_transfer(self.case.municipality_id)
            found["household"] = self.household
        return found


def colleagues(municipality: int) -> list[Any]:
    """Those who follow up cases there today, each once, by name."""
    people = {held.user_id: held.user for held in holders(Ability.FOLLOW_UP, municipality)}
    return sorted(people.values(), key=str)


def organisations_for(municipality: int) -> list[Organisation]:
    """Those one may refer to there: listed, and serving the municipality or the whole region."""
    serving = Q(municipalities=municipality) | Q(serves_region=True)
    found = Organisation.objects.listed().filter(serving).distinct()
    return sorted(found, key=lambda each: str(each).casefold())


def places_to_transfer(municipality: int) -> list[Municipality]:
    """The other municipalities that keep a case log today, by name."""
    others = Municipality.objects.current().filter(case_log_enabled=True).exclude(pk=municipality)
    found: list[Municipality] = others.only("name").in_alphabetical_order()
    return found


def transfer_of(case: Case) -> Transfer | None:
    """What the page says of where the case goes: the proposal that waits, or was accepted."""
    if case.status not in (Case.Status.TRANSFERRING, Case.Status.CLOSED):
        return None
    wanted = (Transfer.State.PROPOSED, Transfer.State.ACCEPTED)
    rows = Transfer.objects.filter(case=case, state__in=wanted).order_by("-pk")
    return (
        rows.select_related("to_municipality", "proposed_by", "answered_by")
        .defer("to_municipality__boundary")
        .first()
    )


def with_other_cases(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With the family's other cases, in the same query: earlier ones, and those that came with a
    family it was joined with. The one that goes on comes first."""
    others = Case.objects.filter(family=OuterRef("family")).exclude(pk=OuterRef("pk"))
    goes_on = Case.objects.filter(pk=OuterRef("pk")).open()
    found = others.annotate(goes_on=Exists(goes_on)).order_by("-goes_on", "-opened_on", "-pk")
    told = JSONObject(pk="pk", number="number", status="status")
    return rows.annotate(others=ArraySubquery(found.values(told=told)))


def other_cases(case: Any) -> list[dict[str, Any]]:
    """The other cases as the page names them; none where they were not asked for."""
    states = dict(Case.Status.choices)
    return [each | {"state": states[each["status"]]} for each in getattr(case, "others", ())]


def bundle_of(case: Case) -> TransferBundle | None:
    """What came with the case from the municipality before."""
    rows = TransferBundle.objects.filter(case=case).select_related("from_municipality")
    return rows.defer("from_municipality__boundary").first()


def kept_draft(user: Any, case: Case) -> Draft | None:
    """What the person was writing here, if it is not older than drafts may be."""
    kept = timezone.now() - datetime.timedelta(days=settings.DRAFT_KEPT_DAYS)
    return Draft.objects.of(user).filter(case=case, saved_at__gt=kept).first()


def typed_fields(data: Any) -> dict[str, list[str]]:
    """What of a sent form is worth keeping."""
    known = EntryForm.base_fields.keys() | LogForm.base_fields.keys()
    return {name: data.getlist(name) for name in data if name in known - NOT_TYPED}


def as_initial(fields: dict[str, list[str]]) -> dict[str, Any]:
    """The kept fields as a form begins with them."""
    several = {"counterparts", "topics", "finished"}
    return {
        name: values if name in several else values[0] for name, values in fields.items() if values
    }
