"""Photos in an S3 bucket of a real server: kept, served, replaced and taken away for good."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import reverse

from hosting.actions.pictures import remove_photo, set_photo
from hosting.models import Picture
from hosting.tasks_tidying import tidy_pictures
from portal.lib import environment
from portal.lib.jobs import perform
from tests.factories import CoordinatorFactory
from tests.jobs import run_jobs
from tests.portal.test_pictures import drawn, saved

pytestmark = pytest.mark.django_db
ALT = {"nb": "Kari smiler", "de": "Kari lächelt", "en": "Kari smiles"}
BUCKET = "landgang-pictures"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that speaks S3, in a process of its own."""
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
        yield f"http://127.0.0.1:{port}"
    finally:
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
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, named by the environment as in production."""
    for name, value in {"BUCKET": BUCKET, "ENDPOINT": server, "REGION": "us-east-1",
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
