"""Flavours: the ways a film can be made, read from their files as they are now."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path

from api.flavour_info import FlavourInfo, FlavourList, flavour_info, flavour_list
from api.problems import Problem, ProblemError
from store.flavours import UnknownFlavourError, load_flavours

router = APIRouter(prefix="/v1/flavours", tags=["flavours"])

Name = Annotated[str, Path(min_length=1, max_length=40, examples=["noir"])]


@router.get("")
async def list_flavours() -> FlavourList:
    """Every flavour; one whose files were broken by an edit says what is wrong with them."""
    return await asyncio.to_thread(flavour_list, load_flavours())


@router.get(
    "/{name}",
    responses={
        404: {"model": Problem, "description": "No such flavour; `detail` lists those there are"},
        422: {"model": Problem, "description": "That is no name"},
    },
)
async def get_flavour(name: Name) -> FlavourInfo:
    """One flavour: its pace, its look, and every word that models are told."""
    try:
        return await asyncio.to_thread(flavour_info, load_flavours(), name)
    except UnknownFlavourError as error:
        raise ProblemError(404, "unknown-flavour", str(error)) from error
