"""Norwegian alphabetical order, whatever the locale of server or database."""

import unicodedata

# æ, ø, å come last; ä and ö stand with their Norwegian relatives; Sámi letters with their nearest.
_ORDER = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ŋ": "n"})


def sort_key(name: str) -> tuple[str, str]:
    """Key that sorts names as Norwegian does: Ås after Østby after Ærvik, "aa" as å."""
    lowered = unicodedata.normalize("NFC", name).casefold().replace("aa", "å").translate(_ORDER)
    plain = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in plain if not unicodedata.combining(c)), name
