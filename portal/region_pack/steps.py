"""What a step of a pack becomes, and whether the steps fit each other."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.conf import settings

from hosting.models import Organisation, Step, StepTime
from municipalities.models import Source, Topic
from municipalities.models.figure import Confidence
from municipalities.models.text import PublishingState
from municipalities.tokens import unknown_tokens
from portal.lib.dates import Precision
from portal.lib.languages import column
from portal.region_pack.step_schema import ANY, WITH_CHILDREN, LeadTime
from portal.region_pack.step_schema import Deadline as DeadlineForm
from portal.region_pack.step_schema import Step as StepForm
from portal.region_pack.writer import Writer


def mistakes_in_steps(steps: Iterable[StepForm]) -> Iterator[str]:
    """Steps that name what is no step, or wait for each other in a circle."""
    steps = list(steps)
    keys = {step.key for step in steps}
    for step in steps:
        for other in [*step.depends_on, *step.depends_on_any]:
            if other not in keys:
                yield f"steps.yaml: {step.key}: depends on {other}, which is no step"
    try:
        TopologicalSorter(_needs(steps)).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        yield f"steps.yaml: {error.args[1][0]}: depends on itself: {circle}"


def wrong_tokens(step: StepForm, figures: set[str], slugs: set[str]) -> Iterator[str]:
    """Tokens in the texts of a step that lead nowhere."""
    texts = {"detail": step.detail, "cost.note": step.cost.note if step.cost else None}
    for name, text in texts.items():
        for language, written in (text or {}).items():
            for token in unknown_tokens(written, figures, slugs):
                yield f"steps.yaml: {step.key}.{name}.{language}: {token} leads nowhere"


def put_steps(
    steps: list[StepForm],
    writer: Writer,
    *,
    topics: Mapping[str, Topic],
    sources: Mapping[str, Source],
) -> None:
    """Write the steps, each after those that it depends on."""
    offices = {each.slug: each for each in Organisation.objects.all()}
    by_key = {step.key: step for step in steps}
    positions = {step.key: position for position, step in enumerate(steps)}
    rows: dict[str, Step] = {}
    for key in TopologicalSorter(_needs(steps)).static_order():
        step = by_key[key]
        if step.topic not in topics:
            continue
        values = {
            "topic": topics[step.topic],
            "position": positions[key],
            "authority": offices.get((step.authority or "").replace("_", "-")),
        }
        related = {
            "depends_on": _found(rows, step.depends_on),
            "depends_on_any": _found(rows, step.depends_on_any),
            "sources": _found(sources, step.source),
        }
        row = writer.put(Step, {"key": key}, values | step_values(step), related)
        if row:
            rows[key] = row
            _put_times(row, step, writer, sources)


def _found(rows: Mapping[str, Any], keys: Iterable[str]) -> list[Any]:
    return [rows[key] for key in keys if key in rows]


def step_values(step: StepForm) -> dict[str, Any]:
    """The model's fields without relations."""
    as_of, precision = step.as_of or (None, Precision.YEAR)
    cost = step.cost
    values: dict[str, Any] = {
        "phase": str(step.phase),
        "groups": [str(each) for each in step.applies_to],
        "occupations": [] if ANY in step.occupation else list(step.occupation),
        "is_for_children": step.children == WITH_CHILDREN,
        "cost": cost.nok if cost else None,
        "is_needed_before_work": step.needed_before_work,
        "url": step.url or "",
        "state": PublishingState.DRAFT if is_withheld(step) else PublishingState.PUBLISHED,
        "as_of": as_of,
        "as_of_precision": precision,
        "confidence": step.confidence,
        "to_verify": step.verify_before_publishing or "",
        "editors_note": "\n".join(_notes(step)),
    }
    for code, _name in settings.LANGUAGES:
        values |= {column(name, code): text for name, text in _texts_in(step, code).items()}
    return values


def is_withheld(step: StepForm) -> bool:
    """Whether the step is too uncertain to be shown."""
    return step.confidence == Confidence.LOW


def _put_times(row: Step, step: StepForm, writer: Writer, sources: Mapping[str, Source]) -> None:
    times = [deadline_values(each) for each in step.deadlines]
    times += [lead_values(each, sources) for each in step.lead_times]
    for position, values in enumerate(times):
        writer.put(StepTime, {"step": row, "position": position}, values)
    for left in row.times.filter(position__gte=len(times)):
        writer.remove(left, f"{row.key} {left.position}")


def deadline_values(deadline: DeadlineForm) -> dict[str, Any]:
    """The fields of a time that is counted, or of each year or month."""
    return {
        "kind": str(deadline.kind),
        "amount": deadline.amount,
        "unit": str(deadline.unit or ""),
        "relation": str(deadline.relation or ""),
        "anchor": str(deadline.anchor or ""),
        "yearly": deadline.yearly or "",
        "monthly_day": deadline.monthly_day,
        "groups": [str(each) for each in deadline.groups],
        "occupations": [str(each) for each in deadline.occupations],
        "is_unchecked": deadline.unchecked,
        **_what(deadline.what),
    }


def lead_values(lead: LeadTime, sources: Mapping[str, Source]) -> dict[str, Any]:
    """The fields of a waiting time."""
    as_of, precision = lead.as_of or (None, Precision.YEAR)
    return {
        "kind": StepTime.Kind.LEAD.value,
        "amount": lead.amount,
        "unit": str(lead.unit),
        "groups": [str(each) for each in lead.groups],
        "source": sources.get(lead.source[0]),
        "as_of": as_of,
        "as_of_precision": precision,
        **_what(lead.what),
    }


def _what(text: dict[str, str] | None) -> dict[str, str]:
    return {column("what", code): (text or {}).get(code, "") for code, _name in settings.LANGUAGES}


def _texts_in(step: StepForm, code: str) -> dict[str, str]:
    """The texts in one language. A list that is not whole in it is left to the fallback."""
    terms = [(each.term, each.text.get(code)) for each in step.terms_no]
    papers = [each.get(code) for each in step.papers]
    note = (step.cost.note if step.cost else None) or {}
    return {
        "title": step.title.get(code, ""),
        "summary": step.summary.get(code, ""),
        "detail": (step.detail or {}).get(code, ""),
        "terms": _lines([f"{term}: {text}" if text else None for term, text in terms]),
        "papers": _lines(papers),
        "cost_note": note.get(code, ""),
    }


def _lines(lines: list[str | None]) -> str:
    """One text of all lines; "" where one is missing."""
    return "\n".join(" ".join((line or "").split()) for line in lines) if all(lines) else ""


def _notes(step: StepForm) -> list[str]:
    notes = [f"{step.url}: {step.url_status}"] if step.url and step.url_status else []
    for fact in step.facts:
        year = f", {fact.as_of[0].year}" if fact.as_of else ""
        notes.append(f"{fact.text} ({', '.join(fact.source)}{year}, {fact.confidence})")
    return notes


def _needs(steps: Iterable[StepForm]) -> dict[str, list[str]]:
    steps = list(steps)
    keys = {step.key for step in steps}
    return {
        step.key: [each for each in [*step.depends_on, *step.depends_on_any] if each in keys]
        for step in steps
    }
