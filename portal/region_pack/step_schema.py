"""The form of a first step in a region pack."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from hosting.models import Occupation, StepTime
from hosting.models.step_time import LAST_DAY, YEARLY
from municipalities.models.figure import Confidence
from municipalities.models.page import Group, Phase
from portal.region_pack.schema import Address, Fact, Key, Keys, Known, Part, Text

# As the pack writes "for everybody" and "only for families with children".
ANY, WITH_CHILDREN = "any", "with_children"


def _apart(value: Any) -> Any:
    """The word of a term, and its explanation in each language."""
    if not isinstance(value, dict):
        return value
    return {"term": value.get("term"), "text": {k: v for k, v in value.items() if k != "term"}}


def _as_texts(value: Any) -> Any:
    """A mapping of YAML, in which a date of the year in quotes may be forgotten."""
    return None if value is None else str(value)


class Deadline(Part):
    """A time counted from something, or a date of each year or month."""

    kind: StepTime.Kind
    what: Text | None = None
    amount: int | None = Field(None, ge=1, le=1000)
    unit: StepTime.Unit | None = None
    relation: StepTime.Relation | None = None
    anchor: StepTime.Anchor | None = None
    yearly: Annotated[str | None, BeforeValidator(_as_texts)] = None
    monthly_day: int | None = Field(None, ge=1, le=LAST_DAY)
    groups: list[Group] = []
    occupations: list[Occupation] = []
    unchecked: bool = False

    @model_validator(mode="after")
    def of_one_form(self) -> "Deadline":
        counted = [self.amount, self.unit, self.relation, self.anchor]
        forms = [all(counted), self.yearly is not None, self.monthly_day is not None]
        if sum(forms) != 1 or (any(counted) and not all(counted)):
            raise ValueError(
                "needs either amount, unit, relation and anchor, or yearly, or monthly_day"
            )
        if self.yearly is not None and not YEARLY.fullmatch(self.yearly):
            raise ValueError("yearly: month and day in quotes, for example '03-01'")
        if self.kind == StepTime.Kind.LEAD:
            raise ValueError("how long an answer takes stands under lead_times")
        return self


class LeadTime(Part):
    """How long the authority takes once it is handed in."""

    amount: int = Field(ge=1, le=1000)
    unit: StepTime.Unit
    groups: list[Group] = []
    what: Text | None = None
    source: Keys = Field(min_length=1)
    as_of: Known | None = None
    confidence: Confidence = Confidence.MEDIUM

    @model_validator(mode="after")
    def is_known(self) -> "LeadTime":
        if self.confidence == Confidence.LOW:
            raise ValueError("a waiting time of low confidence cannot be planned with")
        return self


class Cost(Part):
    """An amount, a note, or both."""

    nok: int | None = Field(None, ge=0)
    note: Text | None = None

    @model_validator(mode="after")
    def says_something(self) -> "Cost":
        if self.nok is None and self.note is None:
            raise ValueError("needs nok or a note")
        return self


class TermParts(Part):
    """A Norwegian word with its explanation."""

    term: str = Field(min_length=1, pattern=r"^[^:\n]+$")
    text: Text


Term = Annotated[TermParts, BeforeValidator(_apart)]


class Step(Part):
    """A first step."""

    key: Key
    phase: Phase
    topic: Key
    applies_to: list[Group] = Field(min_length=1)
    occupation: list[str] = [ANY]
    children: str = Field(ANY, pattern=f"^({ANY}|{WITH_CHILDREN})$")
    title: Text
    summary: Text
    detail: Text | None = None
    terms_no: list[Term] = []
    depends_on: list[Key] = []
    depends_on_any: list[Key] = []
    authority: Key | None = None
    url: Address | None = None
    url_status: str | None = None
    papers: list[Text] = []
    deadlines: list[Deadline] = []
    lead_times: list[LeadTime] = []
    cost: Cost | None = None
    needed_before_work: bool = False
    facts: list[Fact] = []
    source: Keys
    as_of: Known | None = None
    confidence: Confidence
    verify_before_publishing: str | None = None

    @model_validator(mode="after")
    def has_known_occupations(self) -> "Step":
        for each in self.occupation:
            if each != ANY and each not in Occupation.values:
                raise ValueError(f"occupation: {each} is not one of {ANY}, {_listed()}")
        return self


def _listed() -> str:
    return ", ".join(Occupation.values)


class StepsFile(Part):
    meta: dict[str, Any] = {}
    steps: list[Step]
