"""Looking at the addresses that texts lead to (`portal.duties` says when)."""

import time

from django.utils import timezone

from municipalities.actions import links as actions
from municipalities.models import LinkTarget
from portal.lib.jobs import OUTSIDE, enqueue, job

# Seconds between two requests to one host.
PAUSE = 2.0
# Addresses of one host in one job: other hosts wait behind it, and no job may take long.
AT_ONCE = 10


@job(name="municipalities.check_links")
def check_links() -> None:
    """Find the addresses anew, and have each host looked at that has something due."""
    actions.collect_links()
    due = LinkTarget.objects.due(timezone.now()).order_by("host", "pk").distinct("host")
    for target in due.values_list("pk", flat=True):
        enqueue(check_host, target=target)


@job(name="municipalities.check_host", queue=OUTSIDE, in_transaction=False)
def check_host(*, target: int) -> None:
    """Look at what is due at the host of this address; what is too much for now, later."""
    found = LinkTarget.objects.filter(pk=target).first()
    if found is not None and actions.check_host(
        target=found,
        visit=actions.visitor().visit,
        sleep=time.sleep,
        pause=PAUSE,
        most=AT_ONCE,
    ):
        enqueue(check_host, target=target)


@job(name="municipalities.check_link", queue=OUTSIDE, in_transaction=False)
def check_link(*, target: int) -> None:
    """Look at one address now: somebody asked for it."""
    found = LinkTarget.objects.filter(pk=target).first()
    if found is not None:
        answer = actions.visitor().visit(found.address)
        actions.record_answer(target=found, answer=answer)
