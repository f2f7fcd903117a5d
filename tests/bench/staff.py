"""Somebody with a session: `python -m tests.bench.staff` prints, as JSON, the cookie of the
coordinator with the most open cases in Senja, and what there is to open."""

import json
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from municipalities.models import Membership, Municipality  # noqa: E402
from municipalities.roles import Role  # noqa: E402
from newcomers.models import Case, FollowUp  # noqa: E402
from portal.lib.scope import scoped  # noqa: E402
from portal.models import User  # noqa: E402

SLUG = "senja"


def coordinator() -> User:
    """The coordinator there, or a new one."""
    place = Municipality.objects.get(slug=SLUG)
    held = Membership.objects.filter(municipality=place, role=Role.COORDINATOR).order_by("pk")
    first = held.select_related("user").first()
    if first is not None:
        return first.user
    user = User.objects.create_user("koordinator@senja.example.org", name="Kari Senja")
    Membership.objects.create(user=user, municipality=place, role=Role.COORDINATOR)
    return user


def described() -> dict[str, Any]:
    """Everything that the bench has to know."""
    user = coordinator()
    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
    client.force_login(user)
    place = Municipality.objects.get(slug=SLUG)
    with scoped([place.pk]):
        cases = Case.objects.open().of(user).order_by("pk")
        case = cases.exclude(family__address_protection="fortrolig").first()
        counts = {
            "cases": Case.objects.count(),
            "own": cases.count(),
            "entries": FollowUp.objects.count(),
        }
    return {
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "user": user.pk,
        "place": place.pk,
        "case": case and case.pk,
        "my_day": reverse("admin:index"),
        "case_list": reverse("admin:newcomers_case_changelist"),
        "case_page": case and reverse("admin:newcomers_case_change", args=[case.pk]),
        "search": reverse("admin:newcomers_case_search"),
        "counts": counts,
    }


if __name__ == "__main__":
    print(json.dumps(described()))
