"""The models of the server, by name."""

from typing import Any

from previz.server.models.base import PrevizModel
from previz.server.models.lipsync import Lipsync
from previz.server.models.motion import Motion
from previz.server.models.score import Score
from previz.server.models.storyboard import Storyboard
from previz.server.models.voice import Voice

MODELS: dict[str, PrevizModel[Any]] = {
    model.slug: model for model in (Storyboard(), Motion(), Voice(), Score(), Lipsync())
}
VERSIONS: dict[str, PrevizModel[Any]] = {model.version: model for model in MODELS.values()}


def find_model(reference: str) -> PrevizModel[Any] | None:
    """The model that a create request names: ``owner/name``, ``owner/name:id`` or a 64-hex id."""
    slug, _, version = reference.rpartition(":")
    model = MODELS.get(reference) or VERSIONS.get(version)
    return model if model and slug in {"", model.slug} else None
