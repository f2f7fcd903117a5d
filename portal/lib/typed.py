"""What people type, as form fields: composed letters, no NUL, nothing that turns text around."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Characters that change the direction of what follows, and can make a name read as another.
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Of these a passage keeps the two marks that Arabic and Hebrew writers type among Latin words.
OVERRIDING = "\u202a-\u202e\u2066-\u2069"
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff"
PHONE = re.compile(r"^\+?[0-9 ()./-]+$")


def one_line(text: str) -> str:
    """The text as one line of composed letters, without control characters."""
    text = re.sub(f"[{CONTROLS}{TURNING}]", "", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def passage(text: str) -> str:
    """The text with its lines, of composed letters, without control characters."""
    text = re.sub("\r\n?", "\n", unicodedata.normalize("NFC", text))
    return re.sub(f"[{CONTROLS}{OVERRIDING}]", "", text).strip()


class LineField(forms.CharField):
    """A name or a title: one line, cleaned before its length is measured."""

    def to_python(self, value: Any) -> Any:
        """The line."""
        return super().to_python(one_line(value) if isinstance(value, str) else value)


class PassageField(forms.CharField):
    """A message: several lines, in a text box, cleaned before its length is measured."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The passage."""
        return super().to_python(passage(value) if isinstance(value, str) else value)


class ReachableEmailField(forms.EmailField):
    """An address that every mail server takes: a–z before the @, any domain after it."""

    default_error_messages = {
        "other_letters": _(
            "We can only write to addresses with the letters a–z before the @. "
            "Please give another address, or a telephone number."
        ),
    }

    def clean(self, value: Any) -> str:
        """The address; raises ValidationError for what is none, or what we cannot write to."""
        address = one_line(str(value or ""))
        if not address.rpartition("@")[0].isascii():
            raise ValidationError(self.error_messages["other_letters"], code="other_letters")
        cleaned: str = super().clean(address)
        return cleaned


class LanguageSelect(forms.Select):
    """Languages by their own names, each option marked as being in it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = str(value)
        return option


class PhoneField(LineField):
    """A telephone number as people write it: digits, spaces, a plus in front."""

    default_error_messages = {
        "no_number": _("Write the number with digits, for example +47 77 00 00 00."),
    }

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {"max_length": 30, "widget": forms.TextInput({"type": "tel"})}
        super().__init__(**usual | options)

    def clean(self, value: Any) -> str:
        """The number; raises ValidationError for words and for too few or too many digits."""
        number: str = super().clean(value)
        digits = sum(letter.isdigit() for letter in number)
        if number and not (PHONE.match(number) and 5 <= digits <= 15):
            raise ValidationError(self.error_messages["no_number"], code="no_number")
        return number
