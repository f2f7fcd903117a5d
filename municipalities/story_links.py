"""The link by which somebody takes their own story off the portal, without an account.

It lasts for years, longer than other links: whoever may agree once must be able to take that back
as easily. All that somebody else could do with it is take the story down.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from municipalities.models import StoryConsent

SALT = "story.withdraw"
VALID_FOR = 3 * 365 * 24 * 60 * 60  # seconds


def withdrawal_token(consent: int) -> str:
    """What names the consent (its id) in the link."""
    return signing.dumps(consent, salt=SALT)


def withdrawal_address(consent: StoryConsent) -> str:
    """The whole link, in the language in which the person agreed."""
    languages = dict(settings.LANGUAGES)
    language = consent.language if consent.language in languages else settings.LANGUAGE_CODE
    with override(language):
        path = reverse("story_withdraw", args=[withdrawal_token(consent.pk)])
    return f"{settings.SITE_URL}{path}"


def consent_of(token: str) -> StoryConsent | None:
    """The consent that the link is about.

    Raises signing.SignatureExpired, and signing.BadSignature for an altered link.
    """
    pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    found = StoryConsent.objects.select_related("story__municipality", "withdrawal")
    return found.defer("story__municipality__boundary").filter(pk=pk).first()
