"""First steps of a region pack: checked, loaded once, never over an editor's work."""

import datetime
import shutil
from pathlib import Path

import pytest
from django.test import Client

from hosting.models import Step, StepTime
from municipalities.models import Municipality
from portal.region_pack.load import load_region
from portal.region_pack.read import PackError
from tests.portal.test_region_pack import TINY, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the tiny pack, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


def test_step_is_loaded_with_all_that_it_has(pack: Path) -> None:
    load_region(pack)
    step = Step.objects.get(key="permit")
    assert (step.phase, step.groups, step.occupations) == ("before_moving", ["non_eea"], ["worker"])
    assert (step.terms_nb, step.papers_en) == (
        "oppholdstillatelse: lov til å bo her",
        "passport\nwork contract",
    )
    assert (step.cost, step.cost_note_en) == (1200, "for each person")
    assert step.is_needed_before_work
    assert not step.is_for_children
    assert (step.state, step.to_verify) == ("published", "the fee")
    assert step.authority
    assert step.authority.slug == "agency"
    assert step.as_of == datetime.date(2024, 1, 1)
    assert "Applied for from abroad (rail, 2021, high)" in step.editors_note
    assert "https://www.example.org/permit: seen" in step.editors_note
    assert [source.key for source in step.sources.all()] == ["rail"]
    lead = step.times.get()
    assert (lead.kind, lead.amount, lead.unit, lead.what_en) == ("lead", 3, "months", "answer")
    assert lead.source
    assert lead.source.key == "rail"


def test_step_waits_for_what_it_names(pack: Path) -> None:
    load_region(pack)
    step = Step.objects.get(key="arrive")
    assert [each.key for each in step.depends_on.all()] == ["permit"]
    deadline, yearly = step.times.all()
    assert (deadline.kind, deadline.amount, deadline.unit) == ("latest", 8, "days")
    assert (deadline.relation, deadline.anchor, deadline.what_nb) == ("after", "arrival", "si fra")
    assert (yearly.yearly, yearly.is_unchecked, yearly.amount) == ("03-01", True, None)


def test_uncertain_step_stays_a_draft_and_is_listed(pack: Path) -> None:
    report = load_region(pack)
    assert Step.objects.get(key="rumour").state == "draft"
    assert "steps.yaml: rumour: uncertain (confidence low)" in report.withheld
    assert "steps.yaml: permit: the fee" in report.to_verify


def test_steps_loaded_twice_stay_as_they_are(pack: Path) -> None:
    load_region(pack)
    again = load_region(pack)
    assert (again.created, again.updated, again.kept) == (0, 0, [])


def test_steps_are_known_again_in_any_language(pack: Path) -> None:
    load_region(pack)
    change(pack / "steps.yaml", "nb: Kom, en: Come}", "nb: Kom nå, en: Come now}")
    again = load_region(pack)
    assert (again.created, again.updated, again.kept) == (0, 1, [])
    assert StepTime.objects.count() == 3


def test_what_an_editor_changed_in_a_step_is_kept(pack: Path) -> None:
    load_region(pack)
    StepTime.objects.filter(step__key="arrive", amount=8).update(amount=9)
    Step.objects.filter(key="permit").update(papers_en="passport")
    change(pack / "steps.yaml", "amount: 8", "amount: 7")
    change(pack / "steps.yaml", "en: passport}", "en: valid passport}")
    report = load_region(pack)
    assert report.kept == [
        "hosting.step permit: papers_en changed by an editor",
        "hosting.steptime arrive 0: amount changed by an editor",
    ]
    assert StepTime.objects.filter(step__key="arrive", amount=9).exists()
    load_region(pack, force=True)
    assert StepTime.objects.filter(step__key="arrive", amount=7).exists()


def test_time_that_left_the_pack_is_gone_unless_an_editor_changed_it(pack: Path) -> None:
    load_region(pack)
    own = StepTime.objects.create(step=Step.objects.get(key="arrive"), monthly_day=5)
    change(pack / "steps.yaml", "  - {yearly: '03-01', kind: latest, unchecked: true}\n", "")
    assert load_region(pack).kept == []
    assert StepTime.objects.filter(pk=own.pk).exists()
    assert not StepTime.objects.filter(yearly="03-01").exists()
    StepTime.objects.filter(step__key="permit").update(amount=4)
    text = (pack / "steps.yaml").read_text()
    begin, end = text.index("  lead_times:"), text.index("  cost: {nok")
    (pack / "steps.yaml").write_text(text[:begin] + text[end:])
    gone = "hosting.steptime permit 0: changed by an editor, gone from the pack"
    assert load_region(pack).kept == [gone]
    assert StepTime.objects.filter(amount=4).exists()
    load_region(pack, force=True)
    assert not StepTime.objects.filter(amount=4).exists()


