"""The camera: framing chooses how near it stands, the move what it does during the shot.

A multiplane camera: coming nearer enlarges and shifts each depth by its own measure, so that near things pass far
ones. Framing is baked into the layers; the move is applied per frame.
"""

import math
from dataclasses import dataclass

from film.shot import CameraMove, Framing
from previz.art.bake import Lens
from previz.art.cast import Cast
from previz.art.paint import Point
from previz.art.stage import OVERSCAN_X, OVERSCAN_Y, Stage

_PAN = 120.0
_TILT = 46.0
_PUSH = 0.095
_FOLLOW = 220.0
_SWAY = 5.0
_MEDIUM_ZOOM = 1.15
_MAX_ZOOM = 6.0
_LOOK_ROOM = 0.035
_COMPANY = 0.45


@dataclass(frozen=True)
class View:
    """The camera at one moment: ``zoom`` >= 1 about ``Camera.centre``, and where it has moved to, in units."""

    zoom: float
    x: float
    y: float


@dataclass(frozen=True)
class Path:
    """All movement of one frame: the scenery goes ``-world_x`` units times its depth's share, actors ``actor_x``.

    ``pace`` slows the actors' cycle with their steps. ``arcs``: the camera circles a subject that stands still, so
    that what is behind it goes the other way.
    """

    view: View
    world_x: float
    actor_x: float
    pace: float
    arcs: bool

    def scenery(self, share: float) -> Point:
        """How far a depth that takes ``share`` of the way has moved, in units."""
        return (self.world_x * (1.0 - share) if self.arcs else -self.world_x * share), -self.view.y * share


def ease(u: float) -> float:
    """Smoothstep: starts and ends at rest."""
    return u * u * (3 - 2 * u)


class Camera:
    """One shot's camera. All lengths in units; ``lens`` and ``shift`` say where each depth lands."""

    def __init__(self, stage: Stage, framing: Framing, move: CameraMove, cast: Cast) -> None:
        self._stage, self._move = stage, move
        self._follows = cast.travel > 0
        self._close = framing in (Framing.CLOSE, Framing.DETAIL) and cast.subject is not None
        self._depth_of_field = {Framing.CLOSE: 9.0, Framing.DETAIL: 14.0}.get(framing, 0.0)
        self.zoom, self._from, self._to = _framed(stage, framing, move, cast)
        pans = move in (CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT, CameraMove.TRACK)
        self._pan = _pan_room(stage, cast, self.zoom, self._close)
        self.reach_x = (self._pan if pans else 26.0) + (_FOLLOW if self._follows else 0.0)
        self.reach_y = _TILT if move in (CameraMove.TILT_UP, CameraMove.TILT_DOWN) else _SWAY
        self.centre = _centre_of_zoom(stage, self._to if self._close else self.screen(_focus(stage, cast)))

    def screen(self, point: Point, depth: float = 1.0) -> Point:
        """Where a stage point of this depth stands in the frame before the camera moves, in units."""
        zoom, x, y = self._plane(depth)
        return point[0] * zoom + x, point[1] * zoom + y

    def plane_zoom(self, depth: float) -> float:
        """How much the framing enlarges this depth."""
        return self._plane(depth)[0]

    def lens(self, depth: float) -> Lens:
        """Stage units of this depth to frame pixels, before the camera moves."""
        zoom, x, y = self._plane(depth)
        scale = self._stage.scale
        return Lens(scale=zoom * scale, x=x * scale, y=y * scale)

    def blur(self, depth: float) -> float:
        """Depth of field: the sigma in units that this depth is out of focus by."""
        if depth > 1:
            return self._depth_of_field * 1.6 * (depth - 1)
        return self._depth_of_field * max(0.0, 0.95 - depth)

    def share(self, depth: float) -> float:
        """How much of the camera's way this depth takes part in; limited so that a layer never ends in frame."""
        return min(depth, (OVERSCAN_X - 20) / self.reach_x)

    def view(self, u: float) -> View:
        """The camera at ``u`` 0..1 of the shot."""
        e = ease(u)
        sway = _SWAY * math.sin(u * math.tau * 0.75)
        zoom, x, y = 1.012, 0.0, 0.0
        match self._move:
            case CameraMove.STATIC:
                zoom = 1.006 + 0.010 * e
                x, y = sway, _SWAY * 0.4 * math.sin(u * math.tau * 0.5)
            case CameraMove.PUSH_IN:
                zoom, x = 1.0 + _PUSH * e, 24 * (e - 0.5)
            case CameraMove.PULL_OUT:
                zoom, x = 1.0 + _PUSH * (1 - e), 24 * (0.5 - e)
            case CameraMove.PAN_RIGHT | CameraMove.TRACK:
                x = self._pan * (2 * e - 1)
            case CameraMove.PAN_LEFT:
                x = self._pan * (1 - 2 * e)
            case CameraMove.TILT_UP:
                zoom, y = 1.03, _TILT * (1 - 2 * e)
            case CameraMove.TILT_DOWN:
                zoom, y = 1.03, _TILT * (2 * e - 1)
        return View(zoom=zoom, x=x, y=y)

    @property
    def arcs(self) -> bool:
        """True when the camera tracks around a subject that stands still."""
        return self._move is CameraMove.TRACK and not self._follows

    def path(self, u: float, duration_s: float, cast: Cast) -> Path:
        """Where everything is at ``u`` 0..1 of a shot of ``duration_s``.

        A walking subject crosses a part of the frame and the camera goes along for the rest of the way, as far as
        the scenery reaches; beyond that it slows down, its steps with it.
        """
        view = self.view(u)
        tracked = self._move is CameraMove.TRACK
        if not self._follows:
            return Path(view, world_x=view.x, actor_x=0.0 if tracked else -view.x, pace=1.0, arcs=self.arcs)
        zoom = self.plane_zoom(1.0)
        wanted = cast.travel * zoom * duration_s
        crossed = min(wanted, self._room(cast) * (0.1 if self._close else 1.0))
        followed = min(wanted - crossed, 2 * _FOLLOW)
        return Path(
            view,
            world_x=view.x + (u - 0.5) * followed,
            actor_x=(u - 0.5) * crossed - (0.0 if tracked else view.x),
            pace=max(0.5, (crossed + followed) / wanted) if wanted else 1.0,
            arcs=False,
        )

    def _room(self, cast: Cast) -> float:
        """How far the group can go without coming near an edge of the frame, in units."""
        left, right = self.screen((cast.left, 0))[0], self.screen((cast.right, 0))[0]
        pans = 0.0 if self._move is CameraMove.TRACK else 2 * (self.reach_x - _FOLLOW)
        return min(0.40 * self._stage.width, max(0.0, 0.88 * self._stage.width - (right - left) - pans))

    def _plane(self, depth: float) -> tuple[float, float, float]:
        """Zoom and shift of one depth: screen = zoom * point + shift."""
        near = min(depth, 1.0)
        zoom = 1 + (self.zoom - 1) * depth if depth >= 1 else 1 + (self.zoom**0.75 - 1) * depth
        shift = [f + (t - f) * near - f * zoom for f, t in zip(self._from, self._to, strict=True)]
        if depth <= 1:
            shift[0] = _covering(shift[0], zoom, self._stage.width, OVERSCAN_X, self.reach_x * depth)
            shift[1] = _covering(shift[1], zoom, self._stage.height, OVERSCAN_Y, self.reach_y * depth)
        return zoom, shift[0], shift[1]


