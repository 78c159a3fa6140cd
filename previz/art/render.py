"""The renderer: a shot in, frames out.

What stands still was baked (``bake``); a frame is whole-pixel blits, some live animation, one warp for zoom and
sub-pixel movement, and a conversion to I420. At 1080p that is some 20 ms on one core.
"""

from dataclasses import replace

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from film.shot import Framing
from planner.shot import Actor, Shot
from previz.art import actors, settings
from previz.art.actors.tone import INDOORS
from previz.art.bake import Baked, Lens, Paper, PixelBox, PoseBank, bake
from previz.art.bokeh import bokeh
from previz.art.camera import Camera
from previz.art.cast import Placed, place
from previz.art.colour import ToI420, Vignette
from previz.art.company import company
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.light import palette_for
from previz.art.paint import argb, blurred, box, fill, shadow
from previz.art.plane import ActorPlane, LivePlane, Moment, Plane, StillPlane
from previz.art.stage import Stage
from previz.art.weather import weather_among, weather_before, weather_behind

_EDGE_PX = 2


class Renderer:
    """Draws one shot at one size. Every frame depends only on the arguments of ``frame``."""

    def __init__(self, shot: Shot, width_px: int, height_px: int) -> None:
        if width_px % 2 or height_px % 2 or width_px < 16 or height_px < 16:
            raise ValueError(f"a picture needs even sides of at least 16 pixels, not {width_px}x{height_px}")
        cv2.setNumThreads(1)
        self._stage = Stage(width_px, height_px)
        self._paper = Paper()
        self._look = Look(self._stage, palette_for(shot), shot, np.random.default_rng([shot.seed, 1]))
        backdrop = settings.build(self._look)
        actors_drawn = company(shot.actors)
        sprites = [
            (actor, actors.create(actor, _own(self._look, actors_drawn[:i], actor)))
            for i, actor in enumerate(actors_drawn)
        ]
        indoors = shot.setting in INDOORS
        self._cast = place(sprites, backdrop, self._stage, shot.framing, indoors=indoors, reverse=shot.seed % 2 == 1)
        self._camera = Camera(self._stage, shot.framing, shot.camera, self._cast)
        self._planes = self._planes_of(backdrop)
        self._surface = _surface(width_px + 2 * _EDGE_PX, height_px + 2 * _EDGE_PX)
        pixmap = skia.Pixmap()
        self._surface.peekPixels(pixmap)
        self._pixels: NDArray[np.uint8] = np.array(pixmap, copy=False)
        self._picture = np.empty((height_px, width_px, 4), np.uint8)
        self._to_i420 = ToI420()
        self._vignette = Vignette(width_px, height_px)

    def frame(self, t: float, duration_s: float, mouth: float = 0.0) -> NDArray[np.uint8]:
        """The picture ``t`` seconds into a clip of ``duration_s``: I420 ``(h * 3 / 2, w)`` uint8, BT.709 limited.

        ``mouth`` (0..1) opens the subject's mouth, if it has one.
        """
        u = min(1.0, max(0.0, t / duration_s)) if duration_s > 0 else 0.0
        path = self._camera.path(u, duration_s, self._cast)
        scale = self._stage.scale
        x, y = path.actor_x * scale, -path.view.y * scale
        moment = Moment(t, path, scale, rest=(x - round(x), y - round(y)), mouth=mouth)
        canvas = self._surface.getCanvas()
        canvas.clear(argb(self._look.palette.shadow))
        canvas.save()
        canvas.translate(_EDGE_PX, _EDGE_PX)
        for plane in self._planes:
            plane.show(canvas, moment)
        canvas.restore()
        self._warp(moment)
        i420 = self._to_i420(self._picture)
        self._vignette.apply(i420)
        return i420

    def _warp(self, moment: Moment) -> None:
        """Zoom about the camera's centre and move by the rest of a pixel, from the surface to the picture."""
        zoom = moment.path.view.zoom
        cx, cy = (c * self._stage.scale for c in self._camera.centre)
        rest_x, rest_y = moment.rest
        inverse = np.array(
            [
                [1 / zoom, 0, _EDGE_PX + cx - (cx + rest_x) / zoom],
                [0, 1 / zoom, _EDGE_PX + cy - (cy + rest_y) / zoom],
            ],
            np.float64,
        )
        height, width = self._picture.shape[:2]
        cv2.warpAffine(
            self._pixels,
            inverse,
            (width, height),
            dst=self._picture,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )

    def _planes_of(self, backdrop: Backdrop) -> list[Plane]:
        """Everything, back to front. The weather's lightning stands right before the sky."""
        behind = [*backdrop.behind[:1], *weather_behind(self._look), *backdrop.behind[1:]]
        close = self._look.shot.framing in (Framing.CLOSE, Framing.DETAIL)
        lights = bokeh(self._look) if close else []
        before = [*backdrop.front, *weather_before(self._look)]
        planes = [
            self._plane(part, backstop=close and part.depth < 0.7)
            for part in [*behind, *weather_among(self._look), *backdrop.props, *lights]
        ]
        planes += [self._actor(i, placed) for i, placed in enumerate(self._cast.placed) if self._in_sight(placed)]
        planes += [self._plane(part) for part in before]
        return [plane for plane in planes if plane]

    def _in_sight(self, placed: Placed) -> bool:
        """Whether a companion's face is in the frame: nobody's arm alone reaches into a close shot."""
        if placed is self._cast.subject or placed.behind:
            return True
        return 0 <= self._camera.screen(placed.focus)[0] <= self._stage.width

    def _plane(self, part: Layer | Animation, *, backstop: bool = False) -> Plane | None:
        """A layer baked over all that the camera can see of it, or an animation as it is."""
        camera, stage = self._camera, self._stage
        lens, share = camera.lens(part.depth), camera.share(part.depth)
        if isinstance(part, Animation):
            return LivePlane(part, lens, share)
        zoom = camera.plane_zoom(part.depth)
        sway = (part.sway[0] * zoom, part.sway[1]) if part.sway else None
        bob = (part.bob[0] * zoom, part.bob[1]) if part.bob else None
        reach_x = (camera.reach_x * (share + (1.0 if camera.arcs else 0.0)) + (sway[0] if sway else 0)) * stage.scale
        reach_y = (camera.reach_y * share + (bob[0] if bob else 0)) * stage.scale
        area = self._seen(reach_x, reach_y)
        if part.drift:
            left, right = stage.left * lens.scale + lens.x, stage.right * lens.scale + lens.x
            area = PixelBox(min(area.left, int(left)), area.top, max(area.right, int(right)), area.bottom)
        blur_px = (part.blur * zoom + camera.blur(part.depth)) * stage.scale
        baked = bake(part.draw, lens, area, blur_px, self._paper, backstop=backstop)
        return StillPlane(baked, share, part.drift * zoom, sway, bob) if baked else None

    def _seen(self, reach_x: float, reach_y: float) -> PixelBox:
        """The frame and what the camera reaches around it, in pixels."""
        x, y = int(reach_x) + 2 * _EDGE_PX + 2, int(reach_y) + 2 * _EDGE_PX + 2
        return PixelBox(-x, -y, self._stage.width_px + x, self._stage.height_px + y)

    def _actor(self, index: int, placed: Placed) -> Plane:
        """An actor at its place, its poses limited to what can come into the frame."""
        lens, stage = self._camera.lens(1.0), self._stage
        x, y = placed.x * lens.scale + lens.x, placed.y * lens.scale + lens.y
        seen = self._seen((self._camera.reach_x + 0.25 * stage.width) * stage.scale, 80 * stage.scale)
        window = PixelBox(seen.left - int(x), seen.top - int(y), seen.right - int(x), seen.bottom - int(y))
        scale = placed.scale * lens.scale
        subject = placed is self._cast.subject
        return ActorPlane(
            bank=PoseBank(placed.sprite, scale, placed.flip, window, self._paper),
            shade=None if placed.sprite.floats else self._shade(placed, scale, window),
            x=x,
            y=y,
            loop_s=max(placed.sprite.loop_s, 0.05),
            phase=0.0 if subject else 0.37 * (index + 1) % 1.0,
            floats=placed.sprite.floats,
            talks=subject and placed.sprite.has_mouth,
            stays=self._camera.share(1.0) if not subject and not placed.sprite.travel else 0.0,
        )

    def _shade(self, placed: Placed, scale: float, window: PixelBox) -> Baked | None:
        """The contact shadow, and a longer one away from the light."""
        (left, right), palette = placed.sprite.footing, self._look.palette
        half = 0.60 * (right - left) + 12
        middle = (right + left) / 2 * (-1 if placed.flip else 1)

        def draw(canvas: skia.Canvas) -> None:
            away = -palette.key_x * half * 1.5
            cast = box(middle + away - half * 1.2, -half * 0.07, middle + away + half * 1.2, half * 0.13)
            canvas.drawOval(cast, blurred(fill(palette.shadow, 0.22), half * 0.08))
            shadow(canvas, middle, 0, half, palette.shadow, 0.62)

        area = PixelBox(
            int((middle - 4 * half) * scale),
            int(-half * scale),
            int((middle + 4 * half) * scale) + 1,
            int(half * scale) + 1,
        ).meets(window)
        return None if area.empty else bake(draw, Lens(scale, 0, 0), area, 0.0, self._paper)


def _own(look: Look, before: tuple[Actor, ...], actor: Actor) -> Look:
    """The look for one actor of the shot, which knows how many ``before`` it are described alike."""
    described = (actor.kind, actor.colour, sorted(actor.traits))
    return replace(look, twin=sum((a.kind, a.colour, sorted(a.traits)) == described for a in before))


def _surface(width: int, height: int) -> skia.Surface:
    """A canvas whose memory is BGRA on every platform."""
    return skia.Surface.MakeRaster(
        skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    )
