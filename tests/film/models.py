"""Models for tests: the bundled ones, and small ones of our own."""

from datetime import date
from typing import Any

from film.catalogue import Model
from store.catalogue import load_catalogue

TODAY = date(2026, 11, 26)
ALL = load_catalogue().models
SMALL: dict[str, Any] = {
    "slug": "acme/clips",
    "provider": "replicate",
    "capability": "motion",
    "studio": "live",
    "inputs": {"prompt": "prompt", "seconds": "duration", "resolution": "resolution"},
    "takes": {
        "as_of": date(2026, 9, 20),
        "source": "a test",
        "rules": {
            "prompt": {"type": "string", "least": 1, "required": True},
            "duration": {"type": "integer", "least": 2, "most": 12, "default": 5},
            "resolution": {"type": "string", "one_of": ["480p", "1080p"], "default": "480p"},
        },
    },
    "price": {"rates": [{"per_second_usd": "0.05"}], "as_of": date(2026, 11, 21), "source": "a test"},
}
"""A model as its YAML says it."""


def named(slug: str) -> Model:
    """The bundled model of this name."""
    return load_catalogue().model(slug, TODAY)


def small(**changes: Any) -> Model:
    """The small model, with these fields instead."""
    return Model.model_validate(SMALL | changes)


def small_taking(rules: dict[str, Any], **changes: Any) -> Model:
    """The small model, with these inputs besides."""
    takes = SMALL["takes"] | {"rules": SMALL["takes"]["rules"] | rules}
    return small(**({"takes": takes} | changes))
