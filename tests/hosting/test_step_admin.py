"""First steps in the admin: an editor of the region writes them; nobody else does."""

from typing import Any

import pytest
from django.test import Client

from hosting.models import Step
from municipalities.models import Membership
from municipalities.roles import Role
from portal.models import User
from tests.admin_forms import admin_url, errors, filled_in, save
from tests.factories import (
    MunicipalityFactory,
    SourceFactory,
    StepFactory,
    StepTimeFactory,
    UserFactory,
)


@pytest.fixture
def editor(regional_editor: User) -> Client:
    """The regional editor, logged in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


@pytest.fixture
def local_editor(region: Any) -> Client:
    """An editor of one municipality."""
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=MunicipalityFactory(), role=Role.EDITOR)
    client = Client()
    client.force_login(user)
    return client


def with_time(client: Client, step: Step, **fields: Any) -> Any:
    """Save the step's form with one more time."""
    data = filled_in(client.get(admin_url(step)))
    data |= {"times-TOTAL_FORMS": "1", "times-0-step": step.pk}
    data |= {"times-0-kind": "latest", "times-0-position": "100", "times-0-as_of_precision": "4"}
    data |= {"times-0-as_of_precision": "year"}
    data |= {f"times-0-{name}": value for name, value in fields.items()}
    return client.post(admin_url(step), data)


def time_errors(response: Any) -> str:
    assert response.status_code == 200
    (inline,) = response.context["inline_admin_formsets"]
    return str(inline.formset.errors)


def test_step_is_written_with_lists_to_tick(editor: Client) -> None:
    step = StepFactory.create()
    save(
        editor,
        admin_url(step),
        groups=["eu_eea", "refugee"],
        occupations=["worker"],
        papers_nb="pass\nvisum",
        terms_nb="bostedsattest: bevis på hvor du bor",
        cost="0",
        state="published",
    )
    step.refresh_from_db()
    assert (step.groups, step.occupations) == (["eu_eea", "refugee"], ["worker"])
    assert (step.papers_nb, step.cost, step.state) == ("pass\nvisum", 0, "published")
    assert step.source_version == 2


def test_step_needs_somebody_it_is_for(editor: Client) -> None:
    step = StepFactory.create()
    data = filled_in(editor.get(admin_url(step)))
    del data["groups"]
    assert "groups" in errors(editor.post(admin_url(step), data))


@pytest.mark.parametrize("line", ["bostedsattest", ": uten ord", "ord:", "et: to\nbare"])
def test_word_without_explanation_is_refused(editor: Client, line: str) -> None:
    found = errors(save(editor, admin_url(StepFactory.create()), terms_de=line))
    assert "short explanation after the word" in found["terms_de"][0]


def test_token_that_leads_nowhere_is_refused(editor: Client) -> None:
    step = StepFactory.create()
    for name in ("detail_nb", "cost_note_en"):
        assert (
            "leads nowhere"
            in errors(save(editor, admin_url(step), **{name: "[[page:x]]"}))[name][0]
        )
    assert save(editor, admin_url(step), detail_nb="[[hosts]]").status_code == 302


def test_steps_that_wait_for_each_other_are_refused(editor: Client) -> None:
    first, second = StepFactory.create(title_nb="En"), StepFactory.create(title_nb="To")
    second.depends_on_any.add(first)
    third = StepFactory.create(title_nb="Tre")
    third.depends_on.add(second)
    found = errors(save(editor, admin_url(first), depends_on=[third.pk]))
    assert "would wait for each other" in found["depends_on"][0]
    for title in ("En", "To", "Tre"):
        assert title in found["depends_on"][0]
    assert "depends_on" in errors(save(editor, admin_url(first), depends_on_any=[first.pk]))
    assert save(editor, admin_url(third), depends_on=[first.pk, second.pk]).status_code == 302


def test_time_is_added_in_every_language(editor: Client) -> None:
    step, source = StepFactory.create(), SourceFactory.create()
    response = with_time(
        editor, step, amount="3", unit="months", relation="after", anchor="arrival",
        what_nb="meld fra", what_de="melden", groups=["nordic"], source=source.pk,
    )  # fmt: skip
    assert response.status_code == 302
    time = step.times.get()
    assert (time.amount, time.groups, time.what_de) == (3, ["nordic"], "melden")
    assert time.made_from == {"de": 1}
    history = editor.get(admin_url(step).replace("/change/", "/history/")).content.decode()
    assert "meld fra" in history


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": "3"}, "Write either how much"),
        ({"yearly": "03-01", "monthly_day": "3"}, "Write either how much"),
        ({"yearly": "1/3"}, "Write month and day"),
        ({"monthly_day": "31"}, "less than or equal to 28"),
        ({"kind": "lead", "amount": "3", "unit": "weeks"}, "needs a source"),
    ],
)
def test_time_that_says_too_little_or_too_much_is_refused_kindly(
    editor: Client, fields: dict[str, str], says: str
) -> None:
    step = StepFactory.create()
    assert says in time_errors(with_time(editor, step, **fields))
    assert not step.times.exists()


def test_time_is_removed(editor: Client) -> None:
    time = StepTimeFactory.create()
    data = filled_in(editor.get(admin_url(time.step))) | {"times-0-DELETE": "on"}
    assert editor.post(admin_url(time.step), data).status_code == 302
    assert not time.step.times.exists()


def test_step_is_read_but_not_written_by_an_editor_of_one_municipality(
    local_editor: Client,
) -> None:
    time = StepTimeFactory.create(what_nb="meld fra")
    url = admin_url(time.step)
    page = local_editor.get(url)
    assert page.status_code == 200
    assert "meld fra" in page.content.decode()
    assert local_editor.post(url, {"title_nb": "Ny"}).status_code == 403
    assert local_editor.get(admin_url(Step, "add")).status_code == 403
    assert local_editor.post(admin_url(time.step, "delete"), {"post": "yes"}).status_code == 403


def test_step_is_viewed_on_site_once_published(editor: Client) -> None:
    draft, shown = StepFactory.create(), StepFactory.create(state="published")
    assert not editor.get(admin_url(draft)).context["has_absolute_url"]
    response = editor.get(admin_url(shown))
    assert response.context["absolute_url"] == f"/en/first-steps/{shown.key}/"
