"""What is done later about feedback."""

from portal.actions.feedback import forget_old_feedback
from portal.lib.jobs import job


@job(name="portal.forget_old_feedback")
def forget_feedback() -> None:
    """Delete what is kept no longer."""
    forget_old_feedback()
