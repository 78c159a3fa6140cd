"""A photographer's studio: a seamless sweep of paper, simple solids, soft boxes; things stand on a plinth."""

import math

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blended,
    blurred,
    box,
    darken,
    fill,
    glow,
    lighten,
    linear,
    mix,
    polygon,
    radial,
    shift,
    stroke,
)
from previz.art.settings.air import bokeh, motes
from previz.art.settings.furniture import upright
from previz.art.settings.houseplants import foreground_leaves
from previz.art.settings.room import Rng, Room, pick, room_of
from previz.art.settings.windows import Gobo, cast_light

_PAPERS = ("#f2c6b4", "#b9d3c2", "#c9c3e6", "#f3d9a4", "#a9cbe0", "#e8a9a0", "#d9d2c5", "#9fb7a3", "#e9b7cd")

_NIGHT_PAPERS = ("#4a3478", "#1c4a74", "#743052", "#1a5a5c", "#5c3a2e")


def build(look: Look) -> Backdrop:
    """Set the sweep: a plinth for a thing, a pool of light on the floor for anyone else."""
    room = room_of(look)
    studio = _Studio(room)
    behind: list[Layer | Animation] = [
        room.layer(studio.sweep, 0.30),
        room.layer(studio.shapes, 0.46),
        room.layer(studio.sunlight, 0.50, blur=7, sway=(7, 8)),
        room.layer(studio.gels, 0.55),
        room.layer(studio.rig, 0.72, blur=4.2),
        room.layer(studio.solids, 0.90),
        room.layer(studio.plinth if room.tabletop else studio.pool, 1.0),
    ]
    front: list[Layer | Animation] = [
        room.layer(studio.foreground, 1.34, blur=12),
        motes(room, "#ffffff", count=30, strength=0.5),
    ]
    return Backdrop(behind=behind, front=front, floor=studio.floor)


