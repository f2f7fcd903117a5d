"""Putting an address in the place of another one in all texts at once: shown first, then done."""

import hashlib
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from municipalities.actions import links
from municipalities.actions.revisions import (
    RevisionRefused,
    publish_revision,
    save_revision,
    schedule_revision,
    submit_revision,
)
from municipalities.linked import address_fields, linking_models, rich_fields, rows_to_name
from municipalities.models import Revision
from municipalities.models.text import PublishingState, TranslatedText
from municipalities.versions import Texts
from portal.lib.html import clean
from portal.lib.links import with_addresses, with_bare_addresses

State = Revision.State


class ReplacingRefused(Exception):
    """Nothing was changed. The subclass says why."""


class MovedOn(ReplacingRefused):
    """Somebody has changed one of the places since they were shown."""


class DoesNotFit(ReplacingRefused):
    """The new address is longer than a field of `row` takes."""

    def __init__(self, row: models.Model) -> None:
        self.row = row
        super().__init__(f"too long for {row}")


class May(StrEnum):
    """What somebody may do with an object."""

    NOTHING = "nothing"
    WRITE = "write"
    PUBLISH = "publish"


class Fate(StrEnum):
    """What becomes of a place: what readers see, and when."""

    AT_ONCE = "at_once"
    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    LEFT = "left"


@dataclass(frozen=True)
class Replacement:
    """One address for another. With `is_prefix` also for all below it, whose rest stays."""

    old: str
    new: str
    is_prefix: bool = False

    def __call__(self, address: str) -> str:
        """The address as it is afterwards."""
        if address == self.old:
            return self.new
        rest = address.removeprefix(self.old)
        # Below `https://nav.no` lies `https://nav.no/jobb`, and not `https://nav.no.example`.
        is_below = rest != address and (self.old.endswith("/") or rest[0] in "/?#")
        return self.new + rest if self.is_prefix and is_below else address


@dataclass(frozen=True)
class Change:
    """One field, in one language ("" for all), before and after."""

    field: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Place:
    """An object, and what would become of it."""

    row: Any
    fate: Fate
    changes: list[Change]
    head: Revision | None = None
    texts: Texts | None = None
    # Fields that are addresses: they change at once.
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int]:
        """Which object it is."""
        return ContentType.objects.get_for_model(self.row).pk, self.row.pk


@dataclass(frozen=True)
class Preview:
    """All places where the address stands; `left` are those that stay as they are."""

    replacement: Replacement
    places: list[Place]
    left: list[Place]

    @property
    def token(self) -> str:
        """Stands for everything that is shown: another one where anything is different."""
        told = [
            [*each.key, each.fate, each.head.pk if each.head else 0,
             [[c.field, c.language, c.before, c.after] for c in each.changes]]
            for each in (*self.places, *self.left)
        ]  # fmt: skip
        asked = self.replacement
        whole = json.dumps([asked.old, asked.new, asked.is_prefix, told])
        return hashlib.sha256(whole.encode()).hexdigest()


def preview(*, replacement: Replacement, may: Callable[[Any], May]) -> Preview:
    """What would change, for somebody who may do this with each object. Changes nothing.

    Texts that are being written are searched as their newest draft, all others as readers see
    them; what was taken down is left out. Raises DoesNotFit.
    """
    places, left = [], []
    for place in _places(replacement):
        allowed = may(place.row)
        if allowed == May.NOTHING:
            left.append(Place(place.row, Fate.LEFT, place.changes, place.head))
            continue
        _refuse_too_long(place)
        fate = _fate(place, allowed)
        places.append(Place(place.row, fate, place.changes, place.head, place.texts, place.fields))
    return Preview(replacement, places, left)


def replace_address(
    *, replacement: Replacement, may: Callable[[Any], May], token: str, by: Any
) -> Preview:
    """Do what the preview of this token shows, whole or not at all (bytte adresse).

    Translations stay as current as they were. What readers see is published where the person may
    publish and nobody is writing on it; all else waits as a draft. Raises MovedOn or DoesNotFit.
    """
    with transaction.atomic():
        _lock(preview(replacement=replacement, may=may).places)
        found = preview(replacement=replacement, may=may)
        if found.token != token:
            raise MovedOn
        try:
            for place in found.places:
                _replace(place, by)
        except RevisionRefused as refused:
            raise MovedOn from refused
        links.collect_links()
    return found


