"""What the API is asked. Unknown members are errors: no misspelt filter passes in silence."""

import re
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
)

from qa_service.domain.answers import Mode
from qa_service.domain.errors import BadFilter
from qa_service.domain.passages import Filters

NAMES_LIMIT = 100
"""Of articles, publishers or indexes in one request."""


def _require_day(value: object) -> object:
    # Pydantic alone would take timestamps and numbers for days.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("a day is written like 2023-09-14")
    if isinstance(value, int | float):
        raise ValueError("a day is written like 2023-09-14, in quotation marks")
    return value


def _require_characters(text: str) -> str:
    # JSON can spell half of a surrogate pair, which no store and no encoder can write.
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        raise ValueError("it holds half of a character (an unpaired surrogate)")
    return text


Day = Annotated[date, BeforeValidator(_require_day)]
Words = Annotated[StrictStr, AfterValidator(_require_characters)]
Names = Annotated[list[Words], Field(max_length=NAMES_LIMIT)]


class In(BaseModel):
    """Something the API is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FiltersIn(In):
    """Which articles may answer. Days are inclusive and leave undated articles out."""

    articles: Names = []
    publishers: Names = []
    first_day: Day | None = Field(None, alias="from")
    last_day: Day | None = Field(None, alias="to")

    def to_filters(self) -> Filters:
        """Translate; raises `BadFilter`."""
        return span_filters(self.articles, self.publishers, self.first_day, self.last_day)


class QuestionIn(In):
    """A question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"question": "who warned Russia of consequences?", "indexes": ["news"]}]
        }
    )

    # A question's limits are the assistant's to check, after trimming; here they are only told.
    question: Words = Field(
        description="1 to 2,000 characters after trimming",
        json_schema_extra={"minLength": 1, "maxLength": 2000},
    )
    conversation_id: None = Field(None, description="Reserved for conversations")
    indexes: Names = Field([], description="Names of indexes; none: all")
    filters: FiltersIn = FiltersIn()
    mode: Mode = Mode.AUTO


class SearchIn(In):
    """A search."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "arms deal North Korea", "k": 3}]}
    )

    query: Words = Field(
        description="1 to 2,000 characters after trimming",
        json_schema_extra={"minLength": 1, "maxLength": 2000},
    )
    k: StrictInt = Field(10, ge=1, le=50, description="How many paragraphs at most")
    indexes: Names = Field([], description="Names of indexes; none: all")
    filters: FiltersIn = FiltersIn()


def span_filters(
    articles: list[str], publishers: list[str], first_day: date | None, last_day: date | None
) -> Filters:
    """Filters whose days are in order; raises `BadFilter`."""
    if first_day is not None and last_day is not None and first_day > last_day:
        raise BadFilter(f"The days run from {first_day} back to {last_day}.", "Exchange them.")
    return Filters(tuple(articles), tuple(publishers), first_day, last_day)
