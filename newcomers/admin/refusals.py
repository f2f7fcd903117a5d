"""What a person is told when an action refuses: by its exception, in whole sentences."""

from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newcomers.actions import (
    cases,
    consents,
    erasure,
    families,
    follow_ups,
    giving_out,
    joining,
    privacy_requests,
    retention,
    splitting,
    stays,
    stays_by_family,
    tasks,
    texts,
    transfers,
)
from newcomers.actions.cases import CLOCK
from newcomers.models import Case, Consent
from portal.lib.dates import today

REFUSALS: dict[type[Exception], Any] = {
    cases.LogNotEnabled: _("The municipality keeps no case log: nothing was stored."),
    cases.HasOpenCase: _("The family has a case that is not finished."),
    cases.NotActiveHere: _("This person does not follow up cases here today."),
    cases.FirstTaskTooLate: _("The first task is due within five working days."),
    cases.ReasonNeeded: _("Please choose a reason, and what belongs to it."),
    cases.NotReachedYet: _("Nobody was reached yet, or the family was not told about privacy."),
    cases.PauseTooLong: _("A case rests for ninety days at most, and from tomorrow on."),
    cases.TasksLeft: _("Something is still planned: say whether it is done or cancelled."),
    cases.TooFewAttempts: _("“Not reached” means three attempts on three different days."),
    cases.ImpossibleFact: _("That cannot be so: a day lies ahead or long before the case."),
    texts.IdentityNumber: _("The text holds a national identity number: please take it out."),
    texts.TextTooLong: _("The text is too long. It was not saved, and still stands here."),
    follow_ups.EntryIncomplete: _("Say how you were in contact, and whether you reached anybody."),
    follow_ups.ForgedForm: _("The page was old. Please send it once more."),
    follow_ups.ImpossibleDay: _(
        "This day lies ahead, or more than a year before the case was opened."
    ),
    follow_ups.NotOpen: _("The case is not open: it has to be taken up first."),
    follow_ups.NothingNext: _(
        "An open case has a next task: say what happens now, or close the case."
    ),
    follow_ups.WhyCorrected: _("A correction needs a reason, without numbers of persons."),
    tasks.LastTask: _("Nothing else is planned: say what comes next, or close the case."),
    tasks.CaseNotOpen: _("The case is not open: it has to be taken up first."),
    tasks.TaskIncomplete: _("Say what is to be done."),
    tasks.OwnerNotHere: _("This person does not follow up cases here today."),
    tasks.ImpossibleDay: _("A task is due today or later, and within two years."),
    tasks.WhyPostponed: _("Say why it is put off."),
    follow_ups.NotStored: _("This could not be stored: please look at what you wrote once more."),
    families.TooManyPeople: _("More than thirty people: please write them down as two families."),
    families.ImpossibleDay: _(
        "A day or a year of birth cannot be: nobody has arrived tomorrow, or was born next year."
    ),
    families.StrictlyProtected: _(
        "A strictly confidential address: nothing was stored. Call your lead: they say who may "
        "handle this, outside Landgang."
    ),
    families.MainContactNeeded: _("One adult is the main contact."),
    transfers.TransferTooLate: _("The last day to answer has passed: nothing was taken over."),
    transfers.NoSuchPlace: _("Cases move to another municipality of today."),
    transfers.BothLeadsNeeded: _(
        "A confidential address: both leads must agree. Yours proposes the transfer, and the lead "
        "there accepts it."
    ),
    transfers.WhyTransferred: _("Please say why."),
    transfers.ForgedForm: _("The page was old. Please send it once more."),
    transfers.ImpossibleMonth: _("This month is over, or too far ahead."),
    splitting.WhoGoes: _("Choose who goes: somebody goes, and somebody stays."),
    splitting.AdultNeeded: _(
        "An adult is the main contact, of those who go and of those who stay."
    ),
    splitting.NotTheirs: _(
        "A task or an entry that you chose is not there any more: choose again."
    ),
    splitting.WhySplit: _("Please say why."),
    joining.NotTwoHere: _("Two different families of one municipality are joined."),
    joining.UnderWay: _(
        "A case of one of them is proposed to another municipality: withdraw that first."
    ),
    joining.WhoIsWho: _("Each person is the same as one of the others at most."),
    erasure.CaseOpen: _("A case of the family is not closed: close it first."),
    erasure.RequestOpen: _("The family has asked for something that is not answered yet."),
    erasure.OnHold: _("The family is on hold: end that first."),
    erasure.NotApproved: _("Nobody has approved that the family is anonymised."),
    erasure.NotHere: _("The family is not here: it was erased, or joined with another."),
    retention.NotOverYet: _(
        "A family that you chose is not on the list any more: nothing was approved. Choose again."
    ),
    retention.NobodyChosen: _("Choose a family, and a hundred at most."),
    retention.ImpossibleTime: _("A family is not kept for such a time."),
    retention.WhyHeld: _("Please say why."),
    retention.ItemOver: _("It was carried out or stopped already."),
    stays_by_family.NotDueYet: _("The day of this question has not come."),
    stays_by_family.NoMailTo: _(
        "This family is not written to: there is no address, or it is not safe. Please call."
    ),
    stays_by_family.AskedAlready: _("The family has the question, and three days to answer it."),
    stays.ReasonNeeded: _("Please say whether they are here; and of those who left, why."),
    consents.ImpossibleConsent: _(
        "That cannot be: an adult of the family agrees, not tomorrow, and for three years at most."
    ),
    privacy_requests.ImpossibleRequest: _("Say who asks, for what and when: not tomorrow."),
    privacy_requests.FamilyNeeded: _("Say first which family it is about."),
    privacy_requests.NotOfFamily: _("There is no such case or person here."),
    privacy_requests.WhoAsks: _(
        "Say first which person asks, how we know that, and for which of the adults."
    ),
    privacy_requests.ExtendedBefore: _(
        "The time is extended once, with a reason, before the first month has passed."
    ),
    privacy_requests.AnswerIncomplete: _(
        "An answer has a text, a language and a reason; a no has another reason than “done”."
    ),
    privacy_requests.CaseStillOpen: _(
        "The case goes on. Close it first, or answer what has to be kept, and why."
    ),
    privacy_requests.NotGivenOut: _("Nothing was given out yet: do that first."),
    privacy_requests.NothingHeld: _("Nothing is kept still because of this."),
    giving_out.NoSuchText: _("The text has changed. Please look at it once more."),
    giving_out.TextChanged: _("The text has changed. Please look at it once more."),
}
# What an action raises that did nothing.
REFUSED = (texts.Refused, families.FamilyRefused, stays.ReasonNeeded)
# Refusals that know what happened before.
STALE = (cases.AlreadyMoved, tasks.TaskEnded, follow_ups.AlreadyCorrected,
         families.EnquiryTaken, cases.AlreadyJoined, stays.AlreadyAnswered,
         transfers.TransferAnswered, consents.AlreadyWithdrawn,
         privacy_requests.RequestAnswered)  # fmt: skip


