"""The whole deployment on one machine: proxy, two webs, a worker, pooler, primary and replica."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.drills import cast
from portal.drills.asking import HOST, Load, Visitor
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.scene import prepare
from portal.drills.servers import (
    Cluster,
    Proxy,
    as_owner,
    start_pooler,
    start_proxy,
    start_web,
    start_worker,
)
from portal.drills.stage import Process, Stage, end
from portal.lib.languages import column

TITLE = "Topology: nginx, two webs, worker, pgbouncer, PostgreSQL with a replica"
LANGUAGES = ("nb", "de", "en")
PAGE = "/{}/municipalities/senja/"
LIST = "/admin/newcomers/enquiry/"
# Security.md: what gave 597 foreign answers with settings of the session.
CLIENTS, POOLED, REQUESTS = 8, 3, 1200
# Seconds, on a machine that has much else to do.
WITHIN = 900
ROUNDS = 20
RENAME = f"UPDATE municipalities_topic SET {column('label', LANGUAGES[0])} = %s WHERE key = %s"


@dataclass
class Scene:
    """Everything that runs."""

    stage: Stage
    primary: Cluster
    replica: Cluster
    webs: list[Process]
    web_ports: tuple[int, int]
    proxy: Proxy

    def reader(self) -> Visitor:
        """Somebody who comes through the proxy, over TLS."""
        return Visitor(self.proxy.secure, self.proxy.certificate)


def run(stage: Stage) -> Iterator[Figure]:
    """Start it all from the files that compose.yaml uses, try it, and end it."""
    scene = _start(stage)
    stage.say("Everything runs; now it is tried")
    for part in (_pages, _doors, _staff, _mail, _rows, _replica, _primary_gone, _webs_gone):
        yield from part(scene)


def _start(stage: Stage) -> Scene:
    here = prepare(stage)
    primary, given, passwords = here.primary, here.given, here.primary.passwords
    replica = Cluster(stage, "replica", passwords)
    replica.follow(primary)
    server = f"host=127.0.0.1 port={primary.port}"
    pooler = start_pooler(stage, server, passwords.web, size=POOLED)
    web = given | {
        "DATABASE_URL": primary.address("landgang_web", passwords.web, pooler),
        "DATABASE_REPLICA_URL": replica.address("landgang_web", passwords.web),
    }
    # What an upgrade runs again must run again.
    stage.manage(as_owner(primary, given), "ensure_roles", "-v0")
    stage.say("Starting two webs, a worker and the proxy")
    ports = stage.port(), stage.port()
    names = ("web-a", "web-b")
    # As many processes as clients: each keeps a connection to the pooler.
    webs = [start_web(stage, name, port, web, workers=CLIENTS // 2)
            for name, port in zip(names, ports, strict=True)]  # fmt: skip
    start_worker(stage, web)
    proxy = start_proxy(stage, ports)
    return Scene(stage, primary, replica, webs, ports, proxy)


def _pages(scene: Scene) -> Iterator[Figure]:
    reader = scene.reader()
    for language in LANGUAGES:
        page = reader.get(PAGE.format(language))
        said = re.search(r'<html[^>]*\blang="([^"]*)"', page.text)
        found = page.status, said[1] if said else ""
        yield exactly(f"page of Senja in {language}: status, language", found, (200, language))
    whole = reader.get(PAGE.format("nb"))
    small = reader.get(PAGE.format("nb"), accept_encoding="br, gzip")
    yield exactly("page in brotli", small.headers.get("content-encoding"), "br")
    yield at_most("its size in brotli, of 100 %",
                  round(100 * len(small.body) / len(whole.body)), 30, " %")  # fmt: skip
    yield exactly("caching of a page", small.headers.get("cache-control"),
                  "public, max-age=0, s-maxage=1, must-revalidate")  # fmt: skip
    again = reader.get(PAGE.format("nb"), accept_encoding="br, gzip",
                       if_none_match=small.headers["etag"])  # fmt: skip
    yield exactly("the same page again with its ETag", again.status, 304)
    states = [reader.get(PAGE.format("de")).headers.get("x-cache-status") for _ in range(9)]
    yield Figure("nine times in a row, from the proxy itself", states.count("HIT"), "7 or more",
                 states.count("HIT") >= 7)  # fmt: skip
    yield exactly("cookies that readers get", len(reader.cookies), 0)
    asset = re.search(r'href="(/(?:static|styles)/[^"]+\.css)"', whole.text)
    sheet = reader.get(asset[1] if asset else "/static/", accept_encoding="br")
    kept = sheet.status, sheet.headers.get("content-encoding"), sheet.headers.get("cache-control")
    yield Figure("the style sheet: status, brotli, caching", kept, "200, br, immutable",
                 kept[:2] == (200, "br") and "immutable" in str(kept[2]))  # fmt: skip
    sitemap = reader.get("/sitemap.xml", accept_encoding="br")
    yield exactly("the sitemap in brotli, by the proxy",
                  sitemap.headers.get("content-encoding"), "br")  # fmt: skip


def _doors(scene: Scene) -> Iterator[Figure]:
    reader = scene.reader()
    plain = Visitor(scene.proxy.plain).ask("GET", "/nb/", x_forwarded_proto="")
    yield Figure("http leads to https", f"{plain.status} {plain.headers.get('location')}", "308",
                 plain.status == 308
                 and plain.headers["location"].startswith(f"https://{HOST}"))  # fmt: skip
    closed = {path: reader.get(path).status for path in ("/ready", "/metrics", "/dev/mail/")}
    yield exactly("closed to the world", closed, dict.fromkeys(closed, 404))
    inside = [Visitor(port).get("/ready").status for port in scene.web_ports]
    yield exactly("/ready of both webs, inside", inside, [200, 200])
    policy = reader.get("/nb/").headers
    yield Figure("HSTS and a strict policy", policy.get("strict-transport-security"), "a year",
                 "max-age=31536000" in policy.get("strict-transport-security", "")
                 and "unsafe" not in policy.get("content-security-policy", "unsafe"))  # fmt: skip
    host = reader.ask("GET", "/nb/", host="evil.example.net").status
    yield exactly("a foreign host name", host, 400)
    much = reader.ask("POST", "/nb/feedback/", b"x" * (4 << 20)).status
    yield exactly("4 MB in a public form", much, 413)


def _staff(scene: Scene) -> Iterator[Figure]:
    person = scene.reader()
    answer = person.log_in(cast.email_of(cast.PLACES[0]), cast.PASSWORD)
    yield exactly("a login: status, and where to", (answer.status, answer.headers.get("location")),
                  (302, "/admin/"))  # fmt: skip
    page = person.get(LIST, accept_encoding="br, gzip")
    found = (page.status, cast.canary_of(cast.PLACES[0]) in page.body.decode(errors="replace"),
             page.headers.get("content-encoding"), page.headers.get("x-cache-status"))  # fmt: skip
    yield exactly("own enquiries: status, shown, compressed, kept", found, (200, True, None, None))
    public = person.get("/nb/")
    yield exactly("a public page for staff, at the proxy", public.headers.get("x-cache-status"),
                  "BYPASS")  # fmt: skip


def _mail(scene: Scene) -> Iterator[Figure]:
    mails = scene.stage.folder / "mails"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not _has_files(mails):
        time.sleep(0.1)
    yield exactly("the worker sends mail, past the pooler", _has_files(mails), True)


def _has_files(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _rows(scene: Scene) -> Iterator[Figure]:
    """Eight clients, half of each municipality, at once, through three connections."""
    people = [scene.reader() for _ in range(CLIENTS)]
    for number, person in enumerate(people):
        person.log_in(cast.email_of(_place_of(number)), cast.PASSWORD)
    own, foreign, most = [0], [0], [0]
    left = iter(range(REQUESTS))
    lock, done = threading.Lock(), threading.Event()

    def ask(number: int) -> str:
        page = people[number].get(LIST)
        with lock:
            own[0] += page.text.count(cast.canary_of(_place_of(number)))
            foreign[0] += page.text.count(cast.canary_of(_place_of(number + 1)))
            if next(left, None) is None:
                done.set()
        return "" if page.status == 200 else str(page.status)

    load = Load(ask)
    started = time.monotonic()
    with load.going_on(CLIENTS):
        while not done.wait(0.1):
            most[0] = max(most[0], _connections(scene.primary))
            if time.monotonic() - started > WITHIN:
                break
    what = f"{CLIENTS} clients, {POOLED} server connections"
    yield Figure(f"{what}: requests", load.count, REQUESTS, load.count >= REQUESTS)
    yield exactly(f"{what}: requests failed", dict(load.failures), {})
    yield Figure(f"{what}: own rows", own[0], "some", own[0] > REQUESTS)
    yield exactly(f"{what}: foreign rows", foreign[0], 0)
    yield Figure(f"{what}: connections seen at once", most[0], f"1 to {POOLED}",
                 1 <= most[0] <= POOLED)  # fmt: skip


def _place_of(number: int) -> str:
    return cast.PLACES[number % len(cast.PLACES)]


def _connections(cluster: Cluster) -> int:
    """Of the web role, without the worker's, which go past the pooler."""
    asked = ("SELECT count(*) FROM pg_stat_activity WHERE usename = 'landgang_web'"
             " AND application_name <> 'worker'")  # fmt: skip
    return int(str(cluster.ask(asked)[0][0]))


