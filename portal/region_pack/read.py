"""Reading the files of a pack; every mistake is collected, with file, key and reason."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from portal.region_pack import schema, step_schema
from portal.region_pack.handbook import HandbookFile, HandbookPage

File = TypeVar("File", bound=BaseModel)


class PackError(Exception):
    """The pack cannot be loaded; nothing was written. `mistakes` holds one line each."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


@dataclass
class Pack:
    """Everything a region pack says, checked file by file."""

    languages: list[str] = field(default_factory=list)
    region: schema.Municipality | None = None
    municipalities: list[schema.Municipality] = field(default_factory=list)
    outlines: dict[str, schema.Outline] = field(default_factory=dict)
    attribution: str = ""
    licence: str = ""
    topics: list[schema.Topic] = field(default_factory=list)
    sources: dict[str, schema.Source] = field(default_factory=dict)
    figures: list[tuple[str, schema.Figure]] = field(default_factory=list)
    pages: list[tuple[str, schema.Page]] = field(default_factory=list)
    organisations: list[schema.Organisation] = field(default_factory=list)
    offers: list[schema.Offer] = field(default_factory=list)
    contacts: list[schema.Contact] = field(default_factory=list)
    steps: list[step_schema.Step] = field(default_factory=list)
    handbook: list[HandbookPage] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


class _StrictLoader(yaml.CSafeLoader):
    """YAML without its trap: a key that stands twice silently wins over the first."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _value in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_pack(folder: Path) -> Pack:
    """The pack in the folder. Mistakes in single files are in `mistakes`, to be shown together."""
    pack = Pack()
    if not folder.is_dir():
        raise PackError([f"{folder}: there is no such folder"])
    if head := _file(pack, folder, "region.yaml", schema.RegionFile):
        pack.languages, pack.region = head.languages, head.region
    if sources := _file(pack, folder, "sources.yaml", schema.SourcesFile):
        pack.sources = sources.sources
    if places := _file(pack, folder, "municipalities.yaml", schema.MunicipalitiesFile):
        pack.municipalities = places.municipalities
    if topics := _file(pack, folder, "topics.yaml", schema.TopicsFile):
        pack.topics = topics.topics
    if bodies := _file(pack, folder, "organisations.yaml", schema.OrganisationsFile, True):
        pack.organisations, pack.offers = bodies.organisations, bodies.offers
    if contacts := _file(pack, folder, "contacts.yaml", schema.ContactsFile, True):
        pack.contacts = contacts.contacts
    if steps := _file(pack, folder, "steps.yaml", step_schema.StepsFile, True):
        pack.steps = steps.steps
    if routines := _file(pack, folder, "handbook.yaml", HandbookFile, True):
        pack.handbook = routines.pages
    _read_folders(pack, folder)
    _read_outlines(pack, folder / "boundaries.geojson")
    return pack


def _read_folders(pack: Pack, folder: Path) -> None:
    for path in sorted((folder / "figures").glob("*.yaml")):
        name = f"figures/{path.name}"
        if figures := _file(pack, folder, name, schema.FiguresFile):
            pack.figures += [(name, figure) for figure in figures.figures]
    for path in sorted((folder / "pages").glob("*.yaml")):
        name = f"pages/{path.name}"
        if page := _file(pack, folder, name, schema.Page):
            pack.pages.append((name, page))


def _file(
    pack: Pack, folder: Path, name: str, form: type[File], optional: bool = False
) -> File | None:
    path = folder / name
    if not path.exists():
        if not optional:
            pack.mistakes.append(f"{name}: the file is missing")
        return None
    data: Any = None
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader)
        return form.model_validate(data)
    except ValidationError as error:
        pack.mistakes += [f"{name}: {_where(e['loc'], data)}: {_why(e)}" for e in error.errors()]
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "somewhere"
        pack.mistakes.append(f"{name}: {line}: {error.problem}")
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        pack.mistakes.append(f"{name}: not readable as YAML in UTF-8 ({error})")
    return None


def _where(location: tuple[Any, ...], data: Any) -> str:
    """The place of a mistake, with the key of each entry on the way: figures[2] (population)."""
    parts = []
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            name = data.get("key") if isinstance(data, dict) else None
            parts.append(f"[{step}]" + (f" ({name})" if name else ""))
        else:
            parts.append(f".{step}" if parts else str(step))
    return "".join(parts) or "the file"


def _why(error: Any) -> str:
    return str(error["msg"]).removeprefix("Value error, ")


def _read_outlines(pack: Pack, path: Path) -> None:
    if not path.exists():
        return
    try:
        data = json.loads(path.read_text("utf-8"))
        features = data["features"]
        if data.get("type") != "FeatureCollection" or not isinstance(features, list):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        pack.mistakes.append(f"{path.name}: not a GeoJSON FeatureCollection")
        return
    pack.attribution, pack.licence = data.get("attribution", ""), data.get("licence", "")
    for number, feature in enumerate(features):
        _read_outline(pack, path.name, number, feature)


def _read_outline(pack: Pack, name: str, number: int, feature: Any) -> None:
    try:
        properties = feature["properties"]
        outline = schema.Outline(
            key=properties["key"], layer=str(properties["set"]), geometry=feature["geometry"]
        )
    except ValidationError as error:
        pack.mistakes += [f"{name}: features[{number}]: {_why(e)}" for e in error.errors()]
    except (KeyError, TypeError):
        pack.mistakes.append(f"{name}: features[{number}]: needs `set`, `key` and a geometry")
    else:
        # Layers are years; of a municipality in several, the newest outline counts.
        known = pack.outlines.get(outline.key)
        if known is None or known.layer < outline.layer:
            pack.outlines[outline.key] = outline
