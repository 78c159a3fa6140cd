"""References: pictures of a character, a place or a product that every shot must agree with."""

from enum import StrEnum

from pydantic import Field

from film.model import Value

STORED_PICTURE = r"^assets/[a-z]+/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+$"
"""The keys of stored files."""


class ReferenceKind(StrEnum):
    """What a reference shows."""

    CHARACTER = "character"
    LOCATION = "location"
    PRODUCT = "product"


class Reference(Value):
    """A picture to agree with. ``name`` is how prompts and plans call what it shows, ``looks`` what it looks like.

    It is kept under ``reference_id`` and can be used in any film of its owner.
    """

    reference_id: str = Field(min_length=1, max_length=40)
    kind: ReferenceKind
    name: str = Field(min_length=1, max_length=60)
    looks: str = Field(default="", max_length=500)
    image: str = Field(pattern=STORED_PICTURE)