def test_list_that_is_not_whole_in_a_language_is_left_to_the_fallback(
    client: Client, pack: Path
) -> None:
    change(pack / "steps.yaml", "{nb: arbeidskontrakt, en: work contract}", "{nb: arbeidskontrakt}")
    load_region(pack)
    assert Step.objects.get(key="permit").papers_en == ""
    html = client.get("/en/first-steps/permit/").content.decode()
    assert '<li lang="nb">arbeidskontrakt</li>' in html


def test_tiny_region_has_a_plan_in_its_languages(client: Client, pack: Path) -> None:
    load_region(pack)
    query = "group=non_eea&occupation=worker&municipality=narvik&arrival=2027-01-15"
    html = client.get(f"/en/first-steps/?{query}").content.decode()
    assert html.index("step-permit") < html.index('id="step-arrive"')
    assert "3 hours" in html
    assert "step-rumour" not in html
    norwegian = client.get(f"/de/first-steps/?{query}").content.decode()
    assert '<span lang="nb">Søk om tillatelse</span>' in norwegian


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("depends_on: []", "depends_on: [fly]", "permit: depends on fly, which is no step"),
        ("depends_on: []", "depends_on: [permit]", "permit: depends on itself: permit -> permit"),
        ("depends_on: []", "depends_on: [arrive]", "depends on itself"),
        ("depends_on: []", "depends_on_any: [arrive]", "depends on itself"),
        ("topic: travel", "topic: none", "permit.topic: there is no topic none"),
        ("authority: agency", "authority: nobody", "there is no organisation nobody"),
        ("source: rail, as_of: 2024}", "source: nowhere}", "there is no source nowhere"),
        ("[[figure:train]]", "[[figure:bus]]", "permit.detail.nb: [[figure:bus]] leads nowhere"),
        ("nb: per person", "nb: '[[page:gone]]'", "permit.cost.note.nb: [[page:gone]] leads"),
        ("occupation: [worker]", "occupation: [king]", "king is not one of any, worker"),
        ("children: any", "children: some", "steps[0] (permit).children"),
        ("applies_to: [non_eea]", "applies_to: []", "steps[0] (permit).applies_to"),
        ("applies_to: [non_eea]", "applies_to: [tourist]", "steps[0] (permit).applies_to[0]"),
        ("phase: before_moving", "phase: later", "steps[0] (permit).phase"),
        ("term: oppholdstillatelse, ", "", "terms_no[0].term"),
        ("nb: lov til å bo her, ", "", "terms_no[0].text: no text in nb"),
        ("{nb: pass, en: passport}", "{en: passport}", "papers[0]: no text in nb"),
        ("nok: 1200, note: {nb: per person, en: for each person}", "", "needs nok or a note"),
        ("nok: 1200", "nok: -1", "cost.nok"),
        ("amount: 3", "amount: 0", "lead_times[0].amount"),
        ("answer}, source: rail", "answer}, source: []", "lead_times[0].source"),
        ("as_of: 2024}", "confidence: low}", "of low confidence cannot be planned with"),
        ("relation: after, ", "", "needs either amount, unit, relation and anchor"),
        ("{yearly: '03-01'", "{yearly: '02-30'", "yearly: month and day in quotes"),
        ("{yearly: '03-01'", "{yearly: '03-01', monthly_day: 3", "needs either amount"),
        ("{yearly: '03-01'", "{monthly_day: 31", "deadlines[1].monthly_day"),
        ("kind: latest, what", "kind: lead, what", "stands under lead_times"),
        ("cost: {nok: 1200", "deadline: {}\n  cost: {nok: 1200", "deadline: Extra"),
        ("key: arrive", "key: permit", "steps.yaml: steps: permit stands twice"),
    ],
)  # fmt: skip
def test_mistake_in_a_step_is_named(pack: Path, old: str, new: str, says: str) -> None:
    change(pack / "steps.yaml", old, new)
    with pytest.raises(PackError) as error:
        load_region(pack)
    assert any(line.startswith("steps.yaml") and says in line for line in error.value.mistakes), (
        error.value.mistakes
    )
    assert not Municipality.objects.exists()
