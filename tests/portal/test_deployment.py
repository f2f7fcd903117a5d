"""What compose.yaml, the Dockerfile and the servers' configuration promise together."""

import errno
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import yaml

from portal import serving
from portal.drills import servers
from portal.drills.figures import exactly, write_down
from portal.management.commands import drill
from tests import tree

ROOT = tree.ROOT
FOLDER = ROOT / "docs" / "deployment"
NAMES = re.compile(r"^([A-Z_]+)=", re.MULTILINE)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_every_container_is_locked_down(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {
        "database", "pooler", "prepare", "prove", "web-a", "web-b", "worker", "proxy",
    }  # fmt: skip
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert bool(service.get("ports")) is (name == "proxy"), name
        # PostgreSQL's own image begins as root and gives that up.
        assert (service.get("cap_drop") == ["ALL"]) is (name != "database"), name
    inside = {name for name, each in services.items() if each["networks"] == ["inside"]}
    assert inside == {"database", "pooler", "prepare", "prove"}
    assert compose["networks"]["inside"]["internal"] is True


def test_only_those_that_run_once_know_the_owners_password_and_the_key(
    compose: dict[str, Any],
) -> None:
    knowing = {name for name, each in compose["services"].items()
               if "OWNER_PASSWORD" in str(each.get("environment"))}  # fmt: skip
    assert knowing == {"database", "prepare", "prove"}
    for name in ("prepare", "prove"):
        assert compose["services"][name]["restart"] == "no"
    opening = {name for name, each in compose["services"].items()
               if "BACKUP_KEY" in str(each.get("environment"))}  # fmt: skip
    assert opening == {"prepare", "prove"}


def test_proof_is_asked_for_and_has_a_disk_of_its_own(compose: dict[str, Any]) -> None:
    prove = compose["services"]["prove"]
    assert prove["profiles"] == ["prove"], "`up` does not start it"
    assert "proof:/srv/proof" in prove["volumes"], "memory is too small for a database"
    assert all(each.endswith((":/srv/proof", ":ro")) for each in prove["volumes"])
    stage = (ROOT / "Dockerfile").read_text().partition(" AS prove\n")[2].partition("\nFROM ")[0]
    assert "TMPDIR=/srv/proof" in stage
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert client is not None
    assert f"install -y --no-install-recommends postgresql-{client[1]} " in stage, "of one version"


def test_variables_of_compose_are_explained() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    explained = (FOLDER / "compose.env.example").read_text()
    assert used == set(NAMES.findall(explained))
    assert not re.search(r"PASSWORD=.", explained), "no example that somebody could leave"


def test_image_has_no_root_no_secret_and_only_what_is_hashed() -> None:
    text = (ROOT / "Dockerfile").read_text()
    stages = re.split(r"^FROM .* AS ", text, flags=re.MULTILINE)[1:]
    for stage in stages:
        name = stage.partition("\n")[0]
        if name != "build":
            assert re.search(r"^USER 1000\d:1000\d$", stage, re.MULTILINE), name
            assert "HEALTHCHECK" in stage, name
    assert "--require-hashes --only-binary :all:" in text
    assert not re.search(r"https?://(?!build\.invalid)", text), "no address of a package index"
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert all((ROOT / path).exists() for line in copied for path in line.split())
    allowed = (ROOT / ".dockerignore").read_text()
    assert {path for line in copied for path in line.split()} <= {
        path for line in allowed.splitlines() if line.startswith("!")
        for path in (line[1:], f"{line[1:]}/nginx.conf", f"{line[1:]}/pgbouncer.ini",
                     f"{line[1:]}/pooler.sh")
    }  # fmt: skip


def test_configuration_still_says_what_the_drill_replaces() -> None:
    with pytest.raises(ValueError, match="does not say 'no such words' any more"):
        servers._adapted("nginx.conf", {"no such words": ""})
    text = servers._adapted("nginx.conf", {"listen 8443 ": "listen 127.0.0.1:1 "})
    assert "listen 127.0.0.1:1 ssl" in text
    for host in ("web-a", "web-b", "database"):
        where = "pgbouncer.ini" if host == "database" else "nginx.conf"
        assert host in (FOLDER / where).read_text()


def test_proxy_keeps_nothing_of_staff_and_shows_no_metrics() -> None:
    text = (FOLDER / "nginx.conf").read_text()
    assert "proxy_no_cache $cookie_sessionid" in text
    admin = text.partition("location /admin/ {")[2].partition("}")[0]
    assert "proxy_cache" not in admin
    assert "client_max_body_size 13m" in admin
    assert "brotli" not in admin
    assert "location /metrics { return 404; }" in text
    # Stale while it is fetched anew would show yesterday's page to the first who comes.
    assert "updating" not in text


def test_drills_are_found_by_their_titles() -> None:
    assert drill.found() == [
        "database", "disk", "failover", "restore", "schedulers", "signalled", "slow", "topology",
        "upgrade", "worker",
    ]  # fmt: skip
    documented = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in drill.found() if f"| `{name}` |" not in documented] == []


def test_a_drill_that_is_run_alone_writes_its_own_section(tmp_path: Path) -> None:
    path, figure = tmp_path / "docs" / "proof.md", exactly("lost", 0, 0)
    path.parent.mkdir()
    write_down(path, "upgrade", SimpleNamespace(TITLE="U", __doc__="Upgrades."), [figure], {})
    write_down(path, "disk", SimpleNamespace(TITLE="D", __doc__="Fills."), [figure], {})
    wrong = exactly("lost", 2, 0)
    write_down(path, "disk", SimpleNamespace(TITLE="D", __doc__="Fills."), [wrong], {"nginx": "1"})
    text = path.read_text()
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Proof",
        "## D",
        "## U",
    ]
    disk, upgrade = text.partition("## U")[::2]
    assert "| lost | 2 | 0 | WRONG |" in disk
    assert "**Not right**: 0 of 1." in disk
    assert "nginx 1" in disk
    assert "| lost | 0 | 0 | ok |" in upgrade
    assert str(tmp_path) not in text


class Waiting(serving.Worker):  # type: ignore[misc]
    """A worker without a process, at a door behind which so many wait."""

    def __init__(self, waiting: int) -> None:
        self.alive, self.sockets = False, [Mock()]
        self.waiting, self.answered = waiting, 0

    def notify(self) -> None:
        """Nobody listens."""

    def accept(self, listener: Any) -> None:
        """The next one; or an error, as of a socket."""
        assert not listener.close.called
        self.waiting -= 1
        if self.waiting < 0:
            raise BlockingIOError(errno.EAGAIN, "nobody waits")
        if self.waiting == 1:
            raise OSError(errno.ECONNABORTED, "went away")
        self.answered += 1


@pytest.mark.parametrize("waiting", [0, 3])
def test_worker_that_ends_answers_who_waits_and_shuts_the_door(waiting: int) -> None:
    worker = Waiting(waiting)
    worker.run_for_one(0.5)
    assert worker.answered == max(waiting - 1, 0)
    assert worker.sockets[0].close.called
