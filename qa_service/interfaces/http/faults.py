"""What is wrong with a request, part by part; the same words over HTTP and on the command line."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qa_service.domain.errors import BadRequest

Body = TypeVar("Body", bound=BaseModel)


class FaultOut(BaseModel):
    """One thing wrong in a request: in the body (a JSON pointer) or in a parameter (its name)."""

    detail: str
    pointer: str | None
    parameter: str | None

    @property
    def sentence(self) -> str:
        """Where it is, and what."""
        where = self.pointer or self.parameter
        return f"{where}: {self.detail}." if where else f"{self.detail}."


def read_body(kind: type[Body], body: Mapping[str, Any]) -> Body:
    """The body of a request that did not come over HTTP; raises `BadRequest`."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        fault = fault_of({**first, "loc": ("body", *first["loc"])})
        raise BadRequest(fault.sentence) from None


def fault_of(error: Mapping[str, Any]) -> FaultOut:
    """Translate one of the errors that FastAPI tells of a request."""
    kind, *path = error["loc"]
    message = error["msg"].removeprefix("Value error, ")
    detail = f"{message[:1].lower()}{message[1:]}"
    if error["type"] == "json_invalid":
        return FaultOut(
            detail=f"the body is not JSON (at character {path[0]})", pointer="", parameter=None
        )
    if kind != "body":
        return FaultOut(detail=detail, pointer=None, parameter=".".join(map(str, path)))
    steps = (str(one).replace("~", "~0").replace("/", "~1") for one in path)
    return FaultOut(detail=detail, pointer="".join(f"/{one}" for one in steps), parameter=None)
