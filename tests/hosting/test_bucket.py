"""Photos in an S3 bucket of a real server: kept, served, replaced and taken away for good."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from hosting.actions.pictures import PictureNotKept, remove_photo, set_photo
from hosting.models import Coordinator, Picture
from hosting.tasks_tidying import tidy_pictures
from portal.lib import bucket as bucket_file
from portal.lib import environment
from portal.lib.jobs import perform
from portal.models import User
from tests.factories import CoordinatorFactory
from tests.jobs import run_jobs
from tests.portal.test_pictures import drawn, saved

pytestmark = pytest.mark.django_db
ALT = {"nb": "Kari smiler", "de": "Kari lächelt", "en": "Kari smiles"}
BUCKET = "landgang-pictures"


@dataclass(frozen=True)
class Server:
    """A server that speaks S3, in a process of its own."""

    address: str
    process: subprocess.Popen[bytes]

    def hang(self) -> None:
        """Take what is asked, and answer no more."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        command, env=os.environ | {"AWS_DEFAULT_REGION": "us-east-1"}, **silent
    )
    try:
        _wait(port, process)
        yield Server(f"http://127.0.0.1:{port}", process)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the S3 server did not start")


@pytest.fixture
def bucket(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, named by the environment as in production."""
    for name, value in {"BUCKET": BUCKET, "ENDPOINT": server.address, "REGION": "us-east-1",
                        "KEY": "key", "SECRET": "secret/with+signs"}.items():  # fmt: skip
        monkeypatch.setenv(f"MEDIA_S3_{name}", value)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": environment.storage(), "staticfiles": plain}):
        found = default_storage.bucket
        found.create()
        yield found
        found.objects.all().delete()
        found.delete()
        default_storage.connection.meta.client.close()


def names(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def photo_of(host: Any) -> Picture:
    return set_photo(owner=host, content=saved(drawn()), alt=ALT, credit="", person_agreed=True,
                     by=None)  # fmt: skip


def test_photo_is_kept_in_the_bucket_served_by_the_portal_and_taken_away(bucket: Any) -> None:
    host = CoordinatorFactory.create()
    picture = photo_of(host)
    assert names(bucket) == {f"pictures/{name}" for name in picture.files}
    addresses = [reverse("picture", args=[name]) for name in picture.files]
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 200
        assert len(response.content) > 100
    second = photo_of(host)
    run_jobs()
    assert names(bucket) == {f"pictures/{name}" for name in second.files}, "the old one is gone"
    remove_photo(owner=host, by=None)
    assert Client().get(reverse("picture", args=[second.files[0]])).status_code == 404
    run_jobs()
    assert names(bucket) == set()


def test_file_that_is_not_in_the_bucket_is_not_found(bucket: Any) -> None:
    picture = photo_of(CoordinatorFactory.create())
    bucket.objects.all().delete()
    assert Client().get(reverse("picture", args=[picture.files[0]])).status_code == 404


def test_strays_in_the_bucket_are_tidied_away(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    perform(tidy_pictures, {})
    picture = photo_of(CoordinatorFactory.create())
    default_storage.save("pictures/stray", ContentFile(b"x"))
    perform(tidy_pictures, {})
    run_jobs()
    assert "pictures/stray" in names(bucket), "it may be just coming in"
    from hosting import picture_files

    future = picture_files.timezone.now() + picture_files.datetime.timedelta(days=3)
    monkeypatch.setattr(picture_files.timezone, "now", lambda: future)
    perform(tidy_pictures, {})
    monkeypatch.undo()
    run_jobs()
    assert names(bucket) == {f"pictures/{name}" for name in picture.files}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the bucket is opened."""
    monkeypatch.setattr(bucket_file, "READ_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
class TestBucketIsDown:
    """It takes what is asked and says nothing, which is worse than to be gone."""

    @pytest.fixture
    def host(self, impatient: None, bucket: Any, server: Server) -> Iterator[Coordinator]:
        """With a photo from before the server hangs."""
        found = CoordinatorFactory.create()
        photo_of(found)
        server.hang()
        yield found
        server.go_on()

    def test_picture_is_a_quick_503_its_page_answers_and_it_comes_back(
        self, host: Coordinator, server: Server, client: Client, monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        assert host.photo is not None
        address = reverse("picture", args=[host.photo.files[0]])
        begin = time.monotonic()
        answers = [client.get(address) for _ in range(5)]
        assert time.monotonic() - begin < 3, "the second who asks waits no more"
        assert {each.status_code for each in answers} == {503}
        assert (answers[0]["Retry-After"], answers[0]["Cache-Control"]) == ("10", "no-store")
        page = client.get(f"/nb/hosts/{host.slug}/")
        assert (page.status_code, address in page.content.decode()) == (200, True)
        said = [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]
        assert len([each for each in said if each.startswith("bucket unavailable")]) == 1
        server.go_on()
        later = time.monotonic() + bucket_file.LEFT_ALONE
        monkeypatch.setattr(storages["default"], "clock", lambda: later)
        assert client.get(address).status_code == 200

    def test_who_sends_a_photo_is_told_and_keeps_the_one_before(
        self, host: Coordinator, bucket: Any, server: Server, regional_editor: User
    ) -> None:
        client = Client(headers={"accept-language": "en"})
        client.force_login(regional_editor)
        sent = {f"alt_{code}": words for code, words in ALT.items()}
        sent |= {"photo": SimpleUploadedFile("kari.jpg", saved(drawn())), "agreed": "on"}
        page = client.post(reverse("admin:hosting_coordinator_photo", args=[host.pk]), sent)
        assert page.status_code == 200
        assert "Photos cannot be stored just now" in str(page.context["form"].errors["photo"])
        assert_unchanged(host, bucket, server)

    def test_bucket_that_goes_down_half_way_leaves_no_photo_and_is_tidied(
        self, host: Coordinator, bucket: Any, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.go_on()
        saves: list[str] = []
        save = type(storages["default"]).save

        def one(self: Any, name: str, *rest: Any) -> str:
            saves.append(name)
            if len(saves) == 2:
                server.hang()
            return str(save(self, name, *rest))

        monkeypatch.setattr(type(storages["default"]), "save", one)
        with pytest.raises(PictureNotKept):
            photo_of(host)
        monkeypatch.undo()
        server.go_on()
        storages["default"]._ask_again_at = 0
        from hosting import picture_files

        future = picture_files.timezone.now() + picture_files.datetime.timedelta(days=3)
        monkeypatch.setattr(picture_files.timezone, "now", lambda: future)
        perform(tidy_pictures, {})
        assert_unchanged(host, bucket, server)

    def test_photo_is_taken_away_from_the_page_now_and_from_the_bucket_later(
        self, host: Coordinator, bucket: Any, server: Server
    ) -> None:
        remove_photo(owner=host, by=None)
        with pytest.raises(bucket_file.BucketIsDown):
            default_storage.delete("pictures/any")
        server.go_on()
        storages["default"]._ask_again_at = 0
        run_jobs()
        assert names(bucket) == set()


def assert_unchanged(host: Coordinator, bucket: Any, server: Server) -> None:
    """One photo, which is shown, and its files alone."""
    server.go_on()
    [picture] = Picture.objects.all()
    host.refresh_from_db()
    assert host.photo == picture
    assert names(bucket) == {f"pictures/{name}" for name in picture.files}
