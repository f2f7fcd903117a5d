"""Photos of host contacts: sent in, shown, replaced, taken away for good; and nobody else's."""

import datetime
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from hosting.actions.pictures import ConsentIsMissing, set_photo
from hosting.models import Coordinator, Picture
from hosting.tasks_pictures import forget_picture
from hosting.tasks_tidying import tidy_pictures
from municipalities.models import Membership
from municipalities.roles import Role
from portal.lib.jobs import perform
from portal.lib.renditions import MOST_BYTES
from portal.models import User
from tests.factories import CoordinatorFactory, UserFactory
from tests.jobs import run_jobs
from tests.portal.test_pictures import drawn, saved

pytestmark = pytest.mark.django_db
WORDS = {"alt_nb": "Kari smiler", "alt_de": "Kari lächelt", "alt_en": "Kari smiles"}
ALT = {code: WORDS[f"alt_{code}"] for code in ("nb", "de", "en")}


@pytest.fixture(autouse=True)
def media(tmp_path: Path) -> Iterator[Path]:
    """A folder of its own."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def editor(regional_editor: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def photo_page(host: Coordinator) -> str:
    return reverse("admin:hosting_coordinator_photo", args=[host.pk])


def send(client: Client, host: Coordinator, content: bytes | None = None, **changed: Any) -> Any:
    """Fill in the form and send it."""
    name = changed.pop("name", "kari.jpg")
    sent = SimpleUploadedFile(name, saved(drawn()) if content is None else content)
    values = WORDS | {"photo": sent, "credit": "Ola Foto", "agreed": "on"} | changed
    return client.post(photo_page(host), {k: v for k, v in values.items() if v is not None})


def files(media: Path) -> set[str]:
    return {path.name for path in media.rglob("*") if path.is_file()}


def photo_of(host: Coordinator, **options: Any) -> Picture:
    return set_photo(owner=host, content=saved(drawn()), alt=ALT, credit="",
                     person_agreed=True, by=None, **options)  # fmt: skip


def test_photo_is_sent_shown_and_described(editor: Client, media: Path, client: Client) -> None:
    host = CoordinatorFactory.create()
    assert send(editor, host).status_code == 302
    host.refresh_from_db()
    picture = host.photo
    assert picture is not None
    assert picture.photo_consent_on == datetime.date.today()
    assert files(media) == set(picture.files)
    for language, words in ALT.items():
        html = client.get(f"/{language}/hosts/{host.slug}/").content.decode()
        assert f'alt="{words}"' in html
        assert f'width="320" height="240" alt="{words}" loading="lazy"' in html
        assert '<span class="face" aria-hidden' not in html
    assert send(editor, host, photo=None, alt_en="Kari by the sea").status_code == 302
    picture.refresh_from_db()
    assert (picture.alt_en, picture.credit) == ("Kari by the sea", "Ola Foto")


def test_photo_is_served_as_what_it_is_and_nothing_else_is(client: Client, media: Path) -> None:
    picture = photo_of(CoordinatorFactory.create())
    for name in picture.files:
        response = client.get(reverse("picture", args=[name]))
        assert response.headers["Content-Type"] in {"image/webp", "image/jpeg"}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in response.headers["Cache-Control"]
        assert response.content == (media / "pictures" / name).read_bytes()
    default_storage.save("pictures/evil.html", SimpleUploadedFile("evil.html", b"<script>"))
    stray = f"{'a' * 32}-160.webp"
    default_storage.save(f"pictures/{stray}", SimpleUploadedFile(stray, b"<script>"))
    for name in ("evil.html", stray, f"{picture.key}-161.webp", f"{picture.key}-160.jpg",
                 f"{picture.key}-160.webp.html"):  # fmt: skip
        assert client.get(f"/pictures/{name}").status_code == 404
    assert client.get("/pictures/../settings.py").status_code == 404


@pytest.mark.parametrize("act", ["replace", "remove", "delete"])
def test_photo_that_is_gone_leaves_no_file(editor: Client, media: Path, act: str) -> None:
    host = CoordinatorFactory.create()
    picture = photo_of(host)
    with transaction.atomic():
        if act == "replace":
            send(editor, host)
        elif act == "remove":
            editor.post(photo_page(host), {"_remove": "1"})
        else:
            delete = reverse("admin:hosting_coordinator_delete", args=[host.pk])
            editor.post(delete, {"post": "yes"})
        assert set(picture.files) <= files(media), "before it is certain, nothing is removed"
    assert not Picture.objects.filter(key=picture.key).exists()
    assert Client().get(reverse("picture", args=[picture.files[0]])).status_code == 404
    ((_task, ids, _outcome),) = [each for each in run_jobs() if each.task.startswith("hosting.")]
    perform(forget_picture, ids)  # a job is done at least once
    assert not set(picture.files) & files(media)
    assert bool(files(media)) == (act == "replace")


def test_photo_that_could_not_be_saved_leaves_no_file(media: Path) -> None:
    host = CoordinatorFactory.create()
    photo_of(host)
    before = files(media)
    with pytest.raises(ConsentIsMissing):
        set_photo(owner=host, content=b"", alt=ALT, credit="", person_agreed=False, by=None)
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        set_photo(owner=host, content=saved(drawn()), alt=ALT, credit="x" * 200,
                  person_agreed=True, by=None)  # fmt: skip
    assert files(media) == before


def test_what_is_no_photo_is_answered_kindly(editor: Client, media: Path) -> None:
    host = CoordinatorFactory.create()
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"content": b"%PDF-1.7", "name": "cv.jpg"}, "photo", "no picture that we can read"),
        ({"content": b"<svg xmlns='x'/>", "name": "a.svg"}, "photo", "no picture"),
        ({"content": b"\0" * (MOST_BYTES + 1)}, "photo", "larger than 12 megabytes"),
        ({"content": saved(drawn())[:2000]}, "photo", "damaged"),
        ({"photo": None}, "photo", "choose a photo"),
        ({"agreed": None}, "agreed", "consent"),
        ({"alt_de": ""}, "alt_de", "required"),
    ]
    for changed, field, words in cases:
        response = send(editor, host, **changed)
        assert response.status_code == 200
        assert list(response.context["form"].errors) == [field], changed.keys()
        assert words in str(response.context["form"].errors[field])
        assert 'value="Kari smiles"' in response.content.decode(), "what was typed stays"
    assert not Picture.objects.exists()
    assert files(media) == set()


def test_upload_is_read_no_further_than_the_limit(editor: Client) -> None:
    response = send(editor, CoordinatorFactory.create(), b"\0" * (2 * MOST_BYTES))
    sent = response.context["form"].files["photo"]
    assert isinstance(sent, InMemoryUploadedFile), "nothing goes to the disk before it is looked at"
    assert MOST_BYTES < sent.size <= MOST_BYTES + 2 * 64 * 1024


def test_photo_belongs_to_its_own_card(region: Any, media: Path) -> None:
    kari, stranger = UserFactory.create(), UserFactory.create()
    host = CoordinatorFactory.create(user=kari)
    for person, place in ((kari, host.municipality),
                          (stranger, CoordinatorFactory.create().municipality)):  # fmt: skip
        Membership.objects.create(user=person, municipality=place, role=Role.COORDINATOR)
    client = Client()
    client.force_login(stranger)
    assert send(client, host).status_code == 404
    assert client.post(photo_page(host), {"_remove": "1"}).status_code == 404
    client.force_login(kari)
    assert send(client, host).status_code == 302
    assert Picture.objects.get().municipality == host.municipality


def test_tidying_removes_what_nothing_shows(media: Path) -> None:
    host, other = CoordinatorFactory.create(), CoordinatorFactory.create()
    shown, lost = photo_of(host), photo_of(other)
    Coordinator.objects.filter(pk=other.pk).delete()
    perform(tidy_pictures, {})
    assert Picture.objects.count() == 2, "it may be just coming in"
    long_ago = timezone.now() - datetime.timedelta(days=2)
    Picture.objects.update(added_at=long_ago)
    perform(tidy_pictures, {})
    assert list(Picture.objects.all()) == [shown]
    default_storage.save("pictures/stray", SimpleUploadedFile("stray", b"x"))
    os.utime(media / "pictures" / "stray", (0, 0))
    perform(tidy_pictures, {})
    run_jobs()
    assert files(media) == set(shown.files)
    assert lost.key not in str(files(media))


def test_disk_that_is_full_leaves_the_photo_that_was_there(
    editor: Client, media: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    host = CoordinatorFactory.create()
    before = photo_of(host)
    kept, save = files(media), type(storages["default"]).save

    def full(self: Any, name: str, *rest: Any) -> str:
        if files(media) > kept:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return str(save(self, name, *rest))

    monkeypatch.setattr(type(storages["default"]), "save", full)
    page = send(editor, host)
    assert page.status_code == 200
    assert "Photos cannot be stored just now" in str(page.context["form"].errors["photo"])
    assert (list(Picture.objects.all()), files(media)) == ([before], kept)
    shutil.rmtree(media / "pictures")
    (media / "pictures").write_bytes(b"no folder any more")
    answer = client.get(reverse("picture", args=[before.files[0]]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
