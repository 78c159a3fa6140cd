"""The models of the server, by name."""

from typing import Any

from previz.server.models.base import PrevizModel, ServedModel
from previz.server.models.lipsync import Lipsync
from previz.server.models.motion import Motion
from previz.server.models.score import Score
from previz.server.models.storyboard import Storyboard
from previz.server.models.voice import Voice

MODELS: dict[str, PrevizModel[Any]] = {
    model.slug: model for model in (Storyboard(), Motion(), Voice(), Score(), Lipsync())
}
"""Our own."""


class Repertoire:
    """All models a server offers."""

    def __init__(self, guests: tuple[ServedModel, ...] = ()) -> None:
        self.models: dict[str, ServedModel] = {**MODELS, **{guest.slug: guest for guest in guests}}
        self._versions = {version: model for model in self.models.values() for version in model.versions}

    def named(self, slug: str) -> ServedModel | None:
        """The model ``owner/name``."""
        return self.models.get(slug)

    def found(self, reference: str) -> ServedModel | None:
        """The model that a create request names: an id, ``owner/name:id``, or ``owner/name`` if it is official."""
        slug, _, version = reference.rpartition(":")
        model = self.models.get(reference)
        if model is not None:
            return model if model.is_official else None
        model = self._versions.get(version)
        return model if model and slug in {"", model.slug} else None
