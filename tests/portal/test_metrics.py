"""Figures for Prometheus: what is counted, that labels name nobody, and where they are told."""

import re
import stat
import urllib.request
from pathlib import Path
from typing import Any

import prometheus_client
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.test import Client

from portal.lib import environment, jobs, metrics
from portal.lib.levels import levels
from portal.lib.mail import Mail
from tests.browser.server import free_port

pytestmark = pytest.mark.django_db


class Figures:
    """What would be told to whoever asks."""

    def __init__(self) -> None:
        self.meters = metrics.Meters()

    def __call__(self) -> dict[str, float]:
        text = prometheus_client.generate_latest(metrics.exposed(self.meters, None)).decode()
        self.meters.registry.unregister(next(
            each for each in self.meters.registry._collector_to_names
            if isinstance(each, metrics.Levels)
        ))  # fmt: skip
        rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _space, value in rows}


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Figures:
    found = Figures()
    monkeypatch.setattr(metrics, "_meters", found.meters)
    return found


def test_requests_are_counted_by_view_method_and_kind_of_status(
    client: Client, figures: Figures
) -> None:
    client.get("/en/about/?x=1")
    client.get("/en/hosts/kari-nordmann/")
    client.get("/en/nothing/")
    client.post("/en/about/")
    client.generic("BREW", "/live")
    found = {name: value for name, value in figures().items() if "requests_total" in name}
    assert found == {
        'landgang_requests_total{method="GET",status="2xx",view="about"}': 1,
        'landgang_requests_total{method="GET",status="4xx",view="host_detail"}': 1,
        'landgang_requests_total{method="GET",status="4xx",view="nowhere"}': 1,
        'landgang_requests_total{method="POST",status="4xx",view="about"}': 1,
        'landgang_requests_total{method="other",status="4xx",view="live"}': 1,
    }
    assert figures()["landgang_request_seconds_count"] == 5
    assert "kari" not in str(figures())


def test_nothing_is_counted_where_no_address_is_set(client: Client) -> None:
    assert metrics._meters is None
    metrics.start(is_shared=True)
    assert metrics._meters is None
    assert client.get("/live").status_code == 200
    metrics.count_page("kept")
    metrics.count_job("any", "done")


def test_jobs_are_counted_as_they_end(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_ids: int) -> Mail | None:
        raise OSError("kari@example.org")

    monkeypatch.setitem(
        jobs.TASKS, "tried.well", jobs.Task("tried.well", lambda: None, "work", None)
    )
    monkeypatch.setitem(jobs.TASKS, "tried.badly", jobs.Task("tried.badly", fail, "work", None))
    for task, attempts in (("tried.well", 0), ("tried.badly", 0), ("tried.badly", 15)):
        job = jobs.Job(
            id=1, queue="work", lock=None, queueing_lock=None, task_name=task, attempts=attempts
        )
        if task == "tried.well":
            jobs.work(job)
        else:
            with pytest.raises(jobs.Failed):
                jobs.work(job)
    found = {name: value for name, value in figures().items() if "jobs_total" in name}
    assert found == {
        'landgang_jobs_total{outcome="done",task="tried.well"}': 1,
        'landgang_jobs_total{outcome="failed",task="tried.badly"}': 1,
        'landgang_jobs_total{outcome="parked",task="tried.badly"}': 1,
    }


def test_levels_tell_what_waits(figures: Figures) -> None:
    from django.db import connection

    from portal.upkeep import forget_old_counts

    assert figures()["landgang_mails_unsent"] == 0
    jobs.enqueue(forget_old_counts)
    with connection.cursor() as cursor:
        for state, queue, due in (
            ("todo", "mail", "NULL"), ("todo", "mail", "now() + interval '1 hour'"),
            ("failed", "mail", "NULL"),
        ):  # fmt: skip
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
                f" VALUES (%s, 'x', %s::procrastinate_job_status, {due})", [queue, state],
            )  # fmt: skip
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
    found = figures()
    assert found["landgang_mails_unsent"] == 2
    assert found['landgang_jobs_now{queue="mail",state="waiting"}'] == 2
    assert found['landgang_jobs_now{queue="mail",state="parked"}'] == 1
    assert found['landgang_jobs_now{queue="work",state="waiting"}'] == 1
    assert found['landgang_oldest_job_seconds{queue="mail"}'] == pytest.approx(90, abs=5)
    assert found["landgang_database_up"] == 1
    connections = [value for name, value in found.items() if "database_connections{" in name]
    assert 0 < sum(connections) < found["landgang_database_connections_most"]


def test_database_that_is_gone_is_a_figure(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise DatabaseError

    monkeypatch.setattr(metrics, "levels", gone)
    found = figures()
    assert found["landgang_database_up"] == 0
    assert "landgang_mails_unsent" not in found
    assert found["landgang_request_seconds_count"] == 0


def test_levels_are_named_once() -> None:
    names = [level.name for level in levels()]
    assert len(names) == len(set(names)) == 5
    assert all(re.fullmatch("landgang_[a-z_]+", name) for name in names)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_folder_is_shared_by_a_parents_children_and_nobody_elses(folder: Path) -> None:
    mine = metrics.shared_folder(77)
    assert mine == metrics.shared_folder(77) != metrics.shared_folder(78)
    assert mine.parent == folder
    assert stat.S_IMODE(mine.stat().st_mode) == 0o700
    (folder / "elsewhere").mkdir()
    other = folder / mine.name.replace("77", "79")
    other.symlink_to(folder / "elsewhere")
    with pytest.raises(RuntimeError):
        metrics.shared_folder(79)


def test_figures_are_told_on_their_own_port_alone(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.METRICS_ADDRESS = ("127.0.0.1", free_port())
    monkeypatch.setattr(metrics, "_meters", None)
    monkeypatch.setattr(metrics, "levels", list)
    started: list[Any] = []
    monkeypatch.setattr(metrics.threading, "Thread", lambda **what: started.append(what) or Still())

    class Still:
        def start(self) -> None:
            """Not before the test says so."""

    metrics.start(is_shared=False)
    (what,) = started
    monkeypatch.undo()
    host, port = what["args"][0]
    server, thread = prometheus_client.start_http_server(port, host, what["args"][1])
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert "landgang_request_seconds_count 0.0" in text
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        ("10.1.2.3:1", ("10.1.2.3", 1)),
        ("0.0.0.0:9100", ("0.0.0.0", 9100)),
        ("", None),
    ],
)
def test_metrics_address_is_internal(
    monkeypatch: pytest.MonkeyPatch, value: str, found: tuple[str, int] | None
) -> None:
    monkeypatch.setenv("METRICS_ADDRESS", value)
    assert environment.internal_address("METRICS_ADDRESS") == found


@pytest.mark.parametrize("value", ["8.8.8.8:9100", "9100", "127.0.0.1", "host:9100", "127.0.0.1:0"])
def test_metrics_address_is_never_the_worlds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("METRICS_ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match="METRICS_ADDRESS"):
        environment.internal_address("METRICS_ADDRESS")