def told(refusal: Exception) -> str:
    """What to say of the refusal."""
    if isinstance(refusal, cases.AlreadyMoved):
        return already_moved(refusal.case)
    if isinstance(refusal, transfers.TransferAnswered):
        cover = refusal.cover
        return _at(
            gettext("Already %(state)s: by %(person)s at %(time)s."),
            gettext("Already %(state)s: by %(person)s on %(moment)s."),
            cover.get_state_display(), cover.answered_by, cover.answered_at,
        )  # fmt: skip
    if isinstance(refusal, cases.AlreadyJoined):
        joined = refusal.family
        return _at(
            gettext("Already joined with another family: by %(person)s at %(time)s."),
            gettext("Already joined with another family: by %(person)s on %(moment)s."),
            "", joined.joined_by, joined.joined_at,
        )  # fmt: skip
    if isinstance(refusal, transfers.PlaceRetired):
        return gettext("%(place)s is a part of %(successor)s today: choose %(successor)s.") % {
            "place": refusal.place.name, "successor": refusal.successor.name,
        }  # fmt: skip
    if isinstance(refusal, tasks.TaskEnded):
        ended = refusal.task
        return gettext("“%(task)s” is %(state)s already: by %(person)s on %(day)s.") % {
            "task": ended.title,
            "state": ended.get_status_display(),
            "person": ended.ended_by,
            "day": formats.date_format(ended.ended_on or today()),
        }
    if isinstance(refusal, follow_ups.AlreadyCorrected):
        entry = refusal.entry
        return gettext("Already corrected by %(person)s on %(moment)s.") % {
            "person": entry.author_name, "moment": _moment(entry.logged_at)
        }  # fmt: skip
    if isinstance(refusal, families.EnquiryTaken):
        enquiry = refusal.enquiry
        return gettext("Already dealt with by %(person)s on %(when)s: %(outcome)s.") % {
            "person": enquiry.triaged_by,
            "when": _moment(enquiry.triaged_at),
            "outcome": enquiry.get_triage_display(),
        }
    if isinstance(refusal, stays.AlreadyAnswered):
        check = refusal.check
        return gettext("Already answered by %(person)s on %(moment)s: %(answer)s.") % {
            "person": gettext("the family") if check.by_family else check.answered_by,
            "moment": _moment(check.answered_at),
            "answer": check.get_answer_display(),
        }
    return told_of_requests(refusal) or str(
        REFUSALS.get(type(refusal)) or _("This is not possible as things stand.")
    )


