"""Outcomes that many endpoints share, as the API reference tells them."""

from typing import Any

from api.problems import Problem

Responses = dict[int | str, dict[str, Any]]

UNKNOWN: Responses = {404: {"model": Problem, "description": "No such thing of yours"}}
REFUSED: Responses = {409: {"model": Problem, "description": "Not possible in its state"}}
BUSY: Responses = {503: {"model": Problem, "description": "The studio does not answer; try again"}}
FULL: Responses = {507: {"model": Problem, "description": "The disk is nearly full"}}
INVALID: Responses = {422: {"model": Problem, "description": "A field is wrong; `errors` names it"}}
SLOW: Responses = {504: {"model": Problem, "description": "Nobody answered in time; try again"}}
TOO_LARGE: Responses = {413: {"model": Problem, "description": "A file is too large; `errors` names it"}}
UNTAKEN: Responses = {
    415: {"model": Problem, "description": "A file is of a kind that is not taken; `errors` names it"}
}


def located(description: str) -> dict[str, Any]:
    """A success whose ``Location`` says where the thing is found."""
    location = {"description": "Where it is found", "schema": {"type": "string"}}
    return {"description": description, "headers": {"Location": location}}
