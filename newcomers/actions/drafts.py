"""Keeping what somebody is writing until it is saved."""

import json
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newcomers.actions.texts import Refused
from newcomers.models import Case, Draft
from newcomers.permissions import may_log_on_case
from portal.lib.identity import without_identity_numbers
from portal.lib.scope import scoped
from portal.lib.typed import passage

SALT = "draft"
MOST_BYTES = 40_000


class DraftTooLong(Refused):
    """Longer than any entry can be: the page keeps it, we do not."""


def keep_draft(*, case: Case, fields: dict[str, Any], by: Any) -> Draft:
    """Keep what was typed for its writer alone, for a week; the last one counts.

    Identity numbers are left out: they are not stored for a week either. Raises DraftTooLong.
    """
    if not may_log_on_case(by, case):
        raise PermissionDenied
    clean = {passage(str(name)): _clean(value) for name, value in fields.items()}
    if len(json.dumps(clean, ensure_ascii=False).encode()) > MOST_BYTES:
        raise DraftTooLong
    draft, _made = Draft.objects.update_or_create(
        user=by,
        case=case,
        defaults={
            "fields": clean,
            "saved_at": timezone.now(),
            "municipality_id": case.municipality_id,
        },
    )
    return draft


def drop_draft(*, case: Case, by: Any) -> None:
    """Throw it away."""
    Draft.objects.of(by).filter(case=case).delete()


def delete_forgotten_drafts() -> int:
    """Delete, within the scope, those older than a week; how many there were."""
    return Draft.objects.forgotten().delete()[0]


def way_back(*, case: Case, by: Any) -> str:
    """What a form carries so that its text is kept although its session has ended meanwhile.

    It lets whoever has it keep one draft for this writer and case, and read nothing.
    """
    return signing.dumps([by.pk, case.pk, case.municipality_id], salt=SALT)


def keep_without_session(*, way: str, fields: dict[str, Any], user_model: Any) -> int | None:
    """Keep what came in after the session had ended; the case's id.

    None for a forged way, and for somebody who may not write there any more. Raises what
    keep_draft does.
    """
    kept = settings.DRAFT_KEPT_DAYS * 24 * 60 * 60
    try:
        user, case, municipality = signing.loads(way, salt=SALT, max_age=kept)
    except signing.BadSignature:
        return None
    with scoped([municipality]):
        found = Case.objects.select_related("family").filter(pk=case).first()
        writer = user_model.objects.filter(pk=user, is_active=True).first()
        if found is None or writer is None or not may_log_on_case(writer, found):
            return None
        keep_draft(case=found, fields=fields, by=writer)
    return int(case)


def _clean(value: Any) -> Any:
    """The value without what cannot be stored; several as a list of texts."""
    if isinstance(value, list | tuple):
        return [_clean(str(each)) for each in value]
    return without_identity_numbers(passage(value)) if isinstance(value, str) else value
