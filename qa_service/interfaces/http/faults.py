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
    detail = _in_plain_words(error)
    if error["type"] == "json_invalid":
        return FaultOut(
            detail=f"the body is not JSON (at character {path[0]})", pointer="", parameter=None
        )
    if kind != "body":
        return FaultOut(detail=detail, pointer=None, parameter=".".join(map(str, path)))
    if not path and error["type"] in _OF_THE_BODY:
        return FaultOut(detail=_OF_THE_BODY[error["type"]], pointer="", parameter=None)
    steps = (str(one).replace("~", "~0").replace("/", "~1") for one in path)
    return FaultOut(detail=detail, pointer="".join(f"/{one}" for one in steps), parameter=None)


def unreadable_body(coding: str, reason: BaseException | None) -> FaultOut:
    """Of a body that is not JSON for another reason than a wrong character."""
    why = "it cannot be read"
    if coding.strip().lower() not in ("", "identity"):
        why = "it is compressed; send it as it is"
    elif isinstance(reason, UnicodeDecodeError):
        why = "it is not UTF-8"
    elif isinstance(reason, RecursionError):
        why = "it is nested too deeply"
    elif isinstance(reason, ValueError):
        why = "a number in it is too long"
    return FaultOut(detail=f"the body is not JSON ({why})", pointer="", parameter=None)


_OF_THE_BODY = {
    "missing": "the body is missing",
    "model_attributes_type": "the body is not a JSON object",
    "model_type": "the body is not a JSON object",
}

_PLAIN = {
    "missing": "it is missing",
    "extra_forbidden": "there is no such member",
    "none_required": "it is reserved: leave it out, or send null",
    "model_attributes_type": "it is not an object",
    "model_type": "it is not an object",
    "list_type": "it is not a list",
    "string_type": "it is not a string",
    "int_type": "it is not a whole number",
    "int_parsing": "it is not a whole number",
}


def _in_plain_words(error: Mapping[str, Any]) -> str:
    """Pydantic's words are for those who write Python."""
    message = str(error["msg"]).removeprefix("Value error, ")
    plain = _PLAIN.get(error["type"], f"{message[:1].lower()}{message[1:]}")
    return plain.replace("input should", "it should", 1)
