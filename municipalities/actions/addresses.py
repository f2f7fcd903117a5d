"""Addresses of texts: what was linked, printed or written down once leads on for ever."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from municipalities.models import OldAddress

# The field that holds the last part of the address.
ADDRESS_FIELDS = ("slug", "key")


def address_of(text: Model) -> str:
    """The last part of the text's address; "" for what has none of its own."""
    return next((str(getattr(text, name)) for name in ADDRESS_FIELDS if hasattr(text, name)), "")


def note_new_address(*, text: Model, before: str) -> None:
    """Remember the address that the text had, once it has another.

    Whoever has an address now is found there, whoever had it before.
    """
    now = address_of(text)
    if not before or before == now:
        return
    kind = ContentType.objects.get_for_model(text)
    with transaction.atomic():
        OldAddress.objects.filter(content_type=kind, slug=now).delete()
        OldAddress.objects.update_or_create(
            content_type=kind, slug=before, defaults={"object_id": text.pk}
        )


def moved_to(model: type[Any], slug: str) -> Any:
    """The text of the model that had the address; None for an address nobody had."""
    kind = ContentType.objects.get_for_model(model)
    old = OldAddress.objects.filter(content_type=kind, slug=slug[:80]).first()
    return model._default_manager.filter(pk=old.object_id).first() if old else None