def already_moved(case: Case) -> str:
    """Who was faster, and when: "Already active: by Kari Kontakt at 14:02."."""
    return _at(
        gettext("Already done: the case is %(state)s, by %(person)s at %(time)s."),
        gettext("Already done: the case is %(state)s, by %(person)s on %(moment)s."),
        case.get_status_display(), case.changed_by, case.changed_at,
    )  # fmt: skip


def _at(today_said: str, said: str, state: Any, person: Any, moment: Any) -> str:
    """Which state, by whom and when: only the time for what happened today."""
    local = timezone.localtime(moment)
    return (today_said if local.date() == timezone.localdate() else said) % {
        "state": state,
        "person": person or CLOCK,
        "time": formats.time_format(local, "H:i"),
        "moment": _moment(moment),
    }


def _moment(moment: Any) -> str:
    return str(formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT"))


def told_of_requests(refusal: Exception) -> str:
    """What to say of those about consents and privacy requests that know more."""
    if isinstance(refusal, consents.ConsentNeeded):
        purpose = dict(Consent.Purpose.choices).get(refusal.purpose, refusal.purpose)
        return gettext(
            "Nobody of the family has agreed to this: %(purpose)s. Ask them, and write it down "
            "under “Consents” first."
        ) % {"purpose": purpose}  # fmt: skip
    if isinstance(refusal, giving_out.NotLookedAt):
        return ngettext(
            "%(count)s text was not looked at as it stands now.",
            "%(count)s texts were not looked at as they stand now.",
            refusal.count,
        ) % {"count": refusal.count}
    if isinstance(refusal, consents.AlreadyWithdrawn):
        ended = refusal.consent
        return gettext("Already taken back: written down by %(person)s on %(moment)s.") % {
            "person": ended.withdrawn_by, "moment": _moment(ended.withdrawn_at)
        }  # fmt: skip
    if isinstance(refusal, privacy_requests.RequestAnswered):
        asked = refusal.request
        return gettext("Already answered by %(person)s on %(moment)s: %(answer)s.") % {
            "person": asked.answered_by, "moment": _moment(asked.answered_at),
            "answer": asked.get_state_display(),
        }  # fmt: skip
    return ""
