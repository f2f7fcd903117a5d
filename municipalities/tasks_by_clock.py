"""What is done by the clock about texts (`portal.duties` says when)."""

from municipalities.actions import revisions
from municipalities.actions.autosaves import delete_forgotten
from portal.lib.jobs import job


@job(name="municipalities.publish_due")
def publish_due() -> None:
    """Publish and take down what was scheduled until now, the late too."""
    revisions.publish_due()


@job(name="municipalities.forget_autosaves")
def forget_autosaves() -> None:
    """Forget what somebody began to write and has left for a week."""
    delete_forgotten()
