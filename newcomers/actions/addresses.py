"""What is learnt about addresses when mail is sent to them."""

from django.utils import timezone

from newcomers.models import Enquiry


def mark_address_refused(*, enquiry: Enquiry) -> None:
    """Note that the mail server refused the address for good: whoever answers should phone."""
    Enquiry.objects.filter(pk=enquiry.pk, email_refused_at=None).update(
        email_refused_at=timezone.now()
    )
