"""A portal that serves, as it is deployed, for the drills of faults."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from portal.drills import cast
from portal.drills.asking import Visitor, answers
from portal.drills.servers import (
    Cluster,
    Passwords,
    Proxy,
    as_owner,
    environment,
    start_pooler,
    start_proxy,
    start_web,
)
from portal.drills.stage import Process, Stage, end

PACK = "municipalities/content/midt-troms"
WORDS = (["ensure_roles"], ["migrate"], ["messages"], ["collectstatic", "--noinput"],
         ["load_region", PACK], ["shell", "-c", cast.MAKE])  # fmt: skip
NAMES = ("web-a", "web-b")


@dataclass
class Scene:
    """The servers: `given` is the environment of the webs."""

    stage: Stage
    primary: Cluster
    given: dict[str, str]
    ports: tuple[int, int] = (0, 0)
    webs: list[Process] = field(default_factory=list)
    proxy: Proxy | None = None

    def reader(self, address: str = "127.0.0.1") -> Visitor:
        """Somebody who comes from this address, through the proxy where there is one."""
        if self.proxy is None:
            return Visitor(self.ports[0], address=address)
        return Visitor(self.proxy.secure, self.proxy.certificate, address=address)

    def past_proxy(self, which: int) -> Visitor:
        """Somebody inside, who asks one of the webs."""
        return Visitor(self.ports[which])

    @cached_property
    def staff(self) -> Visitor:
        """The coordinator of the first place, logged in."""
        person = self.reader()
        person.log_in(cast.email_of(cast.PLACES[0]), cast.PASSWORD)
        return person

    def serve(self) -> "Scene":
        """Start two webs, and the proxy in front of them."""
        self.ports = self.stage.port(), self.stage.port()
        for name, port in zip(NAMES, self.ports, strict=True):
            self.webs.append(start_web(self.stage, name, port, self.given))
        self.proxy = start_proxy(self.stage, self.ports)
        return self

    def replace(self, which: int) -> None:
        """End a web and start another in its place, as docs/deployment.md says."""
        end(self.webs[which])
        port = self.ports[which]
        self.webs[which] = start_web(self.stage, NAMES[which], port, self.given)
        self.look_again()

    def look_again(self) -> None:
        """Let the proxy see that both webs are there."""
        if self.proxy is not None and all(answers(port, "/live") for port in self.ports):
            self.proxy.look_again()


def prepare(stage: Stage, more: Mapping[str, str] | None = None, *, pooled: bool = False) -> Scene:
    """A database with the region and the cast; the webs go through a pooler if that is wanted."""
    primary, static = _filled(stage)
    given = environment(stage, primary, STATIC_ROOT=str(static)) | dict(more or {})
    if pooled:
        words = primary.passwords
        server = f"host=127.0.0.1 port={primary.port}"
        pooler = start_pooler(stage, server, words.web, size=20)
        given["DATABASE_URL"] = primary.address("landgang_web", words.web, pooler)
    return Scene(stage, primary, given)


def _filled(stage: Stage) -> tuple[Cluster, Path]:
    """The cluster, and the static files. Made once: the drills that follow get a copy."""
    passwords = stage.shared.setdefault("passwords", Passwords())
    primary = Cluster(stage, "primary", passwords)
    folder = Path(stage.shared.setdefault("folder", stage.folder))
    static, template = folder / "static", folder / "template"
    if template.exists():
        primary.copy(template)
        return primary, static
    stage.say("Preparing a portal")
    primary.make()
    owner = as_owner(primary, environment(stage, primary, STATIC_ROOT=str(static)))
    for words in WORDS:
        stage.manage(owner, *words, "-v0")
    primary.stop()
    shutil.copytree(primary.data, template)
    primary.start()
    return primary, static
