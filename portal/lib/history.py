"""Change history: the database itself writes down each row that is added, changed or deleted.

Triggers do it (django-pghistory), so that bulk, raw and SQL writes are in it too. Each tracked
model `Page` gets a model `PageEvent` beside it: the columns of the row as it was then, what
happened (`pgh_label`), when, and in `pgh_context` the id of who was logged in and the path of the
request. A many-to-many relation, a table of its own, has events of its own: `PageSourcesEvent`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.migrations.operations import RunPython
from pghistory.core import event_models

# What an event says has happened; BEGUN is a row that was there before its history began.
BEGUN, ADDED, CHANGED, DELETED = "begun", "insert", "update", "delete"


def keep_history(
    *tracked: type[models.Model],
    leave_out: Iterable[str] = (),
    not_while: Mapping[str, Any] | None = None,
) -> None:
    """Write every change of the models down, in all columns but `leave_out`.

    A row is passed over while its columns have the values in `not_while` ({"status": "draft"}):
    its history begins, complete, with the change that ends that.

    Nothing but the history view leads to the events: no relation of the tracked model, or of
    anything it names, shows them to a template.
    """
    for model in tracked:
        pghistory.track(
            pghistory.InsertEvent(
                ADDED, condition=_unless(not_while, "new"), trigger_name="history_of_insert"
            ),
            # Fires only where a column of the event has got another value.
            pghistory.UpdateEvent(
                CHANGED, condition=_changed(not_while), trigger_name="history_of_update"
            ),
            pghistory.DeleteEvent(
                DELETED, condition=_unless(not_while, "old"), trigger_name="history_of_delete"
            ),
            exclude=list(leave_out),
            model_name=f"{model.__name__}Event",
            obj_field=pghistory.ObjForeignKey(related_name="+"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]
            meta={"default_permissions": ()},
        )(model)


class _ChangedOutside(pgtrigger.AnyChange):
    """A column of the event has got another value, and the new row is none to be passed over."""

    def __init__(self, not_while: Mapping[str, Any]) -> None:
        super().__init__()
        self.not_while = not_while

    def resolve(self, model: type[models.Model]) -> str:
        """The condition in SQL."""
        # Brackets around the first part would be taken for brackets around the whole.
        return f"{_outside(self.not_while, 'new').resolve(model)} AND ({super().resolve(model)})"


def _changed(not_while: Mapping[str, Any] | None) -> pgtrigger.Condition:
    return _ChangedOutside(not_while) if not_while else pgtrigger.AnyChange()


def _unless(not_while: Mapping[str, Any] | None, row: str) -> pgtrigger.Condition | None:
    return _outside(not_while, row) if not_while else None


def _outside(not_while: Mapping[str, Any], row: str) -> pgtrigger.Q:
    return ~pgtrigger.Q(**{f"{row}__{name}": value for name, value in not_while.items()})


def keep_history_of_links(*relations: Any) -> None:
    """Write down what each many-to-many relation (`Page.sources`) joins and parts.

    Django keeps the relation's own model out of the migrations, and the triggers with it: a proxy
    of it carries them there.
    """
    for relation in relations:
        model, through = relation.field.model, relation.through
        meta = type("Meta", (), {"proxy": True, "default_permissions": ()})
        name = f"{model.__name__}{relation.field.name.title()}".replace("_", "")
        keep_history(type(name, (through,), {"__module__": model.__module__, "Meta": meta}))


def event_model(model: type[models.Model]) -> Any:
    """The model of the events of a tracked model, or of a relation's own (`Page.sources.through`);
    None for one without history."""
    return next(iter(event_models(tracks_model=model)), None)


def begin_history(app: str, *tracked: str) -> RunPython:
    """Migration operation: write down the rows that are there, as what later changes started from.

    Run after the triggers are in place: a row changed in between is there twice, never not at all.
    """

    def forwards(apps: Any, editor: Any) -> None:
        for name in tracked:
            model, event = apps.get_model(app, name), apps.get_model(app, f"{name}Event")
            fields = [each for each in event._meta.fields if not each.name.startswith("pgh_")]
            columns = ", ".join(editor.quote_name(field.column) for field in fields)
            editor.execute(
                f"INSERT INTO {event._meta.db_table}"
                f" (pgh_obj_id, pgh_label, pgh_created_at, {columns})"
                f" SELECT id, '{BEGUN}', now(), {columns} FROM {model._meta.db_table}"
            )

    def backwards(apps: Any, editor: Any) -> None:
        for name in tracked:
            table = apps.get_model(app, f"{name}Event")._meta.db_table
            editor.execute(f"DELETE FROM {table} WHERE pgh_label = '{BEGUN}'")

    return RunPython(forwards, backwards)
