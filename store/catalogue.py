"""Reading the model catalogue from its data files."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from film.catalogue import Catalogue


@cache
def load_catalogue() -> Catalogue:
    """The catalogue in ``film/models/``, validated; read once per process."""
    folder = files("film").joinpath("models")
    documents = [yaml.safe_load(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return Catalogue.model_validate(merged(documents))


def merged(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One catalogue out of many files: lists follow one another, names of studios come together."""
    whole: dict[str, Any] = {"models": [], "retired": [], "voices": {}, "writers": {}}
    for document in documents:
        for name, part in document.items():
            if isinstance(part, list):
                whole.setdefault(name, []).extend(part)
            else:
                whole.setdefault(name, {}).update(part)
    return whole
