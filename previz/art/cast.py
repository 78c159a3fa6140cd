"""Blocking: where the actors stand, how large, and how far they go during the shot."""

from dataclasses import dataclass, replace

from film.shot import Framing
from planner.shot import Action, Actor
from previz.art.actors.base import ActorSprite
from previz.art.company import Standing, standing
from previz.art.layer import Backdrop
from previz.art.paint import Point
from previz.art.stage import Stage

_WIDE, _WIDE_INDOORS = 0.78, 0.88
"""How large a wide shot shows an actor; a room has less air to stand in than a landscape."""
_PORTRAIT = 1.38
_SMALL = 520.0
"""Lower than this, in units, somebody is small."""
_LOOK_ROOM = 0.07
"""How far left of the middle one who looks to the right stands, as a share of the frame's width."""
_FURTHER_OFF = 0.34
"""Where a landmark behind the subject stands: this share of the way from the floor to the horizon."""
_AFLOAT = 0.5
"""The share of a swimmer that is under water."""
_FIGURE_FOCUS = 0.66
"""A focus above this share of an actor's height is a face: a close shot may then crop the body."""
_ABOVE_FACE = 1.24
"""How tall somebody is, measured by how high their face is: a kite above them is no part of their height."""


@dataclass(frozen=True)
class Placed:
    """An actor on the stage: its ground point and scale in units, as the medium composition has it.

    Who stands ``behind`` the others belongs to the place: it does not go with them.
    """

    sprite: ActorSprite
    x: float
    y: float
    scale: float
    flip: bool
    behind: bool = False

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
        sprite = self.sprite
        if self.is_figure and sprite.has_mouth:
            tall = min(self.bottom - self.top, _ABOVE_FACE * (self.bottom - self.focus[1]))
            return max(tall, 1.44 * min(-sprite.body.left, sprite.body.right) * self.scale)
        return max(self.bottom - self.top, 0.72 * (sprite.body.right - sprite.body.left) * self.scale)

    @property
    def is_figure(self) -> bool:
        """True when the focus is a face high up, not the middle of a thing."""
        sprite = self.sprite
        height = sprite.extent.bottom - sprite.extent.top
        raised = (sprite.extent.bottom - sprite.focus[1]) / height > _FIGURE_FOCUS if height > 0 else False
        return raised or (sprite.has_mouth and not sprite.floats)


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
        return min(p.left for p in self.placed if not p.behind)

    @property
    def right(self) -> float:
        """Right edge of the group."""
        return max(p.right for p in self.placed if not p.behind)


def place(
    sprites: list[tuple[Actor, ActorSprite]],
    backdrop: Backdrop,
    stage: Stage,
    framing: Framing,
    *,
    indoors: bool = False,
    reverse: bool = False,
) -> Cast:
    """Stand the actors side by side around the middle, as large as the framing asks and the frame allows.

    Companions are a little smaller and behind: the first to the right, the second to the left, and so on. Landmarks
    stand further off, where the group leaves room. ``reverse`` has them look the other way, if nobody walks or wears
    lettering: two shots of the same group in the same place then differ.
    """
    if not sprites:
        return Cast(placed=(), travel=0.0)
    wide = framing is Framing.WIDE
    standings = [standing(sprites[0][0].kind, actor.kind) for actor, _ in sprites]
    standings[0] = Standing(1.0)
    group = [i for i, own in enumerate(standings) if not own.behind]
    scale = backdrop.actor_scale * (_PORTRAIT if stage.height > stage.width else 1.0)
    scale *= (_WIDE_INDOORS if indoors else _WIDE) * _presence(sprites[0][1]) if wide else 1.0
    scale *= min(1.0, *(_fit(sprites[i][1], scale * standings[i].scale, backdrop, stage, wide) for i in group))
    # In a tall picture people stand closer, one before the other; their spans are those of their widest gesture.
    gap = 1.0 if len(group) == 1 else min(0.92, max(0.64, 0.55 * stage.width / stage.height + 0.33))
    spans = {i: _span(sprites[i][1]) * standings[i].scale for i in group}
    # Left to right: every second companion, nearest last, then the subject, then the others.
    order = [*(i for n, i in reversed(list(enumerate(group))) if n % 2 == 0 and n), 0, *group[1::2]]
    width = gap * sum(spans.values()) + (1 - gap) * spans[order[-1]]
    scale *= min(1.0, (0.84 if wide else 0.74) * stage.width / (width * scale))
    x = stage.centre_x - _look_room(sprites, len(group), stage, wide) - width * scale / 2
    placed: dict[int, Placed] = {}
    for i in order:
        own = scale * standings[i].scale
        y = _ground(backdrop, stage, wide) - (14.0 if i else 0.0)
        placed[i] = _stand(sprites[i], x, y, own, backdrop, stage, companion=i > 0, after_subject=0 in placed)
        x += gap * spans[i] * scale
    for i in range(1, len(sprites)):
        if standings[i].behind:
            placed[i] = _landmark(sprites[i], placed, scale * standings[i].scale, backdrop, stage, wide)
    subject = sprites[0][1]
    if reverse and all(_may_turn(actor, sprite) for actor, sprite in (sprites[i] for i in group)):
        placed = {i: _reversed(one, stage) for i, one in placed.items()}
    painted = sorted(placed, key=lambda i: (not placed[i].behind, -i))
    return Cast(placed=tuple(placed[i] for i in painted), travel=subject.travel * placed[0].scale)


