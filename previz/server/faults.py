"""What goes wrong with a request, in the words of Replicate's dialect."""

import math
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi.responses import JSONResponse
from pydantic import JsonValue, ValidationError
from pydantic_core import ErrorDetails

from previz.server.lab.faults import LabFault
from previz.server.lab.plan import Rule

_EXPECTED = {
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "string_type": "string",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "list_type": "array",
    "tuple_type": "array",
}
_POOR = (
    "Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you "
    "have less than $5.0 in credit."
)
_GIVEN = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
    type(None): "null",
}


@dataclass(frozen=True)
class InvalidField:
    """One broken rule, named as JSON Schema validators name it (``type`` as in gojsonschema)."""

    type: str
    field: str
    description: str


@dataclass
class Fault(Exception):  # noqa: N818 -- it is a reply, not a bug
    """A reply of status 400 or above."""

    status: int
    detail: str
    title: str | None = None
    retry_after_s: int | None = None
    invalid_fields: list[InvalidField] = field(default_factory=list)

    def response(self) -> JSONResponse:
        """The reply as Replicate words it."""
        body: dict[str, JsonValue] = {"detail": self.detail, "status": self.status}
        if self.title:
            body["title"] = self.title
        if self.invalid_fields:
            body["invalid_fields"] = [dict(vars(f)) for f in self.invalid_fields]
        headers = {}
        if self.retry_after_s is not None:
            body["retry_after"] = self.retry_after_s
            headers["Retry-After"] = str(self.retry_after_s)
        return JSONResponse(body, self.status, headers)


def unauthenticated() -> Fault:
    """No bearer token."""
    return Fault(401, "You did not pass an authentication token", "Unauthenticated")


def not_found() -> Fault:
    """No such route, model, prediction or file."""
    return Fault(404, "The requested resource could not be found.")


def no_such_version() -> Fault:
    """A create that names an unknown version."""
    return Fault(
        422, "The specified version does not exist (or perhaps you don't have permission to use it?)", "Invalid version"
    )


def unreadable(what: str) -> Fault:
    """A body that is not what it should be at all."""
    return Fault(400, what, "Bad request")


def throttled(retry_after_s: int, *, poor: bool = False) -> Fault:
    """Too many calls. To an account that runs dry (``poor``) that is said of so few that it is really about money."""
    why = f" {_POOR}" if poor else ""
    return Fault(
        429,
        f"Request was throttled.{why} Your rate limit resets in ~{retry_after_s}s.",
        retry_after_s=retry_after_s,
    )


def insufficient_credit() -> Fault:
    """An empty account."""
    return Fault(
        402,
        "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to "
        "purchase credit. Once you purchase credit, please wait a few minutes before trying again.",
        "Insufficient credit",
    )


def unknown_inputs(names: tuple[str, ...]) -> Fault:
    """Input names that a model does not have, refused."""
    kind = "additional_property_not_allowed"
    return input_fault([InvalidField(kind, "input", f"Additional property {name} is not allowed") for name in names])


def input_fault(fields: list[InvalidField]) -> Fault:
    """A create whose inputs break rules."""
    detail = "".join(f"- {f.field}: {f.description}\n" for f in fields)
    return Fault(422, detail, "Input validation failed", invalid_fields=fields)


def kind_of(value: JsonValue) -> str:
    """What JSON calls a value."""
    return _GIVEN.get(type(value), "object")


def invalid_input(error: ValidationError, root: str) -> Fault:
    """A create whose fields break their schema. ``root`` names the object the fields belong to ("input")."""
    return input_fault([_invalid_field(detail, root) for detail in error.errors(include_url=False)])


def worded(rule: Rule) -> JSONResponse:
    """The error that a rule of the laboratory asks for."""
    retry_after_s = 1 if rule.seconds is None else math.ceil(rule.seconds)
    match rule.fault:
        case LabFault.ERROR_401:
            fault = unauthenticated()
        case LabFault.ERROR_402:
            fault = insufficient_credit()
        case LabFault.ERROR_404:
            fault = not_found()
        case LabFault.ERROR_422:
            fault = unknown_inputs(("lab",))
        case LabFault.ERROR_429:
            fault = throttled(retry_after_s)
        case LabFault.ERROR_429_LOW_CREDIT:
            fault = throttled(retry_after_s, poor=True)
        case _:
            status = HTTPStatus(int(rule.fault.removeprefix("error_")))
            fault = Fault(status, status.phrase, status.phrase)
    return fault.response()


def _invalid_field(error: ErrorDetails, root: str) -> InvalidField:
    path = [str(part) for part in error["loc"]]
    told, limits = error["type"], error.get("ctx", {})
    name, parent = ".".join(filter(None, [root, *path])), ".".join(filter(None, [root, *path[:-1]])) or "(root)"
    match told:
        case "missing":
            return InvalidField("required", parent, f"{path[-1]} is required")
        case "extra_forbidden":
            return InvalidField(
                "additional_property_not_allowed", parent, f"Additional property {path[-1]} is not allowed"
            )
        case "enum" | "literal_error":
            allowed = str(limits.get("expected", "")).replace("'", '"').replace(" or ", ", ")
            return InvalidField("enum", name, f"{name} must be one of the following: {allowed}")
        case "less_than_equal":
            return InvalidField("number_lte", name, f"Must be less than or equal to {limits['le']:g}")
        case "greater_than_equal":
            return InvalidField("number_gte", name, f"Must be greater than or equal to {limits['ge']:g}")
        case "multiple_of":
            return InvalidField("multiple_of", name, f"Must be a multiple of {limits['multiple_of']:g}")
        case "string_too_short":
            low = limits["min_length"]
            return InvalidField("string_gte", name, f"String length must be greater than or equal to {low}")
        case "string_too_long":
            high = limits["max_length"]
            return InvalidField("string_lte", name, f"String length must be less than or equal to {high}")
        case _ if expected := _EXPECTED.get(told):
            given = _GIVEN.get(type(error["input"]), "object")
            told_type = f"Invalid type. Expected: {expected}, given: {given}"
            return InvalidField("invalid_type", name or "(root)", told_type)
        case _:
            return InvalidField("invalid", name or "(root)", error["msg"])