def _places(replacement: Replacement) -> Iterator[Place]:
    """Everything that has the old address in it."""
    drafts = _open_drafts()
    for model in linking_models():
        kind = ContentType.objects.get_for_model(model).pk
        for row in _rows(model):
            place = _place(row, drafts.get((kind, row.pk)), replacement)
            if place.changes:
                yield place


def _rows(model: type[models.Model]) -> Any:
    rows = rows_to_name(model)
    has_state = any(each.name == "state" for each in model._meta.concrete_fields)
    return rows.exclude(state=PublishingState.ARCHIVED) if has_state else rows


def _open_drafts() -> dict[tuple[int, int], Revision]:
    """The revision that editors go on from, of each object where it is not what readers see."""
    order = ("content_type", "object_id")
    heads = Revision.objects.heads().order_by(*order, "-number").distinct(*order)
    waiting = Revision.objects.open().filter(pk__in=heads.values("pk"))
    return {(each.content_type_id, each.object_id): each for each in waiting}


def _place(row: Any, draft: Revision | None, replacement: Replacement) -> Place:
    changes, texts = [], None
    if isinstance(row, TranslatedText):
        before = draft.texts if draft else row.texts
        texts = _replaced(row, before, replacement)
        changes = [
            Change(name, code, before[code].get(name) or "", after)
            for code, fields in texts.items()
            for name, after in fields.items()
            if (before[code].get(name) or "") != after
        ]
    has_texts = bool(changes)
    fields = {}
    for name in address_fields(type(row)):
        old = getattr(row, name) or ""
        if old and (new := replacement(old)) != old:
            fields[name] = new
            changes.append(Change(name, "", old, new))
    return Place(row, Fate.LEFT, changes, draft, texts if has_texts else None, fields)


def _replaced(row: Any, texts: Texts, replacement: Replacement) -> Texts:
    after: dict[str, dict[str, str]] = deepcopy({code: dict(texts[code]) for code in texts})
    rich = rich_fields(type(row))
    for code, _name in settings.LANGUAGES:
        for name, words in after.get(code, {}).items():
            if not words:
                continue
            if name in rich:
                changed = with_addresses(words, replacement)
                after[code][name] = clean(changed) if changed != words else words
            else:
                after[code][name] = with_bare_addresses(words, replacement)
    return after


def _refuse_too_long(place: Place) -> None:
    for each in place.changes:
        longest = getattr(place.row._meta.get_field(each.field), "max_length", None)
        if longest and len(each.after) > longest:
            raise DoesNotFit(place.row)


def _fate(place: Place, allowed: May) -> Fate:
    if place.texts is None:
        return Fate.AT_ONCE
    if place.head is not None:
        if place.head.state == State.SCHEDULED and allowed == May.PUBLISH:
            return Fate.SCHEDULED
        return Fate.REVIEW if place.head.state != State.DRAFT else Fate.DRAFT
    if not place.row.is_published:
        return Fate.DRAFT
    return Fate.AT_ONCE if allowed == May.PUBLISH else Fate.REVIEW


def _lock(places: list[Place]) -> None:
    """Hold all rows, in one order, so that nobody writes between looking and doing."""
    for place in sorted(places, key=lambda each: each.key):
        rows = type(place.row)._default_manager.select_for_update(of=("self",))
        rows.filter(pk=place.row.pk).values_list("pk").first()


def _replace(place: Place, by: Any) -> None:
    if place.fields:
        for name, address in place.fields.items():
            setattr(place.row, name, address)
        place.row.save(update_fields=list(place.fields))
    if place.texts is None:
        return
    shown = Revision.objects.of(place.row).filter(state=State.PUBLISHED).first()
    revision = save_revision(text=place.row, texts=place.texts, by=by, minor=True, replaces=True)
    if revision is None:
        raise MovedOn
    if place.fate == Fate.AT_ONCE:
        # What is to be taken down some day still is.
        until = shown.unpublish_at if shown else None
        publish_revision(revision=revision, by=by, unpublish_at=until)
    elif place.fate == Fate.REVIEW:
        submit_revision(revision=revision, by=by)
    elif place.fate == Fate.SCHEDULED:
        waiting: Any = place.head
        schedule_revision(
            revision=revision, by=by, publish_at=waiting.publish_at,
            unpublish_at=waiting.unpublish_at,
        )  # fmt: skip
