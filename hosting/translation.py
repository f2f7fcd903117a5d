"""Which fields of this package exist in every language of the portal."""

from django.conf import settings
from modeltranslation.translator import TranslationOptions, register

from hosting.models import (
    Coordinator,
    Event,
    HandbookPage,
    Offer,
    Organisation,
    Picture,
    Step,
    StepTime,
)


@register(Coordinator)
class CoordinatorTranslation(TranslationOptions):
    fields = Coordinator.TEXTS
    required_languages = {"nb": ("role",)}


@register(Event)
class EventTranslation(TranslationOptions):
    fields = Event.TEXTS
    required_languages = {"nb": Event.TEXTS}


@register(HandbookPage)
class HandbookPageTranslation(TranslationOptions):
    fields = HandbookPage.TEXTS
    required_languages = {"nb": ("title",)}


@register(Offer)
class OfferTranslation(TranslationOptions):
    # A sender may write in any language: none of them is required.
    fields = Offer.TEXTS


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = Organisation.TEXTS
    required_languages = {"nb": ("name",)}


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = Picture.TEXTS
    required_languages = tuple(code for code, _name in settings.LANGUAGES)


@register(Step)
class StepTranslation(TranslationOptions):
    fields = Step.TEXTS
    required_languages = {"nb": ("title",)}


@register(StepTime)
class StepTimeTranslation(TranslationOptions):
    fields = StepTime.TEXTS
