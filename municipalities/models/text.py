"""What every object with translated text has: the version of its source text, and the version
that each translation was made from."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.versions import Texts, Versions
from portal.lib.languages import column, current, source_language


class TranslationState(models.TextChoices):
    """How a text in one language stands to the source text (oversettelsesstatus)."""

    CURRENT = "current", _("current")
    OUTDATED = "outdated", _("outdated")
    MISSING = "missing", _("missing")


class PublishingState(models.TextChoices):
    """Whether readers see it (publiseringsstatus)."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class TranslatedTextQuerySet(models.QuerySet[Any]):
    """Questions about translation, answered by the database."""

    def shown(self) -> Self:
        """What readers see today."""
        has_state = any(each.name == "state" for each in self.model._meta.concrete_fields)
        return self.filter(state=PublishingState.PUBLISHED) if has_state else self

    def for_readers(self, *related: str, beside: str | None = None) -> Self:
        """Without the columns of languages that nobody reads on this page, nor those of the
        `related` objects read along: a third of a page's time goes into columns."""
        names = columns_of_others(self.model, beside=beside)
        for path in related:
            names += columns_of_others(_at(self.model, path), f"{path}__")
        return self.defer(*names)

    def knowing_changes(self) -> Self:
        """Annotate `has_changes`: whether readers are told of any. Most texts are then spared a
        query of their own for that."""
        told = apps.get_model("municipalities", "Revision").objects.told()
        options = self.model._meta
        own = told.filter(
            content_type__app_label=options.app_label,
            content_type__model=options.model_name,
            object_id=OuterRef("pk"),
        )
        return self.annotate(has_changes=Exists(own))

    def with_translation_state(self, language: str) -> Self:
        """Annotate `translation_state` in the language: one SQL expression, filterable.

        Missing where a text that the source language has is empty; outdated where the translation
        was made from an earlier version of the source text.
        """
        source = source_language()
        missing, nothing = Q(), Q()
        for field in self.model.TEXTS:
            nothing &= Q(**{column(field, source): ""}) | Q(**{column(field, source): None})
            empty = Q(**{column(field, language): ""}) | Q(**{f"{column(field, language)}": None})
            missing |= (
                empty & ~Q(**{column(field, source): ""}) & ~Q(**{column(field, source): None})
            )
        behind = Q(_made_from=None) | Q(_made_from__lt=F("source_version"))
        made_from = Cast(KeyTextTransform(language, "made_from"), IntegerField())
        return self.alias(
            _made_from=F("source_version") if language == source else made_from
        ).annotate(
            translation_state=Case(
                # Where there is no source text, nothing waits to be translated.
                When(nothing, then=Value(TranslationState.CURRENT)),
                When(missing, then=Value(TranslationState.MISSING)),
                When(behind, then=Value(TranslationState.OUTDATED)),
                default=Value(TranslationState.CURRENT),
                output_field=models.CharField(),
            )
        )


class TranslatedText(models.Model):
    """Base of every object with translated text.

    `TEXTS` names the translated fields. Versions are written by `actions.texts.save_text` alone.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()
    # Translated too, but read and changed apart from the others: no version counts them.
    TEXTS_APART: ClassVar[tuple[str, ...]] = ()

    source_version = models.PositiveIntegerField(
        _("version of the Norwegian text"), default=1, editable=False
    )
    source_changed_at = models.DateTimeField(
        _("Norwegian text changed at"), default=timezone.now, editable=False
    )
    made_from = models.JSONField(
        _("translations made from version"),
        default=dict,
        editable=False,
        help_text=_("For each language the version of the Norwegian text it was made from."),
    )

    made_by = models.JSONField(
        _("translations made by"),
        default=dict,
        # The release before this one writes rows without it.
        db_default=Value({}, models.JSONField()),
        editable=False,
        help_text=_("For each language who made it, and whether a machine did."),
    )

    class Meta:
        abstract = True

    @property
    def texts(self) -> Texts:
        """What the row says, by language and field."""
        return {
            code: {name: getattr(self, column(name, code)) or "" for name in self.TEXTS}
            for code, _name in settings.LANGUAGES
        }

    @property
    def versions(self) -> Versions:
        """How the row's translations stand to its source text."""
        return Versions(self.source_version, self.made_from, self.made_by)

    @property
    def is_published(self) -> bool:
        """Whether readers see the row; what has no state is always seen."""
        return getattr(self, "state", PublishingState.PUBLISHED) == PublishingState.PUBLISHED

    def take(self, texts: Texts, versions: Versions) -> None:
        """Say this from now on, once the row is saved."""
        if versions.source != self.source_version:
            self.source_changed_at = timezone.now()
        for code, fields in texts.items():
            for name, text in fields.items():
                setattr(self, column(name, code), text)
        self.source_version = versions.source
        self.made_from, self.made_by = dict(versions.made_from), dict(versions.made_by)

    def is_outdated(self, language: str) -> bool:
        """Whether the source text has changed since this translation was made."""
        if language == source_language():
            return False
        return int(self.made_from.get(language, 0)) < self.source_version


def columns_of_others(
    model: type[models.Model], before: str = "", beside: str | None = None
) -> list[str]:
    """The columns of languages that are neither the reader's, nor beside it, nor the source's."""
    others = {code for code, _name in settings.LANGUAGES} - {current(), beside, source_language()}
    texts = getattr(model, "TEXTS", ())
    return [f"{before}{column(name, code)}" for name in texts for code in sorted(others)]


def _at(model: Any, path: str) -> Any:
    """The model at the end of the path."""
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model
