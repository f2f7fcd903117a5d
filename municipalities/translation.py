"""Which fields of this package exist in every language of the portal."""

from modeltranslation.translator import TranslationOptions, register

from municipalities.models import (
    Figure,
    LocalPart,
    Municipality,
    Page,
    Story,
    StoryChapter,
    Topic,
)


@register(Municipality)
class MunicipalityTranslation(TranslationOptions):
    fields = (*Municipality.TEXTS, *Municipality.TEXTS_APART)


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = Topic.TEXTS
    required_languages = ("nb",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = Figure.TEXTS
    required_languages = {"nb": ("label",)}


@register(Page)
class PageTranslation(TranslationOptions):
    fields = Page.TEXTS
    required_languages = {"nb": ("title",)}


@register(LocalPart)
class LocalPartTranslation(TranslationOptions):
    fields = LocalPart.TEXTS


@register(Story)
class StoryTranslation(TranslationOptions):
    fields = Story.TEXTS


@register(StoryChapter)
class StoryChapterTranslation(TranslationOptions):
    fields = StoryChapter.TEXTS
