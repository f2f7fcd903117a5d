"""Host contacts and organisations in the admin."""

from typing import Any

import pytest
from django.test import Client

from hosting.models import Coordinator
from portal.models import User
from tests.accounts import prove
from tests.admin_forms import admin_url, errors, save
from tests.factories import (
    CoordinatorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    SourceFactory,
    UserFactory,
)


@pytest.fixture
def editor(regional_editor: User) -> Client:
    """The regional editor, logged in, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def seen_on_site(client: Client, instance: Any) -> str | None:
    response = client.get(admin_url(instance))
    return response.context["absolute_url"] if response.context["has_absolute_url"] else None


def test_host_contact_is_made_and_changed_by_an_editor(editor: Client) -> None:
    needed = {
        "municipality": MunicipalityFactory.create().pk, "name": "Kari Nordmann", "slug": "kari",
        "role_nb": "Vertskapskontakt", "languages": "nb,de", "phone": "+47 77 00 00 00",
    }  # fmt: skip
    url = admin_url(Coordinator, "add")
    for name in ("municipality", "name", "slug", "role_nb"):
        assert list(errors(save(editor, url, **needed | {name: ""}))) == [name]
    assert save(editor, url, **needed).status_code == 302
    host = Coordinator.objects.get()
    assert (host.languages, host.role_nb) == (["nb", "de"], "Vertskapskontakt")
    save(editor, admin_url(host), role_de="Ansprechperson")
    host.refresh_from_db()
    assert not host.is_outdated("de")


def test_account_of_a_host_contact_is_for_administrators(
    editor: Client, administrator: User
) -> None:
    host, account = CoordinatorFactory.create(), UserFactory.create(name="Hemmelig Konto")
    save(editor, admin_url(host), user=account.pk)
    host.refresh_from_db()
    assert host.user is None
    editor.force_login(administrator)
    prove(editor, administrator)
    save(editor, admin_url(host), user=account.pk)
    host.refresh_from_db()
    assert host.user == account
    editor.force_login(User.objects.get(email="redaktor@example.org"))
    assert "Hemmelig Konto" not in editor.get(admin_url(host)).content.decode()
    save(editor, admin_url(host), phone="+47 11 11 11 11")
    host.refresh_from_db()
    assert (host.user, host.phone) == (account, "+47 11 11 11 11")


def test_host_contact_with_impossible_values_is_refused_kindly(editor: Client) -> None:
    host, deputy = CoordinatorFactory.create(), CoordinatorFactory.create()
    url = admin_url(host)
    found = errors(save(editor, url, valid_from="2027-01-02", valid_to="2027-01-01"))
    assert found["__all__"] == ["The period cannot end before it begins."]
    assert errors(save(editor, url, deputy=host.pk))["__all__"] == ["Nobody is their own deputy."]
    assert "languages" in errors(save(editor, url, languages="nb,a-language-that-is-none"))
    assert "email" in errors(save(editor, url, email="kari"))
    assert save(editor, url, deputy=deputy.pk, valid_to="2027-01-01").status_code == 302


def test_host_contact_is_viewed_on_site_while_on_duty(editor: Client) -> None:
    host, former = CoordinatorFactory.create(), CoordinatorFactory.create(valid_to="2020-01-01")
    assert seen_on_site(editor, host) == f"/en/hosts/{host.slug}/"
    assert seen_on_site(editor, former) is None


def test_organisation_is_changed_by_an_editor(editor: Client) -> None:
    organisation, place = OrganisationFactory.create(), MunicipalityFactory.create()
    source = SourceFactory.create()
    save(
        editor,
        admin_url(organisation),
        municipalities=[place.pk],
        sources=[source.pk],
        other_areas="Lofoten,Vesterålen",
        name_en="The choir",
    )
    organisation.refresh_from_db()
    assert list(organisation.municipalities.all()) == [place]
    assert list(organisation.sources.all()) == [source]
    assert organisation.other_areas == ["Lofoten", "Vesterålen"]
    assert organisation.name_en == "The choir"


@pytest.mark.parametrize("values", [{"status": "historic"}, {"confidence": "low"}])
def test_organisation_that_is_gone_or_doubtful_is_not_shown(
    editor: Client, values: dict[str, str]
) -> None:
    organisation = OrganisationFactory.create()
    found = errors(save(editor, admin_url(organisation), **values))
    assert found["__all__"] == ["Only an active organisation that somebody is sure about is shown."]
    hidden = save(editor, admin_url(organisation), is_listed=None, **values)
    assert hidden.status_code == 302
    assert seen_on_site(editor, organisation) is None


def test_organisation_is_viewed_on_site_while_listed(editor: Client) -> None:
    organisation = OrganisationFactory.create()
    assert seen_on_site(editor, organisation) == f"/en/organisations/{organisation.slug}/"
