"""Which fields of this package exist in every language of the portal."""

from modeltranslation.translator import TranslationOptions, register

from hosting.models import Coordinator, Organisation, Step, StepTime


@register(Coordinator)
class CoordinatorTranslation(TranslationOptions):
    fields = Coordinator.TEXTS
    required_languages = {"nb": ("role",)}


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = Organisation.TEXTS
    required_languages = {"nb": ("name",)}


@register(Step)
class StepTranslation(TranslationOptions):
    fields = Step.TEXTS
    required_languages = {"nb": ("title",)}


@register(StepTime)
class StepTimeTranslation(TranslationOptions):
    fields = StepTime.TEXTS
