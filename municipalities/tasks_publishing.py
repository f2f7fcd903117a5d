"""Telling those who may publish that a revision waits for them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from municipalities import emails_publishing as emails
from municipalities.models import Membership, Municipality, Revision
from municipalities.roles import MATRIX, REGION_WIDE, Ability
from portal.lib.jobs import MAIL, enqueue, job
from portal.lib.mail import Mail

PUBLISHING = [role for role, abilities in MATRIX.items() if Ability.EDIT_CONTENT in abilities]


def mark_refused(*, user: int, **_others: object) -> None:
    """Remember that the person's address takes no mail: administrators see it."""
    get_user_model().objects.filter(pk=user).update(email_refused_at=timezone.now())


@job(name="municipalities.tell_of_review")
def tell_of_review(*, revision: int) -> None:
    """Have everybody told who may publish it, but not who asked."""
    found = Revision.objects.filter(pk=revision, state=Revision.State.IN_REVIEW).first()
    if found is not None:
        for person in publishers(found.municipality_id):
            if person.pk != found.author_id:
                enqueue(review_waits, revision=found.pk, user=person.pk)


@job(name="municipalities.review_waits", queue=MAIL, refused=mark_refused)
def review_waits(*, revision: int, user: int) -> Mail | None:
    """One person's mail; none when somebody was faster."""
    found = Revision.objects.filter(pk=revision, state=Revision.State.IN_REVIEW).first()
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    return emails.review_waits(person, found) if found and person else None


def publishers(municipality: int | None) -> list[Any]:
    """Who may publish the municipality's texts today; of the region's, who may publish all."""
    in_region = Q(municipality__kind=Municipality.Kind.REGION, role__in=REGION_WIDE)
    held = Membership.objects.valid_on().filter(
        in_region | Q(municipality=municipality), role__in=PUBLISHING, user__is_active=True
    )
    people = {each.user_id: each.user for each in held.select_related("user")}
    return sorted(people.values(), key=lambda person: person.pk)
