"""Reading the model catalogue from its data files."""

import os
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from film.catalogue import Catalogue
from film.catalogue_file import CatalogueFile, layered, speakers_of
from film.voices import Voice

FOLDER_VARIABLE = "REELWRIGHT_MODELS"
"""The environment variable that names a folder of one's own model files."""


class CatalogueError(ValueError):
    """The catalogue cannot be used; the message names the file, the model and the field, a line for each fault."""


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this installation; read once per process. See ``read_catalogue``."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return read_catalogue(Path(folder) if folder else None)


@cache
def load_voices() -> tuple[Voice, ...]:
    """The voices of this installation; read once per process. See ``read_voices``."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return read_voices(Path(folder) if folder else None)


def read_catalogue(extra: Path | None = None) -> Catalogue:
    """The bundled models of ``film/models/``, with those of the folder ``extra`` over them: the same slug replaces.

    Raises ``CatalogueError``.
    """
    try:
        return layered(*_layers(extra))
    except ValidationError as error:
        raise CatalogueError("\n".join(_message(fault) for fault in error.errors())) from error


def read_voices(extra: Path | None = None) -> tuple[Voice, ...]:
    """The bundled voices of ``film/models/``, with those of the folder ``extra`` before them: the same voice of the
    same model replaces. Raises ``CatalogueError``.
    """
    try:
        return speakers_of(read_catalogue(extra), *_layers(extra))
    except ValueError as error:
        raise CatalogueError(str(error)) from error


def _layers(extra: Path | None) -> list[list[CatalogueFile]]:
    layers = [_read_folder(files("film").joinpath("models"))]
    if extra is not None:
        if not extra.is_dir():
            raise CatalogueError(f"{extra}: there is no such folder of model files ({FOLDER_VARIABLE})")
        layers.append(_read_folder(extra))
    return layers


def _read_folder(folder: Traversable) -> list[CatalogueFile]:
    found = [file for file in folder.iterdir() if file.name.endswith((".yaml", ".yml"))]
    return [_read_file(file.name, file.read_text("utf-8")) for file in sorted(found, key=lambda file: file.name)]


def _read_file(name: str, text: str) -> CatalogueFile:
    try:
        document = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise CatalogueError(f"{name}: {error}") from error
    try:
        return CatalogueFile.model_validate(document)
    except ValidationError as error:
        faults = [_fault(document, fault["loc"], _message(fault)) for fault in error.errors()]
        raise CatalogueError("\n".join(f"{name}: {fault}" for fault in faults)) from error


def _fault(document: Any, place: tuple[int | str, ...], message: str) -> str:
    """The model, the field and what is wrong with it: ``openai/gpt-9: price.as_of: Field required``."""
    match place:
        case (str() as part, int() as number, *fields):
            entry = document[part][number]
            slug = entry.get("slug") if isinstance(entry, dict) else None
            model = str(slug or f"{part}[{number}]")
            return _joined(model, ".".join(map(str, fields)), message.removeprefix(f"{model}: "))
        case _:
            return _joined(".".join(map(str, place)), message)


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _message(fault: Any) -> str:
    return str(fault["msg"]).removeprefix("Value error, ")
