"""People who read and people who send enquiries while something goes wrong, and what became of it.

An enquiry is sent again, with the same form, until it is taken, as people do. So no refusal may
leave a row behind that the next try would double, and what was taken must be there at the end.
"""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.drills.asking import Load, Reply, Visitor
from portal.drills.figures import Figure, at_most, exactly
from portal.drills.servers import Cluster

FORM = "/nb/contact/"
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
KEPT, MADE = "/nb/municipalities/senja/", "/nb/search/?q=barnehage"
# What a refusal has to be.
KINDLY = "503 with Retry-After"
TAKEN = 303  # see the receipt
OLD_ENOUGH = 3.2  # seconds: a form that is sent faster is none of a person's
STORED = "SELECT name, count(*) FROM newcomers_enquiry WHERE name LIKE 'Drill %%' GROUP BY name"
READERS, SENDERS = 2, 2
WARMED = 8  # times, so that each process has its turn
PAUSE = 0.05  # seconds between an answer and the next request of the same person


@dataclass
class Enquiry:
    """A form that is filled in, and who sends it."""

    name: str
    visitor: Visitor
    values: dict[str, str]


class Senders:
    """Enquiries by number of the sender, and the names of those that were taken."""

    def __init__(self, reader: Callable[[str], Visitor]) -> None:
        """`reader` makes a visitor who comes from the address."""
        self.reader = reader
        self.taken: list[str] = []
        self._blank: deque[Enquiry] = deque()
        self._in_hand: dict[int, Enquiry] = {}
        self._made = 0

    def fill_in(self, count: int, cluster: Cluster) -> None:
        """Open so many forms. All of them are one crowd: what was counted before is forgotten."""
        cluster.ask("DELETE FROM portal_counter")
        self._blank.extend(self._form() for _ in range(count))
        time.sleep(OLD_ENOUGH)

    def send(self, number: int) -> str:
        """One try; what went wrong."""
        if number not in self._in_hand:
            if not self._blank:
                time.sleep(PAUSE)
                return ""
            self._in_hand[number] = self._blank.popleft()
        enquiry = self._in_hand[number]
        reply = enquiry.visitor.post(FORM, enquiry.values)
        if reply.status != TAKEN:
            return wrong(reply, "sending", TAKEN)
        self.taken.append(enquiry.name)
        del self._in_hand[number]
        return ""

    def _form(self) -> Enquiry:
        self._made += 1
        # Everybody from an address of their own: one sender may not send as many.
        visitor = self.reader(f"127.9.{self._made // 250}.{self._made % 250 + 1}")
        found = TICKET.search(visitor.get(FORM).text)
        values = {
            "ticket": found[1] if found else "", "municipality": "malselv", "language": "nb",
            "message": "Finnes det barnehageplasser?", "name": f"Drill {self._made}",
            "email": f"drill-{self._made}@example.org", "kind": "person",
            "safe_to_contact": "yes",
        }  # fmt: skip
        return Enquiry(values["name"], visitor, values)


def wrong(reply: Reply, what: str, right: int = 200) -> str:
    """Nothing ("") for the right answer, KINDLY for one that says when to come back, else what it
    was."""
    if reply.status == right:
        return ""
    if reply.status == 503 and reply.headers.get("retry-after"):
        return KINDLY
    return f"{what}: {reply.status}"


def crowd(reader: Callable[[str], Visitor], senders: Senders) -> Load:
    """Two who read, one of them what the proxy keeps, and two who send. What a web does but once
    it has done before."""
    for _ in range(WARMED):
        for path in (MADE, f"{KEPT}?beside=de", f"{KEPT}?beside=en"):
            reader("127.0.0.1").get(path)

    def ask(number: int) -> str:
        if number >= READERS:
            return senders.send(number)
        path, what = ((KEPT, "a kept page"), (MADE, "search"))[number]
        reply = reader("127.0.0.1").get(path)
        if number == 0 and reply.status != 200:
            return f"{what}: {reply.status}"
        return wrong(reply, what)

    return Load(ask, pause=PAUSE)


def found(load: Load, *, within: float) -> Iterator[Figure]:
    """What the load says: nobody waits longer than `within` seconds, and refusals are kind."""
    kinds = {kind: times for kind, times in load.failures.items() if kind != KINDLY}
    yield Figure("requests", load.count, "100 or more", load.count >= 100)
    yield Figure(f"of these told to come back ({KINDLY})", load.failures[KINDLY], "", True)
    yield exactly("of these failed in any other way", kinds, {})
    yield at_most(
        "the longest wait for an answer", round(max(load.waits.values()), 2), within, " s"
    )


def stored(senders: Senders, cluster: Cluster) -> Iterator[Figure]:
    """Whether all that was taken is there, and once."""
    rows = {str(name): int(str(count)) for name, count in cluster.ask(STORED)}
    taken = len(senders.taken)
    yield Figure("writes acknowledged", taken, "20 or more", taken >= 20)
    yield exactly("acknowledged writes lost", len(set(senders.taken) - set(rows)), 0)
    yield exactly("writes stored twice", sum(count > 1 for count in rows.values()), 0)