def _presence(sprite: ActorSprite) -> float:
    """How much larger somebody small is shown in a wide shot, so as not to be lost in it."""
    return 1.0 if sprite.floats else min(1.25, max(1.0, _SMALL / (sprite.body.bottom - sprite.body.top)))


def _may_turn(actor: Actor, sprite: ActorSprite) -> bool:
    return sprite.travel == 0 and sprite.has_mouth and actor.label is None


def _reversed(one: Placed, stage: Stage) -> Placed:
    """The same actor on the other side of the middle; a landmark moves over as it is, the others turn."""
    if one.behind:
        middle = one.scale * (one.sprite.body.left + one.sprite.body.right)
        return replace(one, x=2 * stage.centre_x - one.x - middle)
    return replace(one, sprite=one.sprite.mirrored(), x=2 * stage.centre_x - one.x, flip=not one.flip)


def _look_room(sprites: list[tuple[Actor, ActorSprite]], group: int, stage: Stage, wide: bool) -> float:
    """How far to the left of the middle the group stands: room to look into for one who stays where they are."""
    actor, sprite = sprites[0]
    alone = group == 1 and sprite.travel == 0 and sprite.has_mouth and actor.label is None
    share = _LOOK_ROOM if wide else 0.5 * _LOOK_ROOM
    return share * stage.width if alone and not sprite.floats else 0.0


def _stand(
    cast: tuple[Actor, ActorSprite],
    left: float,
    ground: float,
    scale: float,
    backdrop: Backdrop,
    stage: Stage,
    *,
    companion: bool,
    after_subject: bool,
) -> Placed:
    """One actor with its left edge at ``left``; a companion on the right turns to the subject if it can."""
    actor, sprite = cast
    turned = companion and after_subject and sprite.travel == 0 and actor.label is None
    shown = sprite.mirrored() if turned else sprite
    reach = sprite.body.right if turned else -sprite.body.left
    y = ground
    if actor.action is Action.SWIM and backdrop.waterline is not None:
        y = backdrop.waterline - (_AFLOAT * sprite.extent.top + (1 - _AFLOAT) * sprite.extent.bottom) * scale
    elif sprite.floats:
        middle = (sprite.extent.top + sprite.extent.bottom) / 2 * scale
        y = stage.height * (0.40 if companion else 0.46) - middle
    return Placed(sprite=shown, x=left + reach * scale, y=y, scale=scale, flip=turned)


def _landmark(
    cast: tuple[Actor, ActorSprite],
    placed: dict[int, Placed],
    scale: float,
    backdrop: Backdrop,
    stage: Stage,
    wide: bool,
) -> Placed:
    """Something large further off: on the right of the group, or on its left when that is taken."""
    _, sprite = cast
    taken = any(other.behind for other in placed.values())
    left, right = min(p.left for p in placed.values()), max(p.right for p in placed.values())
    ground = _ground(backdrop, stage, wide)
    y = ground - _FURTHER_OFF * max(0.0, ground - stage.horizon)
    height = (sprite.extent.bottom - sprite.extent.top) * scale
    scale *= min(1.0, (y - 0.10 * stage.height) / height, 0.46 * stage.width / (_span(sprite) * scale))
    half = _span(sprite) * scale / 2
    wanted = left - 0.55 * half if taken else right + 0.55 * half
    x = min(max(wanted, half + 0.03 * stage.width), 0.97 * stage.width - half)
    middle = (sprite.body.left + sprite.body.right) / 2 * scale
    return Placed(sprite=sprite, x=x - middle, y=y, scale=scale, flip=False, behind=True)


def _ground(backdrop: Backdrop, stage: Stage, wide: bool) -> float:
    """Where feet stand: in a wide shot further off, so a little nearer to the horizon."""
    if not wide or backdrop.floor <= stage.horizon:
        return backdrop.floor
    return backdrop.floor - 0.18 * (backdrop.floor - stage.horizon)


def _span(sprite: ActorSprite) -> float:
    return sprite.body.right - sprite.body.left


def _fit(sprite: ActorSprite, scale: float, backdrop: Backdrop, stage: Stage, wide: bool) -> float:
    """How much an actor must shrink so that its height and width stay inside the frame."""
    height = (sprite.body.bottom - sprite.body.top) * scale
    room = 0.74 * stage.height if sprite.floats else _ground(backdrop, stage, wide) - 0.09 * stage.height
    room *= 0.78 if wide else 0.85
    return min(room / max(height, 1.0), (0.60 if wide else 0.76) * stage.width / max(_span(sprite) * scale, 1.0))
