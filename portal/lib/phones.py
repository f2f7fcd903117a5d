"""Phone numbers as people write them and as phones dial them."""


def dialled(phone: str) -> str:
    """The number as a `tel:` address wants it; Norway's prefix where none is given."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return f"+{digits}" if phone.startswith("+") else f"+47{digits}"
