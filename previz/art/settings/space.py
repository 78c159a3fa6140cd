"""Space: stars, a nebula, a great planet, and the ground of a moon to stand on."""

import math

import cv2
import numpy as np
import skia

from film.shot import TimeOfDay
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blurred,
    box,
    curve,
    darken,
    fill,
    glow,
    image_of,
    lighten,
    linear,
    mix,
    noise,
    polygon,
    radial,
    rgb,
    stroke,
    texture,
)
from previz.art.settings.air import soft_disc, stamp, twinkle
from previz.art.settings.room import Rng, Room, room_of

_NEBULAE = (
    ("#1a0b3d", "#7b2fd6", "#ff5fa2", "#ffb469"),
    ("#06163a", "#1f6fd0", "#35d0d8", "#b6f0d0"),
    ("#140a2e", "#5a2fb0", "#3f8cff", "#f09adf"),
    ("#1c0a24", "#b0306a", "#ff8150", "#ffd98a"),
    ("#04201f", "#0f8a7d", "#7fd86a", "#f4e58a"),
)
_PLANETS = (
    ("#e8a05c", "#f6d9a6", "#b3623a"),
    ("#4f9fd8", "#bfe6ee", "#2f62a8"),
    ("#c7668f", "#f4b6b0", "#7d3a78"),
    ("#6fb08a", "#d8e8b0", "#3a6f6a"),
    ("#9a86d8", "#e0cdf5", "#57479c"),
)
_DAWNING = {
    TimeOfDay.DAWN: 0.85,
    TimeOfDay.DAY: 0.55,
    TimeOfDay.SUNSET: 1.0,
    TimeOfDay.DUSK: 0.45,
    TimeOfDay.NIGHT: 0.14,
}
"""How much of the sun's own light glows along the moon's horizon."""


def build(look: Look) -> Backdrop:
    """Hang the planet and lay the moon's ground; what flies hangs before it, what stands stands on it."""
    room = room_of(look)
    void = _Void(room)
    behind: list[Layer | Animation] = [
        room.layer(void.nebula, 0.04),
        room.layer(void.stars, 0.07),
        twinkle(room, void.bright, "#ffffff", 0.07),
        room.live(void.meteor, 0.10),
        room.layer(void.sunrise, 0.12),
        room.layer(void.planet, 0.18),
        room.layer(void.moons, 0.28),
        room.layer(void.far_ridge, 0.44),
        room.layer(void.near_ridge, 0.64),
        room.layer(void.ground, 0.92),
        room.layer(void.boulders, 0.94),
    ]
    front: list[Layer | Animation] = [
        room.live(void.dust, 1.1),
        room.layer(void.rocks, 1.34, blur=7),
    ]
    return Backdrop(behind=behind, front=front, floor=room.stage.floor)


