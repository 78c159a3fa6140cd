"""Things without hands that come with another thing: it stands beside them."""

from dataclasses import replace

from previz.art.actors.base import ActorSprite, Pose
from previz.art.actors.brush import Brush
from previz.art.actors.held import Grip, Held
from previz.art.actors.sprite import sprite
from previz.art.actors.tone import tone_of
from previz.art.layer import Look

_BESIDE_SCALE = 0.45
_GAP = 30.0


def accompanied(owner: ActorSprite, thing: Held, look: Look) -> ActorSprite:
    """``owner`` with ``thing`` at its right, nearly half its height; only the owner speaks."""
    owner_height = owner.extent.bottom - owner.extent.top
    thing_height = max(1.0, thing.sprite.extent.bottom - thing.sprite.extent.top)
    scale = _BESIDE_SCALE * owner_height / thing_height
    beside = replace(thing, grip=Grip.BESIDE, scale=scale)
    gap = owner.extent.right * 0.8 + _GAP

    def paint(brush: Brush, pose: Pose) -> None:
        owner.draw(brush.canvas, pose)
        beside.beside(brush, pose, gap)

    return sprite(
        paint,
        tone_of(look),
        focus=owner.focus,
        loop_s=owner.loop_s,
        frames=owner.frames,
        travel=owner.travel,
        has_mouth=owner.has_mouth,
        floats=owner.floats,
    )
