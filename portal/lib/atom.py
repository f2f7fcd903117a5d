"""Atom for readers of several languages."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed


class AtomInLanguages(Atom1Feed):
    """Says of each entry which language it is in: what is not translated is Norwegian."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The entry's own language: its `language`, which the feed gives as an extra."""
        return super().item_attributes(item) | {"xml:lang": item["language"]}