class _Void:
    """One corner of space."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room, self.side = room, room.sun_side
        palette = room.palette
        tones = list(_NEBULAE[int(rng.integers(len(_NEBULAE)))])
        if room.look.shot.accent:
            tones[2] = room.look.shot.accent
        self.dark, self.cloud, self.flame, self.heart = (
            mix(tone, palette.sky[i], 0.30) for i, tone in enumerate(tones)
        )
        self.sunlight = _DAWNING[room.look.shot.time_of_day]
        planet = _PLANETS[int(rng.integers(len(_PLANETS)))]
        self.body = tuple(mix(tone, palette.sun, 0.10 * self.sunlight) for tone in planet)
        self.ringed = bool(rng.random() < 0.55)
        self.tilt = float(rng.uniform(-24, 24))
        self.radius = (270 if not room.tall else 250) * float(rng.uniform(0.85, 1.25))
        share = float(rng.uniform(0.34, 0.56)) if not room.tall else float(rng.uniform(0.15, 0.5))
        self.at = (room.side(share, -self.side), room.h * float(rng.uniform(0.26, 0.36)))
        self.line = room.h * (0.68 if not room.tall else 0.66)
        dust = mix(mix("#8a86a0", self.cloud, 0.26), self.dark, 0.30 + 0.25 * (1 - self.sunlight))
        self.soil = mix(dust, palette.glow, 0.10 * self.sunlight)
        self.bright = [
            (float(rng.uniform(0, 1)) * room.w, float(rng.uniform(0, 0.62)) * room.h, float(rng.uniform(4, 12)))
            for _ in range(26)
        ]
        self.fall = [float(v) for v in rng.uniform(0, 1, 4)]
        self.motes = rng.uniform(0, 1, (18, 4))
        self._spark = soft_disc("#ffffff")

    def nebula(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The dark, and clouds of glowing gas folded into it along a slanted band."""
        room, stage = self.room, self.room.stage
        area = box(stage.left, stage.top, stage.right, stage.bottom)
        canvas.drawRect(
            area,
            linear(
                (0, stage.top),
                (0, stage.bottom),
                [darken(self.dark, 0.35), self.dark, mix(self.dark, self.cloud, 0.30)],
            ),
        )
        width, height = 460, 300
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        warp_x, warp_y = noise(width, height, rng, octaves=4), noise(width, height, rng, octaves=4)
        gas = noise(width, height, rng, octaves=6)
        folded = cv2.remap(
            gas, x + (warp_x - 0.5) * 150, y + (warp_y - 0.5) * 150, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        slant = self.side * 0.34
        band = np.exp(-((((y / height - 0.36) + slant * (x / width - 0.5)) / 0.24) ** 2))
        density = np.clip(folded * 1.75 - 0.62, 0, 1) * (0.12 + 0.88 * band) * (0.72 + 0.28 * self.sunlight)
        ramp = np.array([rgb(self.dark), rgb(self.cloud), rgb(self.flame), rgb(self.heart)], np.float32)
        level = np.clip(density * 0.98, 0, 0.999) ** 1.15 * 3
        low = level.astype(int)
        part = (level - low)[..., None]
        colour = ramp[low] * (1 - part) + ramp[np.minimum(low + 1, 3)] * part
        rgba = np.empty((height, width, 4), np.uint8)
        rgba[..., :3] = np.clip(colour, 0, 255)
        rgba[..., 3] = np.clip(density * 1.5, 0, 0.94) * 255
        canvas.drawImageRect(image_of(rgba), area, skia.SamplingOptions(skia.CubicResampler.Mitchell()), skia.Paint())
        glow(canvas, room.side(0.3, self.side), room.h * 0.30, room.h * 0.55, self.flame, 0.30)

    def stars(self, canvas: skia.Canvas, rng: Rng) -> None:
        stage = self.room.stage
        for _ in range(520):
            x, y = float(rng.uniform(stage.left, stage.right)), float(rng.uniform(stage.top, self.line + 60))
            size = float(rng.random()) ** 5 * 3.2 + 0.6
            tone = mix("#ffffff", (self.heart, self.flame, "#a8c8ff")[int(rng.integers(3))], float(rng.uniform(0, 0.5)))
            canvas.drawCircle(x, y, size, fill(tone, float(rng.uniform(0.35, 1.0))))
        for x, y, radius in self.bright:
            glow(canvas, x, y, radius * 3.2, mix(self.heart, "#ffffff", 0.5), 0.5)
            for dx, dy in ((1, 0), (0, 1)):
                canvas.drawLine(
                    x - dx * radius, y - dy * radius, x + dx * radius, y + dy * radius, stroke("#ffffff", 1.4, 0.6)
                )

    def meteor(self, canvas: skia.Canvas, t: float) -> None:
        """A shooting star every few seconds."""
        turn, u = divmod(t + 2.2 * self.fall[0] + 1.0, 4.2)
        if u > 0.8:
            return
        share = self.fall[int(turn) % 4]
        x = self.room.w * (0.1 + 0.8 * share) + self.side * -460 * u
        y = self.room.h * (0.05 + 0.25 * self.fall[(int(turn) + 1) % 4]) + 210 * u
        fade = math.sin(math.pi * u / 0.8)
        for i in range(9):
            stamp(canvas, self._spark, x + self.side * 17 * i, y - 7.8 * i, 7 - 0.6 * i, fade * (1 - i / 9))

    def sunrise(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """The sun near the moon's horizon."""
        room = self.room
        x, y = room.side(0.55, self.side), self.line - 40 - 60 * (1 - self.sunlight)
        glow(canvas, x, y, room.h * (0.35 + 0.35 * self.sunlight), room.palette.glow, 0.35 + 0.5 * self.sunlight)
        glow(canvas, x, y, 190, lighten(room.palette.sun, 0.3), 0.4 + 0.6 * self.sunlight)
        canvas.drawCircle(x, y, 30 + 26 * self.sunlight, fill(lighten(room.palette.sun, 0.4)))

    def planet(self, canvas: skia.Canvas, rng: Rng) -> None:
        """A banded giant or a world of seas, lit from the sun's side, with its air and perhaps rings."""
        (x, y), radius = self.at, self.radius
        main, pale, deep = self.body
        glow(canvas, x, y, radius * 1.75, lighten(main, 0.2), 0.42)
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(self.tilt)
        if self.ringed:
            self._rings(canvas, radius, back=True)
        disc = skia.Path()
        disc.addCircle(0, 0, radius)
        canvas.save()
        canvas.clipPath(disc, True)
        canvas.drawCircle(0, 0, radius, fill(main))
        bands = 11
        for i in range(bands):
            top = -radius + 2 * radius * i / bands
            tone = mix((pale, main, deep)[int(rng.integers(3))], main, 0.35)
            height = 2 * radius / bands * float(rng.uniform(0.5, 1.25))
            wave = [(-radius + j * radius / 4, top + 9 * math.sin(j * 1.3 + i)) for j in range(9)]
            path = curve(wave)
            path.lineTo(radius, top + height)
            path.lineTo(-radius, top + height)
            path.close()
            canvas.drawPath(path, fill(tone, 0.75))
        swirl = noise(160, 160, rng, octaves=5, cells=(3, 9))
        texture(
            canvas, box(-radius, -radius, radius, radius), np.clip(swirl * 2 - 0.9, 0, 1).astype(np.float32), pale, 0.5
        )
        canvas.drawOval(box(radius * 0.12, radius * 0.18, radius * 0.52, radius * 0.38), fill(deep, 0.55))
        canvas.restore()
        canvas.rotate(-self.tilt)
        lit = (self.side * radius * 0.55, radius * 0.10)
        night: list[Tint] = [(self.dark, 0.0), (self.dark, 0.10), (darken(self.dark, 0.4), 0.90)]
        canvas.drawCircle(0, 0, radius + 0.5, radial(lit, radius * 1.75, night, [0, 0.40, 1]))
        canvas.save()
        canvas.clipPath(disc, True)
        canvas.drawCircle(self.side * -9, -4, radius + 9, blurred(stroke(lighten(pale, 0.4), 16, 0.75), 7))
        canvas.restore()
        canvas.rotate(self.tilt)
        if self.ringed:
            self._rings(canvas, radius, back=False)
        canvas.restore()

    def _rings(self, canvas: skia.Canvas, radius: float, *, back: bool) -> None:
        _, pale, deep = self.body
        canvas.save()
        half = box(-radius * 3, -radius, radius * 3, 0) if back else box(-radius * 3, 0, radius * 3, radius)
        canvas.clipRect(half)
        canvas.scale(1.0, 0.20)
        for i in range(13):
            at = radius * (1.32 + 0.062 * i)
            tone = mix(pale, deep, 0.5 + 0.5 * math.sin(i * 2.3))
            canvas.drawCircle(0, 0, at, stroke(tone, radius * 0.05, 0.28 + 0.36 * abs(math.sin(i * 1.1))))
        canvas.restore()

    def moons(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Small moons, a satellite with its panels."""
        room = self.room
        for i in range(2):
            x, y = (
                room.side(float(rng.uniform(0.08, 0.32)) + 0.44 * i, self.side),
                room.h * float(rng.uniform(0.08, 0.36)),
            )
            radius = float(rng.uniform(16, 46))
            tone = mix("#b9b4c4", self.cloud, 0.3)
            canvas.drawCircle(
                x,
                y,
                radius,
                radial(
                    (x + self.side * radius * 0.4, y - radius * 0.2),
                    radius * 1.7,
                    [lighten(tone, 0.35), tone, darken(self.dark, 0.2)],
                    [0, 0.4, 1],
                ),
            )
            for _ in range(4):
                cx, cy = x + float(rng.uniform(-0.5, 0.5)) * radius, y + float(rng.uniform(-0.5, 0.5)) * radius
                canvas.drawCircle(cx, cy, radius * float(rng.uniform(0.07, 0.17)), fill(darken(tone, 0.4), 0.4))
        x, y = room.side(0.74, self.side), room.h * 0.13
        canvas.save()
        canvas.translate(x, y)
        canvas.rotate(-24 * self.side)
        for side in (-1, 1):
            panel = box(side * 62 - 34, -15, side * 62 + 34, 15)
            canvas.drawRect(panel, linear((panel.left(), 0), (panel.right(), 0), ["#2b4f9c", "#6c9ae0"]))
            for i in range(3):
                at = panel.left() + 17 * (i + 1)
                canvas.drawLine(at, -15, at, 15, stroke("#0d1f4a", 2))
            canvas.drawLine(side * 14, 0, side * 30, 0, stroke("#c9c4d0", 4))
        canvas.drawRoundRect(box(-16, -20, 16, 20), 5, 5, linear((-16, 0), (16, 0), ["#f4efe4", "#8d879a"]))
        canvas.restore()

    def _ridge(self, canvas: skia.Canvas, rng: Rng, level: float, height: float, colour: str, jag: float) -> None:
        """A crest of crater rims and worn peaks, edged with sunlight."""
        stage = self.room.stage
        points = [(stage.left, level)]
        while points[-1][0] < stage.right:
            points.append((points[-1][0] + float(rng.uniform(50, 150)), level - height * float(rng.random()) ** jag))
        path = curve(points) if jag < 1.4 else polygon(points)
        if jag >= 1.4:
            path = skia.Path()
            path.addPoly([skia.Point(*p) for p in points], False)
        rim = skia.Path(path)
        path.lineTo(stage.right + 100, stage.bottom)
        path.lineTo(stage.left, stage.bottom)
        path.close()
        canvas.drawPath(
            path, linear((0, level - height), (0, level + 120), [lighten(colour, 0.14), darken(colour, 0.30)])
        )
        canvas.drawPath(
            rim, stroke(lighten(mix(colour, self.room.palette.glow, 0.5), 0.25), 3, 0.35 + 0.45 * self.sunlight)
        )

    def far_ridge(self, canvas: skia.Canvas, rng: Rng) -> None:
        self._ridge(canvas, rng, self.line + 6, 0.13 * self.room.h, mix(self.soil, self.cloud, 0.36), 1.5)

    def near_ridge(self, canvas: skia.Canvas, rng: Rng) -> None:
        self._ridge(canvas, rng, self.line + 30, 0.075 * self.room.h, mix(self.soil, self.cloud, 0.16), 1.0)

    def ground(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Dust with craters that grow towards the camera."""
        room, stage = self.room, self.room.stage
        top = self.line + 46
        crest = [(stage.left + i * 250, top + 12 * math.sin(i * 1.7)) for i in range(13)]
        path = curve(crest)
        path.lineTo(stage.right + 300, stage.bottom)
        path.lineTo(stage.left, stage.bottom)
        path.close()
        tones = [lighten(self.soil, 0.20), self.soil, darken(self.soil, 0.45)]
        canvas.drawPath(path, linear((0, top), (0, stage.bottom), tones, [0, 0.4, 1]))
        canvas.save()
        canvas.clipPath(path, True)
        texture(
            canvas,
            box(stage.left, top - 20, stage.right, stage.bottom),
            noise(420, 150, rng, octaves=5, cells=(14, 12)),
            darken(self.soil, 0.5),
            0.34,
        )
        shine: list[Tint] = [(room.palette.glow, 0.16 + 0.34 * self.sunlight), (room.palette.glow, 0.0)]
        canvas.drawRect(
            box(stage.left, top - 20, stage.right, stage.bottom),
            radial((room.side(0.55, self.side), top), room.w * 0.6, shine),
        )
        for i in range(20):
            u = (i + float(rng.random())) / 20
            y = top + 14 + (stage.bottom - top) * u**1.4 * 0.86
            x = float(rng.uniform(stage.left, stage.right))
            self._crater(canvas, x, y, (22 + 150 * u) * float(rng.uniform(0.5, 1.1)))
        canvas.restore()

    def _crater(self, canvas: skia.Canvas, x: float, y: float, half: float) -> None:
        tall = half * 0.27
        near, off = darken(self.soil, 0.52), lighten(self.soil, 0.20)
        x0, x1 = (x + half, x - half) if self.side > 0 else (x - half, x + half)
        canvas.drawOval(
            box(x - half * 1.12, y - tall * 1.15, x + half * 1.12, y + tall * 1.3), fill(lighten(self.soil, 0.16), 0.55)
        )
        canvas.drawOval(
            box(x - half, y - tall, x + half, y + tall),
            linear((x0, 0), (x1, 0), [near, mix(near, self.soil, 0.5), off]),
        )
        canvas.drawArc(
            box(x - half, y - tall, x + half, y + tall),
            10,
            160,
            False,
            stroke(lighten(off, 0.25), max(2.0, half * 0.03), 0.7),
        )

    def boulders(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Rocks with long shadows to both sides."""
        room = self.room
        for i in range(11):
            side = 1 if i % 2 else -1
            x = room.side(float(rng.uniform(0.36, 1.3)), side)
            y = self.line + (room.h - self.line) * float(rng.uniform(0.30, 0.80))
            size = float(rng.uniform(18, 62)) * (y - self.line) / (0.4 * (room.h - self.line))
            reach = -self.side * size * 2.6
            x0, x1 = sorted((x, x + reach))
            canvas.drawOval(
                box(x0, y - size * 0.14, x1, y + size * 0.18), blurred(fill(darken(self.dark, 0.4), 0.6), 6)
            )
            points = [
                (x + math.cos(a) * size * float(rng.uniform(0.8, 1.1)), y - size * 0.35 + math.sin(a) * size * 0.62)
                for a in np.linspace(0, math.tau, 8)[:-1]
            ]
            x2, x3 = (x + size, x - size) if self.side > 0 else (x - size, x + size)
            tones = [lighten(mix(self.soil, room.palette.glow, 0.25), 0.30), self.soil, darken(self.soil, 0.55)]
            canvas.drawPath(polygon(points), linear((x2, y - size), (x3, y), tones))

    def dust(self, canvas: skia.Canvas, t: float) -> None:
        """Bright specks adrift."""
        for x, y, size, pace in self.motes:
            at_x = (float(x) * self.room.w + t * (8 + 14 * float(pace))) % self.room.w
            at_y = float(y) * self.room.h + 12 * math.sin(t * 0.5 + float(pace) * 9)
            stamp(canvas, self._spark, at_x, at_y, 2.5 + 4 * float(size), 0.45)

    def rocks(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Boulders right before the lens, in the lower corners."""
        room = self.room
        for side in (-1, 1):
            size = float(rng.uniform(150, 230)) * min(1.0, room.w / 1500 + 0.1)
            x, y = room.side(0.94, side), room.h + size * 0.25
            points = [
                (
                    x + math.cos(a) * size * float(rng.uniform(0.9, 1.15)),
                    y + math.sin(a) * size * float(rng.uniform(0.7, 0.95)),
                )
                for a in np.linspace(0, math.tau, 10)[:-1]
            ]
            tone = darken(self.soil, 0.5)
            canvas.drawPath(
                polygon(points), linear((0, y - size), (0, y + size * 0.4), [lighten(tone, 0.20), darken(tone, 0.4)])
            )