def _replica(scene: Scene) -> Iterator[Figure]:
    """What readers see while the replica follows, and while it stands still."""
    web = Visitor(scene.web_ports[0])
    before = _read_by_web(scene.replica)
    old = _rounds(scene, web, "følger", pause=0.6)
    yield exactly(f"{ROUNDS} changes while the replica follows: old pages after 0.6 s", old, 0)
    yield Figure(f"{ROUNDS} new pages while the replica follows: its transactions",
                 _read_by_web(scene.replica) - before, f"{ROUNDS} or more",
                 _read_by_web(scene.replica) - before >= ROUNDS)  # fmt: skip
    scene.replica.ask("SELECT pg_wal_replay_pause()")
    old = _rounds(scene, web, "står", pause=0.6)
    yield exactly(f"{ROUNDS} changes while the replica stands still: old pages after 0.6 s", old, 0)
    scene.replica.ask("SELECT pg_wal_replay_resume()")


def _rounds(scene: Scene, web: Visitor, word: str, *, pause: float) -> int:
    """Change a topic and ask for it, again and again; how often the page was the old one."""
    old = 0
    for number in range(ROUNDS):
        label = f"Barnehage {word} {number}"
        scene.primary.ask(RENAME, label, "host_help")
        time.sleep(pause)
        old += label not in web.get("/nb/topics/").text
    return old