class _Studio:
    """One set: paper, solids, light."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        drawn = pick(rng, _PAPERS)
        paper = room.look.shot.accent or drawn
        self.paper = room.lit(mix(paper, "#f5ead9", 0.35) if room.look.shot.accent else paper)
        dark = pick(rng, _NIGHT_PAPERS)
        if room.palette.night:
            self.paper = mix(dark, self.paper, 0.16)
        self.second = mix(shift(self.paper, hue=float(rng.uniform(-0.12, 0.12)), saturation=1.35), room.scheme[0], 0.35)
        self.third = mix(self.paper, room.scheme[2], 0.55)
        self.backing = int(rng.integers(4))
        self.group = int(rng.integers(3))
        self.gobo = (Gobo.LEAVES, Gobo.BLINDS, Gobo.LEAVES, Gobo.PANES)[int(rng.integers(4))]
        self.floor = room.h * (0.735 if room.tall else 0.835) if room.tabletop else room.stage.floor
        self.bend = room.h * (0.585 if room.tall else 0.63)

    def sweep(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Paper that falls from above and runs towards the camera without an edge."""
        room, stage = self.room, self.room.stage
        area = box(stage.left, stage.top, stage.right, stage.bottom)
        paper, shade = self.paper, room.palette.shadow
        tones = [
            mix(paper, shade, 0.34),
            mix(paper, shade, 0.06),
            mix(paper, shade, 0.18),
            lighten(paper, 0.14),
            mix(paper, shade, 0.30),
        ]
        stops = [0.0, 0.42, (self.bend - stage.top) / (stage.bottom - stage.top), 0.78, 1.0]
        canvas.drawRect(area, linear((0, stage.top), (0, stage.bottom), tones, stops))
        light: list[Tint] = [
            (lighten(room.palette.light, 0.2), 0.55),
            (room.palette.light, 0.18),
            (room.palette.light, 0.0),
        ]
        canvas.drawRect(
            area,
            radial(
                (room.w / 2 + self.side * 0.06 * room.w, room.h * 0.42),
                0.62 * max(room.w, room.h * 0.8),
                light,
                [0, 0.45, 1],
            ),
        )

    def shapes(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """What hangs or stands far behind: a disc, an arch, panels or a folded screen."""
        room, k = self.room, self.room.k
        x, y = room.w / 2, self.bend
        second = [lighten(self.second, 0.16), self.second, mix(self.second, room.palette.shadow, 0.22)]
        if self.backing == 0:
            radius = 350 * k
            cy = room.h * (0.40 if not room.tall else 0.42)
            canvas.drawCircle(x + 16, cy + 26, radius, blurred(fill(room.palette.shadow, 0.26), 22))
            canvas.drawCircle(x, cy, radius, linear((x - radius, cy - radius), (x + radius, cy + radius), second))
        elif self.backing == 1:
            for i, tone in enumerate((self.third, self.second)):
                half = (330 - 96 * i) * k
                top = y - (540 - 120 * i) * k
                arch = box(x - half, top, x + half, y + 60 + half * 2)
                canvas.save()
                canvas.clipRect(box(x - half, top - 5, x + half, y + 40))
                canvas.drawRoundRect(
                    arch,
                    half,
                    half,
                    linear(
                        (x - half, 0), (x + half, 0), [lighten(tone, 0.2), tone, mix(tone, room.palette.shadow, 0.25)]
                    ),
                )
                canvas.restore()
        elif self.backing == 2:
            for i in range(5):
                px = x + (i - 2) * 190 * k
                top = y - (430 + 70 * math.sin(i * 1.9 + 1)) * k
                tone = mix(self.second, self.third, i / 4)
                canvas.drawRoundRect(
                    box(px - 88 * k, top, px + 88 * k, y + 30),
                    88 * k,
                    88 * k,
                    linear(
                        (px - 88 * k, 0),
                        (px + 88 * k, 0),
                        [lighten(tone, 0.22), tone, mix(tone, room.palette.shadow, 0.3)],
                    ),
                )
        else:
            for i in range(2):
                half, tall = (310 - 40 * i) * k, (560 - 150 * i) * k
                px = x + (i * 2 - 1) * 230 * k * self.side
                tone = (self.second, self.third)[i]
                canvas.drawRect(
                    box(px - half + 20, y - tall + 20, px + half + 20, y + 30),
                    blurred(fill(room.palette.shadow, 0.25), 18),
                )
                canvas.drawRect(
                    box(px - half, y - tall, px + half, y + 24),
                    linear(
                        (px - half, y - tall),
                        (px + half, y),
                        [lighten(tone, 0.18), mix(tone, room.palette.shadow, 0.16)],
                    ),
                )
        fade: list[Tint] = [
            (mix(self.paper, room.palette.shadow, 0.16), 0.0),
            (mix(self.paper, room.palette.shadow, 0.16), 0.9),
        ]
        canvas.drawRect(box(room.stage.left, y - 40, room.stage.right, y + 66), linear((0, y - 40), (0, y + 44), fade))
        floor = linear(
            (0, y + 30),
            (0, room.stage.bottom),
            [
                mix(self.paper, room.palette.shadow, 0.16),
                lighten(self.paper, 0.12),
                mix(self.paper, room.palette.shadow, 0.24),
            ],
            [0, 0.4, 1],
        )
        canvas.drawRect(box(room.stage.left, y + 44, room.stage.right, room.stage.bottom), floor)

    def sunlight(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        width = 620 if not room.tall else 560
        x = room.side(0.12, self.side)
        cast_light(canvas, rng, room, box(x - width / 2, room.h * 0.03, x + width / 2, self.bend - 20), self.gobo)

    def gels(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Coloured light from both sides, the stronger the darker the hour."""
        room = self.room
        strength = 0.12 + 0.66 * room.lamp
        warm, cool = (
            shift(room.scheme[0], saturation=1.3, value=1.2),
            shift(room.palette.accent, hue=0.5, saturation=1.1),
        )
        glow(canvas, room.side(0.95, -1), room.h * 0.46, 0.55 * room.w + 200, warm, strength)
        glow(canvas, room.side(0.95, 1), room.h * 0.40, 0.55 * room.w + 200, cool, strength)

    def rig(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Soft boxes on stands at both sides."""
        room, k = self.room, self.room.k
        metal = mix(room.palette.shadow, "#2b2e36", 0.6)
        for side in (-1, 1):
            x = room.side(0.93 if not room.tall else 0.90, side)
            y = room.h * (0.24 if not room.tall else 0.2)
            base = self.bend + 90 * k
            canvas.drawLine(x, y, x, base - 60 * k, stroke(metal, 8))
            for dx in (-70, 0, 70):
                canvas.drawLine(x, base - 110 * k, x + dx * k, base, stroke(metal, 6))
            canvas.save()
            canvas.translate(x, y)
            canvas.rotate(side * 14)
            face = polygon(
                [
                    (-side * 70 * k, -128 * k),
                    (side * 34 * k, -92 * k),
                    (side * 34 * k, 92 * k),
                    (-side * 70 * k, 128 * k),
                ]
            )
            canvas.drawPath(
                face,
                linear(
                    (-side * 70 * k, 0),
                    (side * 34 * k, 0),
                    ["#fffdf4", mix("#fff4dc", metal, 0.35), metal],
                    [0, 0.45, 1],
                ),
            )
            canvas.drawPath(face, stroke(metal, 7))
            canvas.restore()
            glow(canvas, x - side * 60 * k, y, 420 * k, "#fff6e2", 0.26 + 0.34 * room.lamp)

    def solids(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Spheres, steps, cylinders and arches at both sides of the subject."""
        room, k = self.room, self.room.k
        base = self.floor - (24 if room.tabletop else 58) * k
        x = room.side(0.58 if not room.tall else 0.66, -self.side)
        self._cast(canvas, x, base, 190 * k)
        if self.group == 0:
            for i in range(3):
                half, height = (150 - 44 * i) * k, 66 * k
                self._block(
                    canvas,
                    x + self.side * i * 28 * k,
                    base - i * height,
                    half,
                    height,
                    mix(self.second, self.paper, 0.2 * i),
                )
        elif self.group == 1:
            self._block(canvas, x, base, 100 * k, 230 * k, self.third)
            self._ball(canvas, x + 10 * k, base - 230 * k - 52 * k, 52 * k, self.second)
        else:
            self._arch(canvas, x, base, 132 * k, 290 * k, self.second)
            self._ball(canvas, x + self.side * 150 * k, base - 38 * k + 20, 42 * k, self.third)
        x = room.side(0.60 if not room.tall else 0.68, self.side)
        self._cast(canvas, x, base, 170 * k)
        if self.group == 1:
            self._arch(canvas, x, base, 112 * k, 220 * k, mix(self.second, self.paper, 0.3))
            self._block(canvas, x - self.side * 120 * k, base + 14, 62 * k, 82 * k, self.third)
        else:
            self._block(canvas, x, base, 116 * k, 120 * k, self.third)
            self._ball(
                canvas, x - self.side * 30 * k, base - 120 * k - 66 * k, 66 * k, mix(self.second, self.paper, 0.25)
            )
            self._ball(canvas, x - self.side * 158 * k, base - 20 * k, 36 * k, self.second)

    def _cast(self, canvas: skia.Canvas, x: float, base: float, half: float) -> None:
        reach = -self.side * half * 1.5
        x0, x1 = sorted((x + self.side * half * 0.5, x + reach))
        canvas.drawOval(box(x0, base - 16, x1, base + 24), blurred(fill(self.room.palette.shadow, 0.34), 13))

    def _block(self, canvas: skia.Canvas, x: float, base: float, half: float, height: float, colour: str) -> None:
        """A cylinder."""
        rise = half * 0.16
        body = skia.Path()
        body.addRect(box(x - half, base - height, x + half, base))
        body.addOval(box(x - half, base - rise, x + half, base + rise))
        canvas.drawPath(body, upright(x - half, x + half, colour, self.room))
        top = linear((x - half, 0), (x + half, 0), [lighten(colour, 0.42), lighten(colour, 0.22)])
        canvas.drawOval(box(x - half, base - height - rise, x + half, base - height + rise), top)

    def _ball(self, canvas: skia.Canvas, x: float, y: float, radius: float, colour: str) -> None:
        lit_x = x + self.side * radius * 0.36
        tones = [lighten(colour, 0.60), lighten(colour, 0.12), mix(colour, self.room.palette.shadow, 0.42)]
        canvas.drawCircle(x, y, radius, radial((lit_x, y - radius * 0.42), radius * 1.55, tones, [0, 0.42, 1]))

    def _arch(self, canvas: skia.Canvas, x: float, base: float, half: float, height: float, colour: str) -> None:
        outer, inner = skia.Path(), skia.Path()
        outer.addRoundRect(box(x - half, base - height, x + half, base + half * 2), half, half)
        inner.addRoundRect(
            box(x - half * 0.52, base - height + half * 0.48, x + half * 0.52, base + half * 2),
            half * 0.52,
            half * 0.52,
        )
        canvas.save()
        canvas.clipRect(box(x - half - 2, base - height - 2, x + half + 2, base))
        canvas.drawPath(
            skia.Op(outer, inner, skia.PathOp.kDifference_PathOp), upright(x - half, x + half, colour, self.room)
        )
        inside = mix(colour, self.room.palette.shadow, 0.45)
        edge = skia.Op(inner, self._moved(inner, -self.side * 16), skia.PathOp.kDifference_PathOp)
        canvas.drawPath(edge, fill(inside))
        canvas.restore()

    @staticmethod
    def _moved(path: skia.Path, dx: float) -> skia.Path:
        moved = skia.Path(path)
        moved.offset(dx, 0)
        return moved

    def plinth(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """The round plinth a thing stands on, its long shadow and the light on its top."""
        room, k = self.room, self.room.k
        x, y, half = room.w / 2, self.floor - 6, 300 * k
        colour = mix(lighten(self.paper, 0.22), self.second, 0.18)
        height, rise = 92 * k, half * 0.17
        self._cast(canvas, x, y + height, half * 1.15)
        body = skia.Path()
        body.addRect(box(x - half, y, x + half, y + height))
        body.addOval(box(x - half, y + height - rise, x + half, y + height + rise))
        canvas.drawPath(body, upright(x - half, x + half, colour, room))
        canvas.drawOval(
            box(x - half, y - rise, x + half, y + rise),
            linear((x - half, 0), (x + half, 0), [lighten(colour, 0.45), lighten(colour, 0.24)]),
        )
        canvas.drawOval(box(x - half, y - rise, x + half, y + rise), stroke(lighten(colour, 0.65), 3, 0.8))

    def pool(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """A pool of light on the floor."""
        room = self.room
        canvas.save()
        canvas.translate(room.w / 2, self.floor)
        canvas.scale(1.0, 0.16)
        tints: list[Tint] = [
            (lighten(room.palette.light, 0.4), 0.55),
            (room.palette.light, 0.24),
            (room.palette.light, 0.0),
        ]
        canvas.drawCircle(
            0,
            0,
            0.36 * room.w + 120,
            blended(radial((0, 0), 0.36 * room.w + 120, tints, [0, 0.55, 1]), skia.BlendMode.kSrcOver),
        )
        canvas.restore()

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        room = self.room
        if self.gobo is Gobo.LEAVES:
            foreground_leaves(canvas, rng, room, -self.side)
        else:
            self._ball(canvas, room.side(1.02, -self.side), room.h * 0.98, 170, darken(self.second, 0.08))
        bokeh(canvas, rng, room, (lighten(self.paper, 0.4), self.second), 8, 0.12)
