"""The catalogue as this server reads it: the bundled files, and those of one's own over them."""

import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from film.catalogue import Catalogue
from film.catalogue_file import CatalogueFile, layered

_OWN = "REELWRIGHT_MODELS"


def read_catalogue() -> Catalogue:
    """All models there are to rehearse and to price. Raises ``ValueError`` for files that are none of a catalogue."""
    layers = [_layer(files("film").joinpath("models"))]
    if own := os.environ.get(_OWN):
        layers.append(_layer(Path(own)))
    return layered(*layers)


def _layer(folder: Traversable) -> list[CatalogueFile]:
    found = sorted((f for f in folder.iterdir() if f.name.endswith((".yaml", ".yml"))), key=lambda file: file.name)
    return [CatalogueFile.model_validate(yaml.safe_load(file.read_text("utf-8")) or {}) for file in found]