def _read_by_web(cluster: Cluster) -> int:
    asked = "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = %s"
    cluster.ask("SELECT pg_stat_clear_snapshot()")
    time.sleep(1.2)
    return int(str(cluster.ask(asked, "landgang")[0][0]))


def _primary_gone(scene: Scene) -> Iterator[Figure]:
    """The primary is switched off: readers read on from the replica, staff are told to wait."""
    scene.primary.stop()
    web = Visitor(scene.web_ports[1])
    paths = [f"/{language}/{path}" for language in LANGUAGES
             for path in ("", "topics/", "municipalities/bardu/", "hosts/", "about/",
                          "search/?q=barnehage")]  # fmt: skip
    failed = [path for path in paths if web.get(path).status != 200]
    yield exactly(f"{len(paths)} pages without the primary: failed", failed, [])
    person = scene.reader()
    person.cookies["sessionid"] = "0" * 32
    started = time.monotonic()
    status = person.get("/admin/").status
    yield exactly("the admin without the primary", status, 503)
    yield at_most("told so within", round(time.monotonic() - started, 1), 4, " s")
    scene.primary.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and Visitor(scene.web_ports[0]).get("/ready").status != 200:
        time.sleep(0.2)
    yield exactly("/ready when it is back", Visitor(scene.web_ports[0]).get("/ready").status, 200)


def _webs_gone(scene: Scene) -> Iterator[Figure]:
    """One web ends under load, then both."""
    reader = scene.reader()
    reader.get("/nb/")

    def ask(number: int) -> str:
        status = scene.reader().get(f"/nb/search/?q=skole{number}").status
        return "" if status == 200 else str(status)

    load = Load(ask)
    with load.going_on(4):
        load.wait_for(40)
        end(scene.webs[0])
        load.wait_for(80)
    yield exactly(f"one web ends: of {load.count} requests failed", dict(load.failures), {})
    end(scene.webs[1])
    page = reader.get("/nb/")
    yield exactly("no web at all: the start page, and from where",
                  (page.status, page.headers.get("x-cache-status")), (200, "STALE"))  # fmt: skip
