"""A file of the catalogue, and how files become one catalogue."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from film.catalogue import Catalogue, Model, RetiredModel, Studio
from film.model import Value


class CatalogueFile(Value):
    """What one YAML file of the catalogue holds; every part may be missing."""

    models: tuple[Model, ...] = ()
    retired: tuple[RetiredModel, ...] = ()
    voices: dict[Studio, str] = Field(default_factory=dict)
    writers: dict[Studio, str] = Field(default_factory=dict)


def layered(*layers: Sequence[CatalogueFile]) -> Catalogue:
    """One catalogue out of layers of files, the later ones over the earlier: the same slug, or studio, replaces.

    A model of a later layer also comes first among models of equal rank. Raises ``ValueError`` where a name stands
    twice within a layer, a successor is missing, or a studio is left without a model for some kind of work.
    """
    models: list[Model] = []
    retired: list[RetiredModel] = []
    voices: dict[Studio, str] = {}
    writers: dict[Studio, str] = {}
    for layer in layers:
        names = {model.slug for file in layer for model in file.models}
        names |= {gone.slug for file in layer for gone in file.retired}
        models = [m for file in layer for m in file.models] + [m for m in models if m.slug not in names]
        retired = [g for file in layer for g in file.retired] + [g for g in retired if g.slug not in names]
        for file in layer:
            voices |= file.voices
            writers |= file.writers
    return Catalogue(models=tuple(models), retired=tuple(retired), voices=voices, writers=writers)


def catalogue_schema() -> dict[str, Any]:
    """The JSON Schema of such a file, for editors that complete and check YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CatalogueFile.model_json_schema(),
        "title": "A file of Reelwright's model catalogue",
    }
