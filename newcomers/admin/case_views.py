"""The pages of one case: seeing it, writing in its log, and all that is done to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from newcomers.actions import cases, follow_ups, tasks
from newcomers.actions.drafts import DraftTooLong, drop_draft, keep_draft, keep_without_session
from newcomers.actions.locking import locked
from newcomers.actions.texts import TextTooLong
from newcomers.admin.case_deeds import DEEDS, ENDING, Deed
from newcomers.admin.case_page import CasePage, typed_fields, with_other_cases
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.deed_forms import CorrectForm
from newcomers.models import Case, CaseAccess, FollowUp, Task
from newcomers.models.follow_up import WRITTEN
from newcomers.permissions import Powers, may_read_entry, readable_cases

RELATED = ("family", "municipality", "coordinator", "enquiry", "duplicate_of", "closed_by")
# Where on the quick log a refusal is shown; elsewhere it stands above the form.
FIELD_OF: dict[type[Exception], str] = {
    follow_ups.IdentityNumber: "text",
    TextTooLong: "text",
    follow_ups.ImpossibleDay: "occurred_on",
    follow_ups.NothingNext: "next",
    tasks.ImpossibleDay: "next_on",
    cases.TooFewAttempts: "closure",
    cases.ReasonNeeded: "closure",
}


class CasePages:
    """A mixin before Logged: the addresses below one case."""

    # Stand in the Django admin's own classes, in Scoped and in Logged.
    admin_site: Any
    opts: Any
    get_queryset: Any
    message_user: Any
    standing: Any
    _note: Any

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, and those of a case."""
        ways: dict[str, Any] = {
            "log": self._keeping(self.log_view),
            "draft": self._keeping(self.draft_view),
            "draft/drop": self.admin_site.admin_view(self.drop_view),
            "task/<int:task>": self.admin_site.admin_view(self.task_view),
            "entry/<int:entry>": self.admin_site.admin_view(self.correct_view),
        } | {
            name: self.admin_site.admin_view(self._deed_view(deed)) for name, deed in DEEDS.items()
        }
        own = [
            path(
                f"<int:pk>/{way}/",
                view,
                name=f"newcomers_case_{way.split('/<')[0]}".replace("/", "_"),
            )
            for way, view in ways.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    # --- seeing -----------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of the case."""
        return self._show(request, self._page(request, object_id))

    def _page(self, request: HttpRequest, pk: Any) -> CasePage:
        """The case, if the person may open it; else what does not exist answers too: 404."""
        standing = self.standing(request)
        rows = readable_cases(self.get_queryset(request), request.user, standing)
        try:
            case = with_other_cases(rows).select_related(*RELATED).get(pk=pk)
        except (Case.DoesNotExist, ValueError, ValidationError) as error:
            raise Http404 from error
        return CasePage(request, case, Powers.of(request.user, case, standing))

    def _show(self, request: HttpRequest, page: CasePage, **forms: Any) -> HttpResponse:
        self._note(request, CaseAccess.What.VIEW, [page.case])
        return self._answer(request, "page", page.case, **page.context(**forms))

    def _answer(
        self, request: HttpRequest, template: str, case: Case, **context: Any
    ) -> TemplateResponse:
        every = self.admin_site.each_context(request)
        return TemplateResponse(
            request,
            f"admin/newcomers/case/{template}.html",
            {**every, "opts": self.opts, "case": case, "title": str(case), **context},
        )

    # --- the log ----------------------------------------------------------------------------------

    def log_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write in the log, with the next step in the same save."""
        if request.method != "POST":
            return self._back(request, pk)
        page = self._page(request, pk)
        if not page.powers.logs:
            raise PermissionDenied
        form = page.new_log_form(request.POST)
        if form.is_valid():
            try:
                logged = follow_ups.log_entry(
                    case=page.case,
                    written=form.written(),
                    by=request.user,
                    form_key=form.cleaned_data["form_key"],
                    next_step=form.next_step(),
                    told_about_privacy=form.told,
                )
            except follow_ups.NotOpen:
                return self._closed_meanwhile(request, page)
            except (*REFUSED, *STALE) as refusal:
                field = FIELD_OF.get(type(refusal))
                form.add_error(field if field in form.fields else None, told(refusal))
            else:
                said = gettext("Saved.") if logged.is_new else gettext("This was saved before.")
                return self._back(request, pk, said)
        self._keep(request, page.case)
        return self._show(request, page, log_form=form)

    def _closed_meanwhile(self, request: HttpRequest, page: CasePage) -> HttpResponse:
        """Somebody closed it while this was written: the text is kept for when it is open."""
        self._keep(request, page.case)
        moved = told(cases.AlreadyMoved(locked(page.case)))
        kept = gettext("What you wrote is kept as a draft.")
        return self._back(request, page.case.pk, f"{moved} {kept}", messages.WARNING)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is being typed."""
        if request.method != "POST":
            return self._back(request, pk)
        page_case = self._page(request, pk).case
        fields = typed_fields(request.POST)
        # A late message of a page whose form has been sent: that is saved, and no draft.
        if FollowUp.objects.filter(form_key=request.POST.get("form_key", "")).exists():
            return HttpResponse(status=204)
        try:
            keep_draft(case=page_case, fields=fields, by=request.user)
        except DraftTooLong:
            return HttpResponse(status=413)
        return HttpResponse(status=204)

    def drop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw the draft away."""
        if request.method == "POST":
            drop_draft(case=self._page(request, pk).case, by=request.user)
            return self._back(request, pk, gettext("The draft is thrown away."))
        return self._back(request, pk)

    def _keep(self, request: HttpRequest, case: Case) -> None:
        try:
            keep_draft(case=case, fields=typed_fields(request.POST), by=request.user)
        except DraftTooLong:
            # It stands on the page that is answered with, and the error there says so.
            return

    def _keeping(self, view: Any) -> Any:
        """The view, for which nothing typed is lost when the session has ended meanwhile.

        A page that stood open over a log-in has an old token, one that stood open over the end of
        its session has nobody behind it. The signed way back says whose text it is, and for which
        case: it stands in for both as long as the text is only kept, never saved.
        """

        def keeping(request: HttpRequest, pk: int) -> HttpResponse:
            inside = self.admin_site.admin_view(view)
            refused = CsrfViewMiddleware(inside).process_view(request, inside, (), {})
            is_somebody = self.admin_site.has_permission(request)
            if request.method == "POST" and (refused or not is_somebody):
                kept = _kept_without(request)
                if kept is not None:
                    return self._kept(request, kept, is_somebody)
            if refused:
                return HttpResponse(refused.content, status=refused.status_code)
            answer: HttpResponse = inside(request, pk)
            return answer

        return csrf_exempt(keeping)

    def _kept(self, request: HttpRequest, case: int, is_somebody: bool) -> HttpResponse:
        """Say so to a script; lead a person to the case, through the log-in where needed."""
        if request.path.endswith("/draft/"):
            return HttpResponse(status=204)
        if not is_somebody:
            return redirect_to_login(_address(case))
        said = gettext("The page was old: nothing is saved yet, and what you wrote is kept below.")
        return self._back(request, case, said, messages.WARNING)

    # --- what is done to the case -----------------------------------------------------------------

    def _deed_view(self, deed: Deed) -> Any:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            if request.method != "POST":
                return self._back(request, pk)
            page = self._page(request, pk)
            if not deed.allowed(page.powers):
                raise PermissionDenied
            form = deed.form(request.POST, case=page.case, **page.choices([deed]))
            if form.is_valid():
                try:
                    deed.do(page.case, form, request.user)
                    return self._back(request, pk, deed.done)
                except STALE as stale:
                    return self._back(request, pk, told(stale), messages.WARNING)
                except PermissionDenied:
                    form.add_error(None, gettext("As things stand, only the lead may do this."))
                except cases.OldVersion as old:
                    form = self._rebased(form, deed, page, old.case)
                except ValidationError as error:
                    form.add_error(None, error)
                except REFUSED as refusal:
                    form.add_error(None, told(refusal))
            return self._show(request, self._page(request, pk), bound={deed.name: form})

        return view

    def _rebased(self, form: Any, deed: Deed, page: CasePage, current: Case) -> Any:
        """The form as it was sent, over what somebody else has saved meanwhile; both are shown."""
        data = form.data.copy()
        data["version"] = current.version
        again: Any = deed.form(data, case=current, **page.choices([deed]))
        again.is_valid()
        differing = [
            (again[name], _shown(current, name))
            for name, value in again.changes().items()
            if value != getattr(current, name)
        ]
        again.conflict = {"case": current, "fields": differing}
        return again

    # --- tasks and entries ------------------------------------------------------------------------

    def task_view(self, request: HttpRequest, pk: int, task: int) -> HttpResponse:
        """One planned task: done, put off, cancelled."""
        page = self._page(request, pk)
        rows = Task.objects.filter(case=page.case).select_related("owner", "ended_by")
        found = rows.filter(pk=task).first()
        if found is None:
            raise Http404
        if not found.is_planned:
            return self._back(request, pk, told(tasks.TaskEnded(found)), messages.WARNING)
        shown = {
            name: form(case=page.case, auto_id=f"{name}_%s")
            for name, (form, *_rest) in ENDING.items()
        }
        name = request.POST.get("deed", "")
        if request.method == "POST" and name in ENDING:
            form_class, action, said = ENDING[name]
            form = shown[name] = form_class(request.POST, case=page.case, auto_id=f"{name}_%s")
            try:
                if form.is_valid() and self._end(request, found, form, action):
                    return self._back(request, pk, said)
            except STALE as stale:
                return self._back(request, pk, told(stale), messages.WARNING)
        self._note(request, CaseAccess.What.VIEW, [page.case])
        return self._answer(request, "task", page.case, task=found, forms=shown, failed=name)

    def _end(self, request: HttpRequest, task: Task, form: Any, action: Any) -> bool:
        """Whether it was done; else the form says why. Raises what tells of an old page."""
        how: dict[str, Any] = (
            {"to": form.cleaned_data["to_day"], "reason": form.cleaned_data["reason"]}
            if action is tasks.postpone_task
            else {"replacing": form.replacing()}
        )
        try:
            action(task=task, by=request.user, **how)
        except STALE:
            raise
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
            return False
        return True

    def correct_view(self, request: HttpRequest, pk: int, entry: int) -> HttpResponse:
        """An entry written anew or struck out; the old one stays."""
        page = self._page(request, pk)
        found = _entry(page.case, entry)
        if found is None or not may_read_entry(request.user, found):
            raise Http404
        if not page.powers.logs:
            raise PermissionDenied
        topics = [each for each in page.topics if not each.parent_id or each.key in found.topics]
        form = CorrectForm(request.POST or None, initial=_as_typed(found), topics=topics)
        if request.method == "POST" and form.is_valid():
            typed = form.cleaned_data
            try:
                follow_ups.correct_entry(
                    entry=found, correction=typed["correction"], reason=typed["reason"],
                    by=request.user, form_key=typed["form_key"],
                    written=None if form.strikes_out else form.written(),
                )  # fmt: skip
                return self._back(
                    request, pk, gettext("Corrected. The old entry stays, and shows that.")
                )
            except STALE as stale:
                return self._back(request, pk, told(stale), messages.WARNING)
            except REFUSED as refusal:
                form.add_error(None, told(refusal))
        self._note(request, CaseAccess.What.VIEW, [page.case])
        return self._answer(request, "correct", page.case, entry=found, form=form)

    def _back(
        self, request: HttpRequest, pk: int, said: Any = "", level: int = messages.SUCCESS
    ) -> HttpResponse:
        """To the page of the case, and say there what happened."""
        if said:
            self.message_user(request, said, level)
        return HttpResponseRedirect(_address(pk))


def _address(case: int) -> str:
    return reverse("admin:newcomers_case_change", args=[case])


def _kept_without(request: HttpRequest) -> int | None:
    """The case for which the text was kept without a session; None for a forged way."""
    way = request.POST.get("way", "")
    try:
        return keep_without_session(
            way=way, fields=typed_fields(request.POST), user_model=get_user_model()
        )
    except DraftTooLong:
        return None


def _shown(case: Case, name: str) -> Any:
    """What the case says now, as people read it."""
    display = getattr(case, f"get_{name}_display", None)
    return display() if display else getattr(case, name)


def _as_typed(entry: FollowUp) -> dict[str, Any]:
    """The entry as the form shows it."""
    typed = {name: getattr(entry, name) for name in WRITTEN}
    answers = {True: "yes", False: "no", None: ""}
    reached = answers[entry.reached]
    return typed | {"mode": entry.mode or "note", "reached": reached}


def _entry(case: Case, pk: int) -> FollowUp | None:
    """The entry of the case that a person wrote."""
    rows = FollowUp.objects.filter(case=case, kind__in=(FollowUp.Kind.CONTACT, FollowUp.Kind.NOTE))
    related = ("case__family", "case__municipality", "organisation", "municipality")
    return rows.select_related(*related).filter(pk=pk).first()
