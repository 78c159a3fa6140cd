"""Baking: a layer or a pose becomes pixels once; a frame is then little more than a few blits.

Coordinates: a ``Lens`` maps stage units of one depth to frame pixels. A baked image is cropped to what it shows.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from previz.art.actors.base import ActorSprite, Pose
from previz.art.paint import image_of

_TILE = 512
_PAPER_STRENGTH = 3.2
_SPRITE_BYTES = 160_000_000


@dataclass(frozen=True)
class Lens:
    """Where a depth lands on the frame: pixel = ``scale`` * unit + (``x``, ``y``)."""

    scale: float
    x: float
    y: float

    def apply(self, canvas: skia.Canvas) -> None:
        """Make ``canvas`` take units instead of pixels."""
        canvas.translate(self.x, self.y)
        canvas.scale(self.scale, self.scale)


@dataclass(frozen=True)
class PixelBox:
    """A rectangle of frame pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "PixelBox") -> "PixelBox":
        """The part both cover; may be empty."""
        return PixelBox(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    @property
    def empty(self) -> bool:
        """True when nothing is inside."""
        return self.right <= self.left or self.bottom <= self.top


@dataclass(frozen=True)
class Baked:
    """An image and the frame pixel its top-left corner stands on."""

    image: skia.Image
    x: int
    y: int


class Paper:
    """The grain of the picture: a fine texture baked into every layer, which also hides banding in gradients."""

    def __init__(self) -> None:
        rng = np.random.default_rng(709)
        grain = np.clip(rng.normal(0.0, _PAPER_STRENGTH, (_TILE, _TILE)), -14, 14)
        rgba = np.zeros((_TILE, _TILE, 4), np.uint8)
        rgba[..., :3] = np.where(grain > 0, 255, 0)[..., None]
        rgba[..., 3] = np.abs(grain)
        shader = image_of(rgba).makeShader(
            skia.TileMode.kRepeat, skia.TileMode.kRepeat, skia.SamplingOptions(skia.FilterMode.kNearest)
        )
        self._paint = skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kSrcATop)

    def lay_on(self, canvas: skia.Canvas) -> None:
        """Texture what is already painted, leaving what is clear clear."""
        canvas.save()
        canvas.resetMatrix()
        canvas.drawPaint(self._paint)
        canvas.restore()


def bake(
    draw: Callable[[skia.Canvas], None],
    lens: Lens,
    area: PixelBox,
    blur_px: float,
    paper: Paper,
    *,
    backstop: bool = False,
) -> Baked | None:
    """Draw once over ``area`` and crop to what was painted; ``None`` when nothing was.

    ``blur_px`` is the sigma of a Gaussian; strong blur is made at a fraction of the size, where it is as good and
    an order of magnitude cheaper. A ``backstop`` goes on downwards from its last full row, so that a wall which ends
    at its skirting leaves no gap when the floor before it sinks.
    """
    shrink = max(1, min(6, int(blur_px / 1.1)))
    width, height = area.right - area.left, area.bottom - area.top
    surface = skia.Surface(-(-width // shrink), -(-height // shrink))
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.save()
    canvas.scale(1 / shrink, 1 / shrink)
    canvas.translate(-area.left, -area.top)
    lens.apply(canvas)
    draw(canvas)
    canvas.restore()
    if blur_px >= 0.5:
        surface = _blurred(surface, blur_px / shrink, shrink, width, height)
    if backstop:
        _continue_down(_pixels(surface))
    paper.lay_on(surface.getCanvas())
    return _cropped(surface, area)


def _blurred(surface: skia.Surface, sigma: float, shrink: int, width: int, height: int) -> skia.Surface:
    """The surface blurred and brought back to full size. Edges repeat, so that a full layer stays full."""
    large = skia.Surface(width, height)
    canvas = large.getCanvas()
    canvas.clear(0)
    soft = skia.Surface(surface.width(), surface.height())
    clamp = skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma, skia.TileMode.kClamp))
    soft.getCanvas().clear(0)
    soft.getCanvas().drawImage(surface.makeImageSnapshot(), 0, 0, skia.SamplingOptions(), clamp)
    canvas.scale(shrink, shrink)
    canvas.drawImage(soft.makeImageSnapshot(), 0, 0, skia.SamplingOptions(skia.FilterMode.kLinear))
    return large


