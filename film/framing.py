"""How a picture of another shape meets the frame of the film."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from film.model import Value

_Share = Annotated[float, Field(ge=0, le=1)]


class Fit(StrEnum):
    """``COVER`` fills the frame and crops; ``CONTAIN`` shows all on black; ``BLUR`` shows all on its own blur."""

    COVER = "cover"
    CONTAIN = "contain"
    BLUR = "blur"


class Focus(Value):
    """The point of a picture that matters most, as shares of its width and height from the top left corner."""

    x: _Share = 0.5
    y: _Share = 0.5


CENTRE = Focus()
