"""Writing one object of a pack without touching what an editor has changed."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from municipalities.actions.texts import save_text
from municipalities.models.text import TranslatedText
from portal.models import PackEntry

Model = TypeVar("Model", bound=models.Model)


@dataclass
class Report:
    """What a load did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    to_verify: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Writes objects and remembers what it wrote, so that the next load knows whose a value is."""

    force: bool
    report: Report = field(default_factory=Report)
    entries: dict[tuple[str, str], PackEntry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entries = {(entry.model, entry.key): entry for entry in PackEntry.objects.all()}

    def put(
        self,
        model: type[Model],
        lookup: dict[str, Any],
        values: dict[str, Any],
        related: dict[str, list[Any]] | None = None,
    ) -> Model | None:
        """Create or update the object that `lookup` finds; its present form, None if an editor
        has deleted it."""
        label = model._meta.label_lower
        key = " ".join(map(_named, lookup.values()))
        entry = self.entries.get((label, key))
        instance = model._default_manager.filter(**lookup).first()
        if instance is None and entry and not self.force:
            self.report.kept.append(f"{label} {key}: deleted by an editor")
            return None
        is_new = instance is None
        instance = instance or model(**lookup)
        wanted = values | (related or {})
        written = dict(entry.written) if entry and not is_new else {}
        changed = [
            name
            for name, value in wanted.items()
            if is_new or self._is_ours(instance, label, key, name, value, written)
        ]
        if not is_new and not changed:
            self.report.unchanged += 1
            return instance
        self._save(instance, changed, values, related or {})
        self._remember(label, key, instance, wanted, changed, written)
        self.report.created += is_new
        self.report.updated += not is_new
        return instance

    def remove(self, instance: models.Model, key: str) -> None:
        """Delete a part that the pack no longer has; what an editor has made or changed stays."""
        label = instance._meta.label_lower
        entry = self.entries.get((label, key))
        if entry is None:
            return
        untouched = all(
            _fingerprint(_stored(instance, name)) == then
            for name, (_from_pack, then) in entry.written.items()
        )
        if not untouched and not self.force:
            self.report.kept.append(f"{label} {key}: changed by an editor, gone from the pack")
            return
        instance.delete()
        entry.delete()
        del self.entries[label, key]
        self.report.updated += 1

    def _is_ours(
        self,
        instance: models.Model,
        label: str,
        key: str,
        name: str,
        value: Any,
        written: dict[str, list[str]],
    ) -> bool:
        """Whether the pack has something new for a field that no editor has touched."""
        present = _fingerprint(_stored(instance, name))
        # A field that is newer than the last load: nobody has touched what it was made with.
        unknown = ["", _fingerprint(_default(instance, name)) if written else ""]
        from_pack, then = written.get(name, unknown)
        if present != then and present != _fingerprint(value):
            if self.force:
                return True
            self.report.kept.append(f"{label} {key}: {name} changed by an editor")
            return False
        return from_pack != _fingerprint(value)

    def _save(
        self,
        instance: models.Model,
        changed: list[str],
        values: dict[str, Any],
        related: dict[str, list[Any]],
    ) -> None:
        for name in changed:
            if name in values:
                setattr(instance, name, values[name])
        if isinstance(instance, TranslatedText):
            save_text(text=instance)
        else:
            instance.save()
        for name in changed:
            if name in related:
                getattr(instance, name).set(related[name])

    def _remember(
        self,
        label: str,
        key: str,
        instance: models.Model,
        wanted: dict[str, Any],
        changed: list[str],
        written: dict[str, list[str]],
    ) -> None:
        instance.refresh_from_db()
        for name in changed:
            written[name] = [_fingerprint(wanted[name]), _fingerprint(_stored(instance, name))]
        entry, _created = PackEntry.objects.update_or_create(
            model=label, key=key, defaults={"written": written}
        )
        self.entries[label, key] = entry


def _stored(instance: models.Model, name: str) -> Any:
    field_of_it = instance._meta.get_field(name)
    if field_of_it.many_to_many:
        return list(getattr(instance, name).all())
    return getattr(instance, name)


def _named(value: Any) -> str:
    """What a value of a lookup is called in PackEntry: rows by their key, in every language."""
    return str(getattr(value, "slug", None) or getattr(value, "key", None) or value)


def _default(instance: models.Model, name: str) -> Any:
    field_of_it: Any = instance._meta.get_field(name)
    return [] if field_of_it.many_to_many else field_of_it.get_default()


def _fingerprint(value: Any) -> str:
    """Twelve letters that change with the value; objects count by their key."""
    if isinstance(value, list) and value and isinstance(value[0], models.Model):
        value = sorted(each.pk for each in value)
    if isinstance(value, models.Model):
        value = value.pk
    plain = "" if value is None else value
    text = json.dumps(plain, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
