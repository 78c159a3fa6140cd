"""Blocking: where the actors stand, how large, and how far they go during the shot."""

from dataclasses import dataclass

from film.shot import Framing
from previz.art.actors.base import ActorSprite
from previz.art.layer import Backdrop
from previz.art.paint import Point
from previz.art.stage import Stage
from previz.shot import Action, Actor

_COMPANION = 0.9
_WIDE = 0.60
_PORTRAIT = 1.38
_AFLOAT = 0.5
"""The share of a swimmer that is under water."""
_FIGURE_FOCUS = 0.66
"""A focus above this share of an actor's height is a face: a close shot may then crop the body."""


@dataclass(frozen=True)
class Placed:
    """An actor on the stage: its ground point and scale in units, as the medium composition has it."""

    sprite: ActorSprite
    x: float
    y: float
    scale: float
    flip: bool

    @property
    def left(self) -> float:
        """Left edge in units."""
        extent = self.sprite.extent
        return self.x + self.scale * (-extent.right if self.flip else extent.left)

    @property
    def right(self) -> float:
        """Right edge in units."""
        extent = self.sprite.extent
        return self.x + self.scale * (-extent.left if self.flip else extent.right)

    @property
    def top(self) -> float:
        """Upper edge in units."""
        return self.y + self.scale * self.sprite.extent.top

    @property
    def bottom(self) -> float:
        """Lower edge in units."""
        return self.y + self.scale * self.sprite.extent.bottom

    @property
    def focus(self) -> Point:
        """The point a close shot looks at, in units."""
        x, y = self.sprite.focus
        return self.x + self.scale * (-x if self.flip else x), self.y + self.scale * y

    @property
    def size(self) -> float:
        """What a close shot measures by, in units: the height, or most of the width of a long actor."""
        return max(self.bottom - self.top, 0.72 * (self.right - self.left))

    @property
    def is_figure(self) -> bool:
        """True when the focus is a face high up, not the middle of a thing."""
        extent = self.sprite.extent
        height = extent.bottom - extent.top
        return height > 0 and (extent.bottom - self.sprite.focus[1]) / height > _FIGURE_FOCUS


@dataclass(frozen=True)
class Cast:
    """All actors in painting order, the subject last. ``travel`` is the subject's speed in units per second."""

    placed: tuple[Placed, ...]
    travel: float

    @property
    def subject(self) -> Placed | None:
        """The first actor of the shot, if there is one."""
        return self.placed[-1] if self.placed else None

    @property
    def left(self) -> float:
        """Left edge of the group."""
        return min(p.left for p in self.placed)

    @property
    def right(self) -> float:
        """Right edge of the group."""
        return max(p.right for p in self.placed)


def place(sprites: list[tuple[Actor, ActorSprite]], backdrop: Backdrop, stage: Stage, framing: Framing) -> Cast:
    """Stand the actors side by side around the middle, as large as the framing asks and the frame allows.

    Companions are a little smaller and behind: the first to the right, the second to the left, and so on.
    """
    if not sprites:
        return Cast(placed=(), travel=0.0)
    wide = framing is Framing.WIDE
    scale = backdrop.actor_scale * (_PORTRAIT if stage.height > stage.width else 1.0) * (_WIDE if wide else 1.0)
    scale *= min(1.0, *(_fit(sprite, scale, backdrop, stage, wide) for _, sprite in sprites))
    spans = [_span(sprite) * (_COMPANION if i else 1.0) for i, (_, sprite) in enumerate(sprites)]
    group = sum(spans) * (0.92 if len(spans) > 1 else 1.0)
    scale *= min(1.0, (0.60 if wide else 0.76) * stage.width / (group * scale))
    # Left to right: every second companion, nearest last, then the subject, then the others.
    order = [*(i for i in range(len(sprites) - 1, 0, -1) if i % 2 == 0), 0, *range(1, len(sprites), 2)]
    x = stage.centre_x - group * scale / 2
    placed: dict[int, Placed] = {}
    for i in order:
        placed[i] = _stand(sprites[i], x, scale, backdrop, stage, wide, companion=i > 0, after_subject=0 in placed)
        x += spans[i] * scale * (0.92 if len(spans) > 1 else 1.0)
    subject = sprites[0][1]
    travel = subject.travel * placed[0].scale
    return Cast(placed=tuple(placed[i] for i in sorted(placed, reverse=True)), travel=travel)


def _stand(
    cast: tuple[Actor, ActorSprite],
    left: float,
    scale: float,
    backdrop: Backdrop,
    stage: Stage,
    wide: bool,
    *,
    companion: bool,
    after_subject: bool,
) -> Placed:
    """One actor with its left edge at ``left``; a companion on the right turns to the subject if it can."""
    actor, sprite = cast
    own = scale * (_COMPANION if companion else 1.0)
    turned = companion and after_subject and sprite.travel == 0 and actor.label is None
    reach = sprite.extent.right if turned else -sprite.extent.left
    y = _ground(backdrop, stage, wide) - (14.0 if companion else 0.0)
    if actor.action is Action.SWIM and backdrop.waterline is not None:
        y = backdrop.waterline - (_AFLOAT * sprite.extent.top + (1 - _AFLOAT) * sprite.extent.bottom) * own
    elif sprite.floats:
        middle = (sprite.extent.top + sprite.extent.bottom) / 2 * own
        y = stage.height * (0.40 if companion else 0.46) - middle
    return Placed(sprite=sprite, x=left + reach * own, y=y, scale=own, flip=turned)


def _ground(backdrop: Backdrop, stage: Stage, wide: bool) -> float:
    """Where feet stand: in a wide shot further off, so a little nearer to the horizon."""
    if not wide or backdrop.floor <= stage.horizon:
        return backdrop.floor
    return backdrop.floor - 0.22 * (backdrop.floor - stage.horizon)


def _span(sprite: ActorSprite) -> float:
    return sprite.extent.right - sprite.extent.left


def _fit(sprite: ActorSprite, scale: float, backdrop: Backdrop, stage: Stage, wide: bool) -> float:
    """How much an actor must shrink so that its height and width stay inside the frame."""
    height = (sprite.extent.bottom - sprite.extent.top) * scale
    room = 0.74 * stage.height if sprite.floats else _ground(backdrop, stage, wide) - 0.09 * stage.height
    room *= 0.72 if wide else 0.85
    return min(room / max(height, 1.0), (0.54 if wide else 0.74) * stage.width / max(_span(sprite) * scale, 1.0))
