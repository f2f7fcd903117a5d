"""The skeleton of a region pack: it passes every check and says nothing that is not so.

Only what is true of any region stands in it as an entry; all else is a comment to be filled in.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from portal.lib.extract import fold

# What the skeleton itself says, in the languages it knows; others are left to the editors.
WORDS: dict[str, dict[str, str]] = {
    "one": {"nb": "Én kommune", "de": "Eine Gemeinde", "en": "One municipality"},
    "several": {"nb": "{} kommuner", "de": "{} Gemeinden", "en": "{} municipalities"},
    "number": {
        "nb": "Kommunenummer {}", "de": "Gemeindenummer {}", "en": "Municipality number {}",
    },
}  # fmt: skip
TOPICS: dict[str, dict[str, str]] = {
    "host_help": {"nb": "Vertskap og hjelp", "de": "Ansprechperson und Hilfe", "en": "Your host"},
    "region_municipalities": {
        "nb": "Regionen og kommunene", "de": "Region und Gemeinden",
        "en": "Region and municipalities",
    },
    "registration_residence": {
        "nb": "Melde flytting og oppholdsrett", "de": "Anmeldung und Aufenthalt",
        "en": "Registration and residence",
    },
    "work": {"nb": "Arbeid", "de": "Arbeit", "en": "Work"},
    "home": {"nb": "Bolig", "de": "Wohnen", "en": "A home"},
    "children": {"nb": "Barn og skole", "de": "Kinder und Schule", "en": "Children and school"},
    "health": {"nb": "Helse", "de": "Gesundheit", "en": "Health"},
    "language": {"nb": "Norsk og samfunn", "de": "Norwegisch und Alltag", "en": "Norwegian"},
}  # fmt: skip

REGION = """\
# The region: its languages (the first is the editors' and everybody's fallback), name and texts.
# docs/region-pack.md has the form; an introduction is written as the municipalities' are.
languages: {languages}
region:
  key: {key}
  name: {name}
  # website: https://www.example.org/
  tagline: {tagline}
"""
MUNICIPALITY = """\
- key: {key}
  name: {name}
  numbers:
  - {{number: '{number}'}}
  # counties:
  # - {{name: Nordland, number: '18'}}
  # centre: the main town; with its place, the year's light and the maps' lights are drawn
  # latitude: 68.4
  # longitude: 17.4
  # website: https://www.{key}.kommune.no/
  tagline: {tagline}
  # introduction:
  #   {first}: <p>…</p>
  # figures:
  # - {{key: population, kind: population, label: {label},
  #    value: 1, unit: people, as_of: 2024, source: ssb-07459}}
"""
FILES = {
    "sources.yaml": """\
# Every source that facts and texts cite, once.
# `own` means "not looked up": a figure with nothing else stays a draft.
sources:
  own:
    title: Not looked up
    language: en
  ssb-07459:
    title: Befolkning, tabell 07459
    publisher: Statistisk sentralbyrå
    language: nb
    url: https://www.ssb.no/statbank/table/07459
""",
    "contacts.yaml": """\
# Host contacts: real people, who have agreed to stand here.
# - {key: host-town, name: …, role: {nb: Vertskapskontakt, en: Host contact}, municipality: town,
#    email: …, phone: …, languages: [nb, en]}
contacts: []
""",
    "organisations.yaml": """\
# Organisations that newcomers meet, and their offers. Form: see the pack of Midt-Troms.
organisations: []
""",
}


class NoSuchRegion(ValueError):
    """What was asked for makes no region; the message says why."""


@dataclass(frozen=True)
class Place:
    """A municipality by its number and name."""

    number: str
    name: str

    @classmethod
    def of(cls, words: str) -> "Place":
        """ "1806 Narvik" as somebody types it; raises NoSuchRegion."""
        found = re.fullmatch(r"\s*(\d{4})\s+(\S.*?)\s*", words)
        if not found:
            raise NoSuchRegion(f'"{words}" is not a number and a name, such as "1806 Narvik".')
        return cls(found[1], found[2])

    @property
    def key(self) -> str:
        """Its part of every address."""
        return slugify(fold(self.name))


def make_pack(folder: Path, name: str, places: Sequence[Place], languages: Sequence[str]) -> None:
    """Write the skeleton into a folder that is new or empty; raises NoSuchRegion."""
    key = slugify(fold(name))
    _require_sense(folder, key, places, languages)
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "figures").mkdir(exist_ok=True)
    for file, text in (_texts(key, name, places, languages) | FILES).items():
        (folder / file).write_text(text, "utf-8")


def _require_sense(
    folder: Path, key: str, places: Sequence[Place], languages: Sequence[str]
) -> None:
    keys = [key, *(place.key for place in places)]
    if not places or not all(keys):
        raise NoSuchRegion("A region has a name and at least one municipality.")
    if len(set(keys)) < len(keys):
        raise NoSuchRegion("The region and its municipalities need different names.")
    if not languages or languages[0] not in WORDS["one"]:
        raise NoSuchRegion(f"The first language is one of {', '.join(WORDS['one'])}.")
    if folder.exists() and any(folder.iterdir()):
        raise NoSuchRegion(f"{folder} is not empty.")


def _texts(
    key: str, name: str, places: Sequence[Place], languages: Sequence[str]
) -> dict[str, str]:
    counted = WORDS["one"] if len(places) == 1 else WORDS["several"]
    said = {code: text.format(len(places)) for code, text in counted.items()}
    listed = [
        MUNICIPALITY.format(
            key=place.key,
            name=_written(place.name),
            number=place.number,
            tagline=_in(languages, {c: t.format(place.number) for c, t in WORDS["number"].items()}),
            label=_in(languages, {"nb": "Innbyggere", "de": "Bevölkerung", "en": "Population"}),
            first=languages[0],
        )
        for place in places
    ]
    topics = [f"- key: {key}\n  label: {_in(languages, said)}\n" for key, said in TOPICS.items()]
    return {
        "region.yaml": REGION.format(
            languages=f"[{', '.join(languages)}]",
            key=key,
            name=_written(name),
            tagline=_in(languages, said),
        ),
        "municipalities.yaml": "# Today's municipalities and, with valid_to and successor, former"
        " ones.\nmunicipalities:\n" + "".join(listed),
        "topics.yaml": "# The topics, on two levels (`subtopics:`).\ntopics:\n" + "".join(topics),
    }


def _in(languages: Sequence[str], said: Mapping[str, str]) -> str:
    """The text in those of the languages it is known in, as YAML."""
    known = [f"{code}: {_written(said[code])}" for code in languages if code in said]
    return "{" + ", ".join(known) + "}"


def _written(words: str) -> str:
    """A text as YAML reads it back, whatever it holds."""
    return json.dumps(words, ensure_ascii=False)
