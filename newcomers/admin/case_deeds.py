"""What can be done to a case besides logging: data. Each has a form, and one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers import deed_forms as forms
from newcomers.actions import cases, tasks, transfers
from newcomers.actions.splitting import Going, propose_part
from newcomers.actions.tasks import NewTask
from newcomers.models import Case
from newcomers.permissions import Powers, may_read_case
from newcomers.transfer_forms import ProposeForm
from portal.lib.dates import add_working_days, today

Status = Case.Status
MOVED_IN_DAYS = 2
FOLLOWED_UP = (Status.ASSIGNED, Status.ACTIVE, Status.PAUSED)
OPEN = (*FOLLOWED_UP, Status.TRANSFERRING)


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to a case."""

    name: str  # the last part of its address
    label: Any  # on the button, and on what opens the form
    form: type[forms.DeedForm]
    do: Callable[[Case, Any, Any], Any]  # with the case, the valid form and who does it
    sources: tuple[Status, ...]
    allowed: Callable[[Powers], bool]
    done: Any  # what is said afterwards

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"newcomers_case_{self.name}"

    @property
    def opens_itself(self) -> bool:
        """Whether its form stands open: what a case nobody has taken waits for."""
        return Case.Status.RECEIVED in self.sources and self.name == "assign"


def _person(form: Any) -> Any:
    return get_user_model().objects.get(pk=form.cleaned_data["to"])


def _assign(case: Case, form: Any, by: Any) -> None:
    cases.assign_case(case=case, to=_person(form), first_task=form.new_task(), by=by)


def _reassign(case: Case, form: Any, by: Any) -> None:
    cases.reassign_case(case=case, to=_person(form), by=by)


def _reject(case: Case, form: Any, by: Any) -> None:
    typed, other = form.cleaned_data, None
    if typed["duplicate_of"]:
        number = typed["duplicate_of"]
        found = Case.objects.select_related("family").filter(number__iexact=number)
        other = found.filter(municipality=case.municipality_id).exclude(pk=case.pk).first()
        # What the person may not open answers like what is not there.
        if other is None or not may_read_case(by, other):
            raise ValidationError({"duplicate_of": _("There is no other case with this number.")})
    cases.reject_case(case=case, reason=typed["reason"], by=by, duplicate_of=other)


def _pause(case: Case, form: Any, by: Any) -> None:
    cases.pause_case(case=case, by=by, **form.cleaned_data)


def _resume(case: Case, form: Any, by: Any) -> None:
    cases.resume_case(case=case, by=by)


def _close(case: Case, form: Any, by: Any) -> None:
    cases.close_case(case=case, by=by, **form.cleaned_data)


def _propose(case: Case, form: Any, by: Any) -> None:
    typed = dict(form.cleaned_data)
    typed.pop("persons", None)
    to = Municipality.objects.without_outline().filter(pk=typed.pop("place")).first()
    if to is None:
        raise transfers.NoSuchPlace
    if part := form.part():
        task = NewTask(gettext("See the move through"), add_working_days(today(), MOVED_IN_DAYS))
        going = Going(part)
        propose_part(case=case, going=going, to=to, first_task=task, by=by, **typed)
        return
    transfers.propose_transfer(case=case, to=to, by=by, **typed)


def _withdraw(case: Case, form: Any, by: Any) -> None:
    transfers.withdraw_transfer(case=case, by=by)


def _reopen(case: Case, form: Any, by: Any) -> None:
    reason = form.cleaned_data["reason"]
    cases.reopen_case(case=case, reason=reason, next_task=form.new_task(), by=by)


def _change(case: Case, form: Any, by: Any) -> None:
    version = form.cleaned_data["version"]
    cases.change_case(case=case, version=version, by=by, **form.changes())


def _plan(case: Case, form: Any, by: Any) -> None:
    key = form.cleaned_data["form_key"]
    tasks.plan_task(case=case, task=form.new_task(), by=by, form_key=key)


def _working(powers: Powers) -> bool:
    return powers.works


def _logging(powers: Powers) -> bool:
    return powers.logs


def _leading(powers: Powers) -> bool:
    return powers.leads


# In the order in which a page shows them.
DEEDS = {
    deed.name: deed
    for deed in (
        Deed("assign", _("Give it to somebody"), forms.AssignForm, _assign,
             (Status.RECEIVED,), _logging, _("The case has a coordinator now.")),
        Deed("resume", _("Go on with the case"), forms.NothingForm, _resume,
             (Status.PAUSED,), _working, _("The case goes on.")),
        Deed("withdraw", _("Withdraw the transfer"), forms.NothingForm, _withdraw,
             (Status.TRANSFERRING,), _working,
             _("The transfer is withdrawn: the case is where it was.")),
        Deed("reopen", _("Take the case up again"), forms.ReopenForm, _reopen,
             (Status.CLOSED,), _working, _("The case is open again.")),
        Deed("plan", _("Plan a task"), forms.TaskForm, _plan,
             OPEN, _logging, _("The task is planned.")),
        Deed("appointment", _("Make an appointment"), forms.AppointmentForm, _plan,
             OPEN, _logging, _("The appointment is planned.")),
        Deed("referral", _("Refer to an organisation"), forms.ReferralForm, _plan,
             OPEN, _logging, _("The referral is noted, and when an answer is expected.")),
        Deed("facts", _("Priority, home, privacy"), forms.FactsForm, _change,
             (Status.RECEIVED, *OPEN), _working, _("Saved.")),
        Deed("pause", _("Let the case rest"), forms.PauseForm, _pause,
             (Status.ACTIVE,), _working, _("The case rests until that day.")),
        Deed("reassign", _("Give it to somebody else"), forms.ReassignForm, _reassign,
             OPEN, _leading, _("The case and what is planned are with somebody else now.")),
        Deed("transfer", _("Transfer to another municipality"), ProposeForm, _propose,
             FOLLOWED_UP, _working,
             _("The transfer is proposed. Until it is accepted, the case stays with you.")),
        Deed("close", _("Close the case"), forms.CloseForm, _close,
             FOLLOWED_UP, _working, _("The case is closed.")),
        Deed("reject", _("Reject the case"), forms.RejectForm, _reject,
             (Status.RECEIVED,), _logging, _("The case is rejected.")),
    )
}  # fmt: skip
# What is done to one planned task.
ENDING = {
    "done": (forms.EndForm, tasks.finish_task, _("Done.")),
    "cancel": (forms.EndForm, tasks.cancel_task, _("Cancelled.")),
    "postpone": (forms.PostponeForm, tasks.postpone_task, _("Put off.")),
}


def offered(case: Case, powers: Powers) -> list[Deed]:
    """What the person may do with the case as it stands."""
    return [deed for deed in DEEDS.values() if case.status in deed.sources and deed.allowed(powers)]
