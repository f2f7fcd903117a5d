"""Reading XML that a stranger sent: no document type, no entity, nothing from elsewhere; and the
line of each element."""

from dataclasses import dataclass, field
from typing import Any, Union
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from municipalities.exchange.parts import FileRefused

DEEPEST = 40
MOST_ELEMENTS = 100_000
SEPARATOR = " "


@dataclass
class Element:
    """An element with its line; `inside` holds elements and the text between them."""

    name: str  # "urn:… unit": name space and name
    attributes: dict[str, str]
    line: int
    inside: list[Union["Element", str]] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        """The elements right inside it."""
        return [each for each in self.inside if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """The text right inside it."""
        return "".join(each for each in self.inside if isinstance(each, str))


def parse(content: bytes) -> Element:
    """The document's root. Raises FileRefused for damaged XML and for a document type.

    Without a document type there are no entities, hence nothing that grows or is fetched. Expat is
    Python's own parser: this needs no other library, and lxml's says no line for each element.
    """
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.EntityDeclHandler = self._refuse_doctype
        self.parser.ExternalEntityRefHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.open = [Element("", {}, 0)]
        self.elements = 0

    def read(self, content: bytes) -> Element:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            raise FileRefused(_("The file is damaged: this is no XML."), error.lineno) from error
        except (LookupError, ValueError) as error:
            raise FileRefused(_("The file is written in an unknown encoding."), 1) from error
        return self.open[0].children[0]

    @property
    def line(self) -> int:
        return int(self.parser.CurrentLineNumber)

    def _refuse_doctype(self, *_about: Any) -> Any:
        raise FileRefused(
            _("The file declares a document type or entities; a translator's file needs none."),
            self.line,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise FileRefused(_("The file is nested too deep, or has too many parts."), self.line)
        element = Element(name, attributes, self.line)
        self.open[-1].inside.append(element)
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _data(self, data: str) -> None:
        self.open[-1].inside.append(data)
