"""A file of the catalogue, and how files become one catalogue."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from film.catalogue import Capability, Catalogue, Model, RetiredModel, Studio
from film.model import Value
from film.voices import Voice


class CatalogueFile(Value):
    """What one YAML file of the catalogue holds; every part may be missing.

    ``speakers`` are the voices there are; ``voices`` names each studio's own, that narrates when nobody is named.
    """

    models: tuple[Model, ...] = ()
    retired: tuple[RetiredModel, ...] = ()
    voices: dict[Studio, str] = Field(default_factory=dict)
    speakers: tuple[Voice, ...] = ()
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


def speakers_of(catalogue: Catalogue, *layers: Sequence[CatalogueFile]) -> tuple[Voice, ...]:
    """All voices of layers of files, the later ones first and over the earlier: the same voice of a model replaces.

    Raises ``ValueError`` for a voice whose model is not there, speaks not at all, or refuses it.
    """
    voices: list[Voice] = []
    for layer in layers:
        added = [voice for file in layer for voice in file.speakers]
        named = {(voice.voice, slug) for voice in added for slug in voice.models}
        voices = added + [voice for voice in voices if not any((voice.voice, slug) in named for slug in voice.models)]
    models = {model.slug: model for model in catalogue.models}
    faults = [
        f"voice {voice.voice}: {fault}"
        for voice in voices
        for slug in voice.models
        if (fault := _misfit(voice, slug, models.get(slug)))
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return tuple(voices)


def _misfit(voice: Voice, slug: str, model: Model | None) -> str | None:
    """Why a model does not go with a voice that is said to be its."""
    if model is None or Capability.SPEECH not in model.capabilities:
        return f"{slug} is no speech model of the catalogue"
    if model.studio is not voice.studio:
        return f"{slug} belongs to the studio {model.studio.value}"
    rule = model.takes.rules.get(model.inputs.get("voice", ""))
    if rule is not None and rule.one_of and voice.voice not in rule.one_of:
        return f"{slug} does not know it"
    return None


def catalogue_schema() -> dict[str, Any]:
    """The JSON Schema of such a file, for editors that complete and check YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CatalogueFile.model_json_schema(),
        "title": "A file of Reelwright's model catalogue",
    }
