"""Errors at the door as RFC 9457 problem documents: what was wrong, with which field, what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from store.flavours import BrokenFlavourError, UnknownFlavourError
from store.moods import NothingPickedError, UnknownMoodBoardError, UnknownMoodError
from store.one_offs import UnknownPredictionError
from store.projects import UnknownProjectError
from store.references import UnknownReferenceError

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
_RETRY_AFTER_S = "2"


class FieldProblem(BaseModel):
    """One field that was wrong. ``pointer`` is its JSON pointer in the body, or the name of a parameter."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """A problem document. ``type`` names the kind of problem; ``detail`` is a sentence for a person."""

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """A refusal with its status, a short kind, a sentence that says what to do, and the fields it is about."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        pointer: str | None = None,
        fields: Sequence[FieldProblem] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.fields = [FieldProblem(pointer=pointer, detail=detail)] if pointer else list(fields)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem document."""

    @app.exception_handler(ProblemError)
    async def _problem(_: Request, error: ProblemError) -> JSONResponse:
        return _answer(error.status, error.kind, error.detail, error.fields)

    @app.exception_handler(UnknownProjectError)
    async def _unknown(_: Request, error: UnknownProjectError) -> JSONResponse:
        return _answer(404, "unknown-project", f"There is no project {error}; list yours with GET /v1/projects")

    @app.exception_handler(UnknownPredictionError)
    async def _unknown_prediction(_: Request, error: UnknownPredictionError) -> JSONResponse:
        detail = f"There is no prediction {error}; list yours with GET /v1/predictions"
        return _answer(404, "unknown-prediction", detail)

    @app.exception_handler(UnknownReferenceError)
    async def _unknown_reference(_: Request, error: UnknownReferenceError) -> JSONResponse:
        detail = f"There is no reference {error}; list yours with GET /v1/references"
        return _answer(404, "unknown-reference", detail)

    @app.exception_handler(UnknownFlavourError)
    @app.exception_handler(BrokenFlavourError)
    async def _no_flavour(_: Request, error: Exception) -> JSONResponse:
        return _answer(422, "no-such-flavour", str(error), [FieldProblem(pointer="/flavour", detail=str(error))])

    @app.exception_handler(UnknownMoodBoardError)
    async def _unknown_board(_: Request, error: UnknownMoodBoardError) -> JSONResponse:
        return _answer(404, "unknown-mood-board", f"There is no mood board {error}; make one with POST /v1/moods")

    @app.exception_handler(UnknownMoodError)
    @app.exception_handler(NothingPickedError)
    async def _no_mood(_: Request, error: Exception) -> JSONResponse:
        return _answer(422, "no-such-mood", str(error), [FieldProblem(pointer="/mood", detail=str(error))])

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = [FieldProblem(pointer=_pointer(e), detail=_words(e)) for e in error.errors()]
        return _answer(422, "invalid-request", "; ".join(map(_sentence, fields)) or "The request is not valid", fields)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return _answer(error.status_code, kind, str(error.detail), headers=error.headers)

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(PoolTimeoutError)
    async def _no_database(_: Request, error: Exception) -> JSONResponse:
        log.warning("the database did not answer", reason=type(error).__name__)
        return _answer(503, "studio-busy", "The studio's database did not answer; try again in a moment")

    @app.exception_handler(Exception)
    async def _crash(request: Request, error: Exception) -> JSONResponse:
        log.error("request failed", path=request.url.path, method=request.method, exc_info=error)
        return _answer(500, "internal-error", "Something went wrong here; the log of the API says what")


def _answer(
    status: int,
    kind: str,
    detail: str,
    errors: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    title = HTTPStatus(status).phrase
    body = Problem(type=f"/problems/{kind}", title=title, status=status, detail=detail, errors=errors or [])
    wait = {"Retry-After": _RETRY_AFTER_S} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(body.model_dump(), status, {**wait, **(headers or {})}, media_type=MEDIA_TYPE)


def _pointer(error: dict[str, Any]) -> str:
    """The JSON pointer (RFC 6901) of a field of the body; the name of a parameter; empty for the body as a whole."""
    head, *rest = error["loc"]
    if head != "body":
        return str(rest[0]) if rest else str(head)
    return "" if error["type"] == "json_invalid" else "".join(f"/{part}" for part in rest)


def _words(error: dict[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return f"The body is not JSON: {error['ctx']['error']} at character {error['loc'][-1]}"
    return str(error["msg"]).removeprefix("Value error, ")


def _sentence(field: FieldProblem) -> str:
    return f"{field.pointer}: {field.detail}" if field.pointer else field.detail
