"""Region packs: checked whole, written once, never over an editor's work."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client, override_settings

from hosting.models import Coordinator, Organisation
from municipalities.models import Figure, Municipality, Page, Topic
from municipalities.models.text import PublishingState
from portal.models import ContentVersion, PackEntry
from portal.region_pack import load
from portal.region_pack.load import load_region
from portal.region_pack.read import PackError
from tests.database import PACK

TINY = Path(__file__).parent / "packs" / "narvik"

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the tiny pack, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def mistakes(pack: Path) -> str:
    with pytest.raises(PackError) as error:
        load_region(pack)
    assert not Municipality.objects.exists(), "something was written"
    return "\n".join(error.value.mistakes)


def test_tiny_second_region_is_served_in_its_two_languages(client: Client, pack: Path) -> None:
    load_region(pack)
    assert Municipality.objects.region().name == "Ofoten"  # type: ignore[union-attr]
    assert "Narvik" in client.get("/en/municipalities/narvik/").content.decode()
    html = client.get("/de/municipalities/narvik/").content.decode()
    assert "noindex" in html
    assert 'class="untranslated"' in html
    assert '<div class="prose" lang="nb">' in html


@override_settings(LANGUAGE_CODE="en")
def test_region_whose_editors_write_in_another_language(pack: Path) -> None:
    change(pack / "region.yaml", "languages: [nb, en]", "languages: [en, nb]")
    load_region(pack)
    page = Page.objects.get()
    assert page.made_from == {"nb": 1}


def test_loading_twice_changes_nothing(pack: Path) -> None:
    load_region(pack)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        version = ContentVersion.objects.get().version
        report = load_region(pack)
    assert (report.created, report.updated, report.kept) == (0, 0, [])
    assert report.unchanged > 10
    assert ContentVersion.objects.get().version == version


def test_the_real_pack_loads_twice_without_a_change() -> None:
    first = load_region(PACK)
    second = load_region(PACK)
    assert first.created == second.unchanged > 400
    assert (second.created, second.updated, second.kept) == (0, 0, [])


def test_what_an_editor_changed_is_kept_and_listed(pack: Path) -> None:
    load_region(pack)
    Page.objects.update(title_nb="Redaktørens tittel")
    change(pack / "pages" / "arrive.yaml", "nb: Komme hit", "nb: Pakkens nye tittel")
    change(pack / "pages" / "arrive.yaml", "en: How to get here.", "en: New summary.")
    report = load_region(pack)
    page = Page.objects.get()
    assert page.title_nb == "Redaktørens tittel"
    assert page.summary_en == "New summary."
    assert report.kept == ["municipalities.page arrive: title_nb changed by an editor"]
    assert load_region(pack, force=True).updated == 1
    assert Page.objects.get().title_nb == "Pakkens nye tittel"


def test_field_that_is_new_to_the_pack_is_filled_unless_an_editor_was_there(pack: Path) -> None:
    load_region(pack)
    entry = PackEntry.objects.get(model="municipalities.page")
    for name, default in (("groups", []), ("summary_en", "")):
        del entry.written[name]
        Page.objects.update(**{name: default})
    entry.save()
    load_region(pack)
    filled = Page.objects.get()
    assert filled.groups
    assert filled.summary_en
    entry = PackEntry.objects.get(model="municipalities.page")
    del entry.written["groups"]
    entry.save()
    Page.objects.update(groups=["youth"])
    assert load_region(pack).kept == ["municipalities.page arrive: groups changed by an editor"]
    assert Page.objects.get().groups == ["youth"]


def test_what_an_editor_deleted_stays_away(pack: Path) -> None:
    load_region(pack)
    Coordinator.objects.all().delete()
    report = load_region(pack)
    assert report.kept == ["hosting.coordinator anne-eksempel: deleted by an editor"]
    assert not Coordinator.objects.exists()
    load_region(pack, force=True)
    assert Coordinator.objects.exists()


def test_a_change_of_the_pack_makes_translations_outdated(pack: Path) -> None:
    load_region(pack)
    change(pack / "pages" / "arrive.yaml", "nb: Komme hit", "nb: Slik kommer du hit")
    load_region(pack)
    page = Page.objects.get()
    assert page.source_version == 2
    assert page.is_outdated("en")
    assert not page.is_outdated("nb")


def test_figures_without_looked_up_source_or_sure_enough_stay_drafts(pack: Path) -> None:
    report = load_region(pack)
    states = dict(Figure.objects.values_list("key", "state"))
    assert states == {
        "population": PublishingState.PUBLISHED,
        "hearsay": PublishingState.DRAFT,
        "unsure": PublishingState.DRAFT,
        "to_check": PublishingState.DRAFT,
        "train": PublishingState.PUBLISHED,
    }
    listed = "\n".join(report.withheld)
    assert "hearsay: not looked up anywhere" in listed
    assert "unsure: uncertain" in listed
    assert "to_check: to be verified: the timetable" in listed


def test_figure_takes_its_sources_date_where_it_has_none(pack: Path) -> None:
    load_region(pack)
    population, train = (Figure.objects.get(key=key) for key in ("population", "train"))
    assert (population.as_of.isoformat(), population.as_of_precision) == ("2024-01-01", "day")  # type: ignore[union-attr]
    assert (train.as_of.year, train.as_of_precision) == (2021, "year")  # type: ignore[union-attr]
    assert population.check_by.isoformat() == "2026-01-01"  # type: ignore[union-attr]


def test_organisations_are_listed_by_state_and_area(pack: Path) -> None:
    load_region(pack)
    listed = dict(Organisation.objects.values_list("slug", "is_listed"))
    assert listed == {
        "narvik-kommune": True,
        "agency": True,
        "old-project": False,
        "unknown-one": False,
        "elsewhere": False,
        "abroad": False,
        "placeholder": False,
    }
    agency = Organisation.objects.get(slug="agency")
    assert agency.serves_region
    assert agency.other_areas == ["svalbard"]


def test_example_contacts_are_marked(client: Client, pack: Path) -> None:
    load_region(pack)
    assert Coordinator.objects.get().is_example
    assert "Invented example" in client.get("/en/municipalities/narvik/").content.decode()


def test_hostile_html_of_a_pack_is_gone(pack: Path) -> None:
    change(
        pack / "pages" / "arrive.yaml",
        "<p>Toget",
        '<script>alert(1)</script><p onclick="x()" style="color:red">'
        '<a href="javascript:x()">a</a><a href="//evil.example">b</a>Toget',
    )
    load_region(pack)
    body = Page.objects.get().body_nb
    for hostile in ("script", "onclick", "style", "javascript", "evil"):
        assert hostile not in body
    assert "Toget" in body


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pages/arrive.yaml", "title:\n  nb: Komme hit\n", "title:\n", "title: no text in nb"),
        ("pages/arrive.yaml", "slug: arrive", "slug: arrive\nslug: twice", "'slug' stands twice"),
        ("pages/arrive.yaml", "slug: arrive", "slug: other", "slug: must be the file's name"),
        ("pages/arrive.yaml", "topic: travel", "topic: none", "there is no topic none"),
        ("pages/arrive.yaml", "topic: travel", "topik: travel", "topik: Extra inputs"),
        ("pages/arrive.yaml", "[[figure:train]]", "[[figure:bus]]", "[[figure:bus]] leads nowhere"),
        ("pages/arrive.yaml", "[[hosts|", "[[host|", "[[host|verten]] leads nowhere"),
        ("pages/arrive.yaml", "  en: Getting here", "  fr: Venir", "language fr is not one"),
        ("figures/all.yaml", "source: rail", "source: []", "a figure without source"),
        ("figures/all.yaml", "source: rail", "source: nowhere", "there is no source nowhere"),
        ("figures/all.yaml", "value: 3", "value: three", "figures[0] (train).value"),
        ("figures/all.yaml", "kind: distance", "kind: guess", "figures[0] (train).kind"),
        ("figures/all.yaml", "key: unsure", "key: train", "stands twice"),
        ("region.yaml", "languages: [nb, en]", "languages: [nb, sv]", "sv is not installed"),
        ("region.yaml", "languages: [nb, en]", "languages: [en, nb]", "editors of this portal"),
        ("municipalities.yaml", "latitude: 68.4", "latitude: 168.4", "narvik).latitude"),
        ("municipalities.yaml", "successor: narvik", "successor: oz", "no municipality oz"),
        ("contacts.yaml", "municipality: narvik", "municipality: oz", "no municipality oz"),
        ("boundaries.geojson", '"FeatureCollection"', '"Feature"', "not a GeoJSON"),
        ("boundaries.geojson", "]]]", "]]", "not a GeoJSON"),
        ("boundaries.geojson", '"Polygon"', '"Point"', "features[0]: not a GeoJSON Polygon"),
        ("steps.yaml", "depends_on: []", "depends_on: [fly]", "depends on fly"),
    ],
)
def test_mistake_is_named_with_file_and_reason(
    pack: Path, file: str, old: str, new: str, says: str
) -> None:
    change(pack / file, old, new)
    told = mistakes(pack)
    assert says in told
    assert file in told or "figures" in told


def test_all_mistakes_are_told_at_once(pack: Path) -> None:
    change(pack / "figures/all.yaml", "value: 3", "value: three")
    change(pack / "pages/arrive.yaml", "slug: arrive", "slug: arrive\nslug: twice")
    assert len(mistakes(pack).splitlines()) == 2


@pytest.mark.parametrize("name", ["region.yaml", "sources.yaml", "municipalities.yaml"])
def test_missing_file_is_named(pack: Path, name: str) -> None:
    (pack / name).unlink()
    assert f"{name}: the file is missing" in mistakes(pack)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [", b"- just\n- a list\n", b""])
def test_damaged_file_is_named(pack: Path, content: bytes) -> None:
    (pack / "topics.yaml").write_bytes(content)
    assert "topics.yaml" in mistakes(pack)


def test_failure_in_the_middle_leaves_nothing(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: load.Loader) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(load.Loader, "_contacts", fail)
    with pytest.raises(OperationalError):
        load_region(pack)
    assert not Topic.objects.exists()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_region", str(pack), stderr=StringIO())


def test_command_tells_mistakes_and_results(pack: Path) -> None:
    out = StringIO()
    call_command("load_region", str(pack), stdout=out, stderr=StringIO())
    assert "created" in out.getvalue()
    assert "1 offers" in out.getvalue()
    assert "permit: the fee" in out.getvalue()
    with pytest.raises(CommandError, match="there is no such folder"):
        call_command("load_region", str(pack / "nowhere"), stderr=StringIO())


def test_pack_files_are_utf8_yaml_with_a_comment_or_a_slug() -> None:
    for path in PACK.rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert text.startswith(("#", "slug:")), path
        assert yaml.safe_load(text), path
