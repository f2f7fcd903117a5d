"""What travels: which text, in which version, and its fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

# A whole file, and one field of it: far above all texts of a region and the longest of its pages.
MAX_BYTES = 2_000_000
MAX_FIELD = 100_000
MAX_TEXTS = 2_000
SIGNATURE_LENGTH = 20
REFERENCE = re.compile(
    r"(?P<signed>(?P<kind>[a-z]+\.[a-z]+)\.(?P<pk>[0-9]{1,18})\.r(?P<revision>[0-9]{1,9})"
    r"\.v(?P<version>[0-9]{1,9})\.(?P<language>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*))"
    rf"\.(?P<signature>[0-9a-f]{{{SIGNATURE_LENGTH}}})"
)


class FileRefused(Exception):
    """The file changes nothing; `reason` says why, `line` where (None: about all of it)."""

    def __init__(self, reason: Any, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True)
class Reference:
    """Which text went out: the object, its revision, the version of its source text, and into
    which language.

    Signed: an id that somebody has changed, or made up, is none of ours.
    """

    kind: str  # "municipalities.page"
    pk: int
    revision: int
    version: int
    language: str

    def __str__(self) -> str:
        named = f"{self.kind}.{self.pk}.r{self.revision}.v{self.version}.{self.language}"
        return f"{named}.{_signature(named)}"

    @classmethod
    def read(cls, text: str, line: int) -> Self:
        """The reference; raises FileRefused for one that we have not written."""
        found = REFERENCE.fullmatch(text)
        if not found or not constant_time_compare(_signature(found["signed"]), found["signature"]):
            raise FileRefused(
                _("This text was not exported from here, or its id was changed."), line
            )
        pk, revision, version = (int(found[name]) for name in ("pk", "revision", "version"))
        return cls(found["kind"], pk, revision, version, found["language"])


@dataclass(frozen=True)
class Outgoing:
    """A text that goes out. `rich` are the fields that hold markup."""

    reference: Reference
    title: str
    address: str
    labels: Mapping[str, str]
    source: Mapping[str, str]
    target: Mapping[str, str]
    rich: frozenset[str]
    is_current: bool = False


class Unit(NamedTuple):
    """One piece that came back: a field, or one block of it ("body-3")."""

    name: str
    line: int
    target: str
    # As it stands in the file; None where the file does not show it.
    source: str | None = None
    # Whether the translator's tool says that it is done.
    is_confirmed: bool = False


@dataclass
class Returned:
    """One text that came back."""

    reference: Reference
    line: int
    units: list[Unit] = field(default_factory=list)


def _signature(named: str) -> str:
    return salted_hmac("landgang.exchange", named, algorithm="sha256").hexdigest()[
        :SIGNATURE_LENGTH
    ]


def refuse_twice(texts: list[Returned]) -> list[Returned]:
    """The texts; raises FileRefused where one comes twice, or when there are too many or none."""
    if not texts:
        raise FileRefused(_("There is no text in the file."))
    seen: set[tuple[str, int]] = set()
    for text in texts:
        key = (text.reference.kind, text.reference.pk)
        if key in seen or len(seen) >= MAX_TEXTS:
            raise FileRefused(_("The same text comes twice, or there are too many."), text.line)
        seen.add(key)
    return texts