def _pixels(surface: skia.Surface) -> NDArray[np.uint8]:
    """The memory of a raster surface, ``(height, width, 4)``."""
    pixmap = skia.Pixmap()
    surface.peekPixels(pixmap)
    pixels: NDArray[np.uint8] = np.array(pixmap, copy=False)
    return pixels


def _continue_down(pixels: NDArray[np.uint8]) -> None:
    """Repeat the last fully opaque row below itself."""
    full = np.flatnonzero((pixels[..., 3] == 255).all(axis=1))
    if len(full):
        pixels[full[-1] + 1 :] = pixels[full[-1]]


def _cropped(surface: skia.Surface, area: PixelBox) -> Baked | None:
    """The painted part of ``surface`` as an image of its own, marked opaque when it is (a far cheaper blit)."""
    pixels = _pixels(surface)
    painted = pixels.view(np.uint32)[..., 0] > 0x00FFFFFF
    rows, columns = np.flatnonzero(painted.any(axis=1)), np.flatnonzero(painted.any(axis=0))
    if not len(rows):
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    opaque = bool((part[..., 3] == 255).all())
    info = skia.ImageInfo.Make(
        part.shape[1],
        part.shape[0],
        surface.imageInfo().colorType(),
        skia.kOpaque_AlphaType if opaque else skia.kPremul_AlphaType,
    )
    image = skia.Image.MakeRasterCopy(skia.Pixmap(info, part, part.shape[1] * 4))
    return Baked(image=image, x=int(area.left + left), y=int(area.top + top))


class PoseBank:
    """An actor's poses, baked when first shown: a cycle of sprites, each with its mouth shapes.

    Images stand relative to the actor's ground point in pixels. The least recently shown are dropped above a
    fixed number of bytes, so that a close shot of a talking head does not fill the memory.
    """

    MOUTHS = 5

    def __init__(self, sprite: ActorSprite, scale: float, flip: bool, window: PixelBox, paper: Paper):
        self._sprite, self._scale, self._flip = sprite, scale, flip
        self._paper = paper
        extent = sprite.extent
        left, right = (-extent.right, -extent.left) if flip else (extent.left, extent.right)
        edge = 4
        whole = PixelBox(
            round(left * scale) - edge,
            round(extent.top * scale) - edge,
            round(right * scale) + edge,
            round(extent.bottom * scale) + edge,
        )
        self._area = whole.meets(window)
        self._images: OrderedDict[tuple[int, int, bool], Baked | None] = OrderedDict()
        self._bytes = 0

    def show(self, phase: float, mouth: float, blink: bool) -> Baked | None:
        """The pose nearest to ``phase`` (0..1) and ``mouth`` (0..1); ``None`` when out of the picture."""
        if self._area.empty:
            return None
        count = max(1, self._sprite.frames)
        step = int(phase * count) % count
        shape = round(mouth * self.MOUTHS) if self._sprite.has_mouth else 0
        key = (step, shape, blink)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        pose = Pose(phase=step / count, t=step / count * self._sprite.loop_s, mouth=shape / self.MOUTHS, blink=blink)
        baked = bake(lambda canvas: self._draw(canvas, pose), Lens(self._scale, 0, 0), self._area, 0.0, self._paper)
        self._keep(key, baked)
        return baked

    def _draw(self, canvas: skia.Canvas, pose: Pose) -> None:
        if self._flip:
            canvas.scale(-1, 1)
        self._sprite.draw(canvas, pose)

    def _keep(self, key: tuple[int, int, bool], baked: Baked | None) -> None:
        self._images[key] = baked
        self._bytes += _size_bytes(baked)
        while self._bytes > _SPRITE_BYTES and len(self._images) > 1:
            _, dropped = self._images.popitem(last=False)
            self._bytes -= _size_bytes(dropped)


def _size_bytes(baked: Baked | None) -> int:
    return baked.image.width() * baked.image.height() * 4 if baked else 0
