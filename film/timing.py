"""What happens when a clip is longer or shorter than its scene."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from film.model import Value


class Short(StrEnum):
    """How a clip that ends before its scene fills it."""

    HOLD = "hold"
    LOOP = "loop"
    PING_PONG = "ping-pong"
    SLOW_DOWN = "slow down"


class Long(StrEnum):
    """How a clip that goes on after its scene is made to fit."""

    TRIM = "trim"
    CENTRE = "centre"
    SPEED_UP = "speed up"


class Timing(Value):
    """The policy that brings any clip to exactly the length of its scene.

    ``HOLD`` keeps the last picture; ``LOOP`` starts again; ``PING_PONG`` runs back and forth; ``SLOW_DOWN`` plays at
    ``min_speed`` or faster, then holds. ``TRIM`` keeps the beginning, ``CENTRE`` the middle; ``SPEED_UP`` plays at
    ``max_speed`` or slower, then trims.
    """

    short: Short = Short.HOLD
    long: Long = Long.TRIM
    max_speed: Annotated[float, Field(ge=1, le=4)] = 1.25
    min_speed: Annotated[float, Field(ge=0.25, le=1)] = 0.8