def _covering(shift: float, zoom: float, length: float, overscan: float, reach: float) -> float:
    """``shift`` limited so that a layer over ``-overscan..length + overscan`` still covers the moving frame."""
    high = overscan * zoom - reach
    low = length - (length + overscan) * zoom + reach
    return min(max(shift, low), high) if low <= high else (low + high) / 2


def _focus(stage: Stage, cast: Cast) -> Point:
    return cast.subject.focus if cast.subject else (stage.centre_x, stage.height * 0.46)


def _framed(stage: Stage, framing: Framing, move: CameraMove, cast: Cast) -> tuple[float, Point, Point]:
    """The zoom of the subject's plane, a point of it, and where in the frame that point comes to stand."""
    subject = cast.subject
    if framing is Framing.WIDE:
        return 1.0, (stage.centre_x, stage.horizon), (stage.centre_x, stage.horizon)
    if framing is Framing.MEDIUM or subject is None:
        ground = (stage.centre_x, subject.y if subject and not subject.sprite.floats else stage.floor)
        return (_MEDIUM_ZOOM if framing is Framing.MEDIUM else 1.3), ground, ground
    close = framing is Framing.CLOSE
    if subject.is_figure:
        if subject.right - subject.left > subject.bottom - subject.top:
            # Ears and back of an animal on four legs want their room.
            nearness, height = 0.90, 0.46
        else:
            nearness, height = (0.70 if move is CameraMove.PUSH_IN else 0.80), 0.41
        seen, height = subject.size * (nearness if close else 0.46), (height if close else 0.46)
    else:
        seen, height = subject.size * (1.20 if close else 0.80), (0.50 if close else 0.48)
    room = min(stage.height, stage.width * (1.42 if subject.is_figure else 1.12))
    zoom = min(max(room / seen, 1.15 if close else 1.4), _MAX_ZOOM)
    aside = _LOOK_ROOM * stage.width * (1 if subject.flip else -1) if subject.is_figure else 0.0
    target = (stage.centre_x + aside, stage.height * height)
    focus = subject.focus
    if close and not subject.is_figure:
        focus = ((subject.left + subject.right) / 2, (subject.top + subject.bottom) / 2)
    elif close:
        # Company draws the camera a little to its side.
        focus = (focus[0] + _COMPANY * ((cast.left + cast.right) / 2 - (subject.left + subject.right) / 2), focus[1])
    return zoom, focus, target


def _pan_room(stage: Stage, cast: Cast, zoom: float, close: bool) -> float:
    """Half the way a pan may go without taking the group out of the frame, in units."""
    if close or not cast.placed:
        return 0.6 * _PAN if close else _PAN
    return min(_PAN, max(24.0, (0.95 * stage.width - (cast.right - cast.left) * zoom) / 2))


def _centre_of_zoom(stage: Stage, point: Point) -> Point:
    """The fixed point of the camera's zoom: the focus, kept off the frame's edges."""
    return (
        min(max(point[0], 0.25 * stage.width), 0.75 * stage.width),
        min(max(point[1], 0.25 * stage.height), 0.75 * stage.height),
    )
