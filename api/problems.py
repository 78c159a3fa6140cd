"""Errors at the door as RFC 9457 problem documents: what was wrong, with which field, what to do."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from store.projects import UnknownProjectError

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """One field that was wrong. ``pointer`` is its JSON pointer or parameter name."""

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
    """A refusal with its status, a short kind and a sentence that says what to do."""

    def __init__(self, status: int, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, detail


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem document."""

    @app.exception_handler(ProblemError)
    async def _problem(_: Request, error: ProblemError) -> JSONResponse:
        return _answer(error.status, error.kind, error.detail)

    @app.exception_handler(UnknownProjectError)
    async def _unknown(_: Request, error: UnknownProjectError) -> JSONResponse:
        return _answer(404, "unknown-project", f"There is no project {error}; list yours with GET /v1/projects")

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = [FieldProblem(pointer=_pointer(e["loc"]), detail=e["msg"]) for e in error.errors()]
        first = f"{fields[0].pointer}: {fields[0].detail}" if fields else "The request is not valid"
        return _answer(422, "invalid-request", first, fields)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return _answer(error.status_code, kind, str(error.detail))

    @app.exception_handler(Exception)
    async def _crash(request: Request, error: Exception) -> JSONResponse:
        log.error("request failed", path=request.url.path, method=request.method, exc_info=error)
        return _answer(500, "internal-error", "Something went wrong here; the log of the API says what")


def _answer(status: int, kind: str, detail: str, errors: list[FieldProblem] | None = None) -> JSONResponse:
    title = HTTPStatus(status).phrase
    body = Problem(type=f"/problems/{kind}", title=title, status=status, detail=detail, errors=errors or [])
    headers = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA_TYPE)


def _pointer(location: tuple[int | str, ...]) -> str:
    head, *rest = location
    if head == "body":
        return "/" + "/".join(str(part) for part in rest)
    return str(rest[0]) if rest else str(head)
