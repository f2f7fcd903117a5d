"""An editor in a process of their own: `python -m tests.bench.publish` publishes, for each line it
reads, a revision of Senja that says so, and answers with the moment at which that was done."""

import sys
import time

import django

django.setup()

from municipalities.actions.revisions import begin_revisions, publish_revision, save_revision  # noqa: E402, I001
from municipalities.models import Municipality  # noqa: E402

SLUG = "senja"


def publish(mark: str) -> None:
    """Show readers the mark as the tagline, the way the admin does."""
    place = Municipality.objects.get(slug=SLUG)
    texts = {code: dict(fields) for code, fields in begin_revisions(text=place).texts.items()}
    texts["nb"]["tagline"] = mark
    revision = save_revision(text=place, texts=texts, by=None, note={"nb": mark})
    assert revision is not None
    publish_revision(revision=revision, by=None)


if __name__ == "__main__":
    for line in sys.stdin:
        publish(line.strip())
        # One clock for all processes of the machine.
        print(time.monotonic(), flush=True)
