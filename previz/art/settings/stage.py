"""A concert stage: a screen of light behind drums and amplifiers, trusses, sweeping beams, haze and a crowd."""

import math

import skia

from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import (
    Tint,
    blended,
    blurred,
    box,
    curve,
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
from previz.art.settings.air import beam, bokeh, motes, soft_disc, stamp
from previz.art.settings.room import Rng, Room, room_of

_LIGHTS = (
    ("#ff4d8d", "#8a5cff", "#35d6ff"),
    ("#ff8a3c", "#ff3d6e", "#ffd166"),
    ("#3ee6b4", "#3c8cff", "#c45cff"),
    ("#ffb84d", "#7a4dff", "#ff5ca8"),
    ("#5cf2c8", "#2a6bff", "#28c7fa"),
)


def build(look: Look) -> Backdrop:
    """Set the stage and turn the lights on."""
    room = room_of(look)
    show = _Show(room)
    behind: list[Layer | Animation] = [
        room.layer(show.hall, 0.20),
        room.layer(show.screen, 0.34),
        room.layer(show.curtains, 0.46),
        room.layer(show.back_truss, 0.50),
        room.layer(show.floor, 0.92),
        room.layer(show.band_gear, 0.72),
        room.layer(show.pools, 0.92),
        room.live(show.beams, 0.60),
        room.layer(show.haze, 0.76, sway=(26, 11)),
        room.layer(show.front_truss, 0.84),
    ]
    front: list[Layer | Animation] = [
        motes(room, show.lights[0], count=26, strength=0.5),
        room.layer(show.crowd, 1.22, blur=4, sway=(7, 2.4)),
        room.layer(show.foreground, 1.36, blur=10),
    ]
    return Backdrop(behind=behind, front=front, floor=room.stage.floor)


class _Show:
    """One show: its colours, its screen and where its lamps hang."""

    def __init__(self, room: Room) -> None:
        rng = room.look.rng
        self.room = room
        colours = list(_LIGHTS[int(rng.integers(len(_LIGHTS)))])
        if room.look.shot.accent:
            colours[0] = room.look.shot.accent
        self.lights = tuple(mix(colour, room.palette.glow, 0.08) for colour in colours)
        self.dark = mix(mix(room.palette.shadow, "#0b0716", 0.5), darken(shift(colours[1], saturation=1.2), 0.66), 0.55)
        self.pattern = int(rng.integers(4))
        self.line = room.line
        self.truss_y = room.h * (0.115 if not room.tall else 0.15)
        count = 6 if not room.tall else 4
        self.lamps = [room.w * (i + 0.5) / count for i in range(count)]
        self.phases = rng.uniform(0, math.tau, count)
        self.paces = rng.uniform(0.5, 0.95, count)
        half = (520 if not room.tall else 400) * float(rng.uniform(0.92, 1.06))
        self.panel = box(room.w / 2 - half, self.truss_y + 60 * room.k, room.w / 2 + half, self.line - 96 * room.k)
        self._lens = soft_disc("#ffffff")

    def hall(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """The dark behind everything, with a little of the sky's colour: daylight comes in at open-air hours."""
        room, stage = self.room, self.room.stage
        sky = room.palette.sky
        day = 0.06 + 0.34 * (1 - room.lamp) ** 1.2
        tones = [mix(self.dark, sky[min(i + 1, len(sky) - 1)], day) for i in range(4)]
        area = box(stage.left, stage.top, stage.right, stage.bottom)
        canvas.drawRect(area, linear((0, stage.top), (0, self.line), tones))
        for i, colour in enumerate(self.lights):
            glow(canvas, room.w * (0.18 + 0.32 * i), room.h * 0.40, 0.42 * room.w + 160, colour, 0.62)

    def screen(self, canvas: skia.Canvas, rng: Rng) -> None:
        """The wall of light: a gradient with a sun, waves, rays or a starburst of bars."""
        panel = self.panel
        a, b, c = self.lights
        glow(canvas, panel.centerX(), panel.centerY(), panel.width() * 0.85, mix(a, b, 0.5), 0.55)
        canvas.drawRect(panel.makeOutset(14, 14), fill(darken(self.dark, 0.4)))
        canvas.save()
        canvas.clipRect(panel)
        ground = [darken(b, 0.70), darken(b, 0.34), mix(b, c, 0.62)]
        canvas.drawRect(panel, linear((0, panel.top()), (0, panel.bottom()), ground))
        x, y, radius = panel.centerX(), panel.top() + panel.height() * 0.46, panel.height() * 0.34
        if self.pattern == 0:
            canvas.drawCircle(x, y, radius, linear((0, y - radius), (0, y + radius), [lighten(c, 0.6), a]))
            for i in range(6):
                top = y + radius * (0.05 + 0.16 * i)
                half = math.sqrt(max(0.0, 1 - ((top - y + 6) / radius) ** 2)) * radius + 2
                bar = box(x - half, top, x + half, top + 5 + 2.4 * i)
                canvas.drawRect(bar, fill(darken(mix(a, b, 0.5), 0.3)))
        elif self.pattern == 1:
            for i in range(28):
                angle = i * math.tau / 28
                wide = math.tau / 28 * 0.26
                reach = panel.width()
                ray = [(x, y), (x + math.cos(angle - wide) * reach, y + math.sin(angle - wide) * reach)]
                ray.append((x + math.cos(angle + wide) * reach, y + math.sin(angle + wide) * reach))
                canvas.drawPath(polygon(ray), fill(lighten((a, c)[i % 2], 0.3), 0.34))
            canvas.drawCircle(x, y, radius * 0.5, radial((x, y), radius * 0.5, [lighten(c, 0.8), lighten(a, 0.3)]))
        elif self.pattern == 2:
            for i in range(9):
                level = panel.top() + panel.height() * (0.18 + 0.09 * i)
                points = [
                    (panel.left() - 20 + j * (panel.width() + 40) / 8, level + 34 * math.sin(j * 1.1 + i * 0.7))
                    for j in range(9)
                ]
                canvas.drawPath(curve(points), stroke(lighten(mix(a, c, i / 8), 0.25), 7 - 0.4 * i, 0.75))
        else:
            bars = 26
            for i in range(bars):
                tall = panel.height() * (0.16 + 0.62 * abs(math.sin(i * 0.61 + 0.4)) * float(rng.uniform(0.5, 1.0)))
                left = panel.left() + panel.width() * i / bars
                right = left + panel.width() / bars * 0.62
                bar = box(left, panel.bottom() - tall, right, panel.bottom())
                canvas.drawRoundRect(bar, 5, 5, linear((0, bar.top()), (0, bar.bottom()), [lighten(c, 0.45), a]))
        for i in range(int(panel.height() / 9)):
            canvas.drawRect(
                box(panel.left(), panel.top() + i * 9, panel.right(), panel.top() + i * 9 + 2), fill("#000000", 0.10)
            )
        canvas.restore()
        canvas.drawRect(panel, stroke(lighten(self.dark, 0.18), 8))

    def curtains(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Heavy side curtains and a border above."""
        room = self.room
        cloth = mix(self.dark, self.lights[0], 0.30)
        for side in (-1, 1):
            inner = room.side(0.66 if not room.tall else 0.86, side)
            outer = room.stage.left if side < 0 else room.stage.right
            folds = 13
            for i in range(folds):
                x0 = inner + (outer - inner) * i / folds
                x1 = inner + (outer - inner) * (i + 1) / folds
                left, right = min(x0, x1), max(x0, x1)
                tones = [darken(cloth, 0.5), lighten(cloth, 0.10), darken(cloth, 0.35)]
                canvas.drawRect(
                    box(left, room.stage.top, right + 1, self.line + 20), linear((left, 0), (right, 0), tones)
                )
            edge: list[Tint] = [(self.lights[2], 0.35), (self.lights[2], 0.0)]
            x0, x1 = sorted((inner, inner + side * 130))
            canvas.drawRect(
                box(x0, room.stage.top, x1, self.line + 20), linear((inner, 0), (inner + side * 130, 0), edge)
            )
        shade: list[Tint] = [(room.palette.shadow, 0.75), (room.palette.shadow, 0.0)]
        canvas.drawRect(
            box(room.stage.left, self.line - 260, room.stage.right, self.line + 20),
            linear((0, self.line + 20), (0, self.line - 260), shade),
        )

    def _truss(self, canvas: skia.Canvas, y: float, height: float, colour: str) -> None:
        left, right = self.room.stage.left, self.room.stage.right
        canvas.drawLine(left, y, right, y, stroke(colour, 9))
        canvas.drawLine(left, y + height, right, y + height, stroke(colour, 9))
        step = height * 1.3
        x = left
        while x < right:
            canvas.drawLine(x, y, x + step / 2, y + height, stroke(colour, 5))
            canvas.drawLine(x + step / 2, y + height, x + step, y, stroke(colour, 5))
            x += step
        canvas.drawLine(left, y - 2, right, y - 2, stroke(lighten(colour, 0.4), 2, 0.6))

    def back_truss(self, canvas: skia.Canvas, _rng: Rng) -> None:
        metal = mix(self.dark, "#8f93a8", 0.32)
        self._truss(canvas, self.truss_y, 44 * self.room.k, metal)
        for x in self.lamps:
            y = self.truss_y + 44 * self.room.k
            canvas.drawRect(box(x - 5, y, x + 5, y + 16), fill(metal))
            canvas.drawRoundRect(box(x - 26, y + 12, x + 26, y + 58), 12, 12, fill(darken(metal, 0.35)))

    def floor(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Polished boards that mirror the screen."""
        room, stage = self.room, self.room.stage
        area = box(stage.left, self.line, stage.right, stage.bottom)
        a, b, _ = self.lights
        base = [mix(self.dark, a, 0.26), mix(self.dark, b, 0.22), darken(self.dark, 0.35)]
        canvas.drawRect(area, linear((0, self.line), (0, stage.bottom), base))
        mirror: list[Tint] = [(mix(a, "#ffffff", 0.2), 0.50), (a, 0.16), (a, 0.0)]
        canvas.drawRect(
            box(self.panel.left() - 60, self.line, self.panel.right() + 60, room.h),
            blended(radial((room.w / 2, self.line), self.panel.width() * 0.62, mirror), skia.BlendMode.kScreen),
        )
        for i in range(-24, 25):
            x = room.w / 2 + i * 74
            canvas.drawLine(
                x, self.line, room.w / 2 + i * 74 * 2.6, stage.bottom, stroke(room.palette.shadow, 2.4, 0.34)
            )
        canvas.drawRect(box(stage.left, self.line - 3, stage.right, self.line + 4), fill(lighten(a, 0.35), 0.65))

    def pools(self, canvas: skia.Canvas, _rng: Rng) -> None:
        """Pools of light on the boards; the brightest around the subject."""
        room = self.room
        for x, half, colour, strength in (
            (room.w / 2, 0.28 * room.w + 120, "#fff4e0", 0.55),
            (room.side(0.62, -1), 260, self.lights[0], 0.6),
            (room.side(0.62, 1), 260, self.lights[2], 0.6),
        ):
            canvas.save()
            canvas.translate(x, room.stage.floor - 6)
            canvas.scale(1.0, 0.17)
            tints: list[Tint] = [(colour, strength), (colour, strength * 0.5), (colour, 0.0)]
            canvas.drawCircle(0, 0, half, radial((0, 0), half, tints, [0, 0.55, 1]))
            canvas.restore()

    def band_gear(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Drums on a riser, amplifiers, loudspeaker towers, a microphone and a keyboard."""
        room, k = self.room, self.room.k
        base = self.line + 44 * k
        dark = darken(self.dark, 0.15)
        for side in (-1, 1):
            x = room.side(0.90 if not room.tall else 0.98, side)
            for i in range(5):
                top = base - (i + 1) * 112 * k
                self._cabinet(canvas, box(x - 92 * k, top, x + 92 * k, top + 108 * k), side)
            x = room.side(0.52 if not room.tall else 0.62, side)
            self._cabinet(canvas, box(x - 82 * k, base - 118 * k, x + 82 * k, base), side)
            self._cabinet(canvas, box(x - 76 * k, base - 204 * k, x + 76 * k, base - 122 * k), side)
        x = room.side(0.30 if not room.tall else 0.0, 1 if rng.random() < 0.5 else -1)
        riser = box(x - 210 * k, base - 58 * k, x + 210 * k, base + 4)
        canvas.drawRect(riser, linear((0, riser.top()), (0, riser.bottom()), [lighten(dark, 0.2), dark]))
        canvas.drawRect(box(riser.left(), riser.top(), riser.right(), riser.top() + 6), fill(self.lights[2], 0.8))
        self._drums(canvas, x, riser.top())

    def _cabinet(self, canvas: skia.Canvas, area: skia.Rect, side: int) -> None:
        body = mix(self.dark, "#1a1622", 0.5)
        canvas.drawRoundRect(area, 7, 7, linear((area.left(), 0), (area.right(), 0), [lighten(body, 0.14), body]))
        edge = area.right() if side < 0 else area.left()
        canvas.drawLine(
            edge, area.top() + 6, edge, area.bottom() - 6, stroke(self.lights[0 if side < 0 else 2], 4, 0.75)
        )
        radius = min(area.width(), area.height()) * 0.32
        for dx in (-0.24, 0.24):
            x = area.centerX() + dx * area.width()
            canvas.drawCircle(x, area.centerY(), radius, fill(darken(body, 0.5)))
            canvas.drawCircle(
                x,
                area.centerY(),
                radius * 0.82,
                radial((x, area.centerY()), radius, [lighten(body, 0.24), darken(body, 0.35)]),
            )
            canvas.drawCircle(x, area.centerY(), radius * 0.3, fill(lighten(body, 0.16)))

    def _drums(self, canvas: skia.Canvas, x: float, base: float) -> None:
        k = self.room.k
        shell, skin = self.lights[0], "#f5ecdf"
        metal = mix(self.dark, "#d8d2c4", 0.6)
        for dx, rise in ((-150, 190), (150, 205), (-96, 236)):
            cx, cy = x + dx * k, base - rise * k
            canvas.drawLine(cx, cy, x + dx * 0.9 * k, base, stroke(metal, 4))
            canvas.drawOval(
                box(cx - 62 * k, cy - 9 * k, cx + 62 * k, cy + 9 * k),
                linear((cx - 60 * k, 0), (cx + 60 * k, 0), ["#b98a3c", "#ffe6a0", "#a87830"]),
            )
        for dx, y0, width, height in ((-52, 152, 88, 62), (52, 152, 88, 62), (-128, 96, 104, 70), (128, 100, 116, 92)):
            drum = box(
                x + (dx - width / 2) * k,
                base - (y0 + height / 2) * k,
                x + (dx + width / 2) * k,
                base - (y0 - height / 2) * k,
            )
            canvas.drawRoundRect(
                drum,
                8,
                8,
                linear((drum.left(), 0), (drum.right(), 0), [lighten(shell, 0.3), shell, darken(shell, 0.5)]),
            )
            canvas.drawOval(box(drum.left(), drum.top() - 9 * k, drum.right(), drum.top() + 9 * k), fill(skin))
        canvas.drawCircle(x, base - 74 * k, 76 * k, fill(darken(shell, 0.35)))
        canvas.drawCircle(
            x,
            base - 74 * k,
            66 * k,
            radial((x - 20, base - 96 * k), 96 * k, [lighten(skin, 0.3), mix(skin, shell, 0.35)]),
        )
        canvas.drawCircle(x, base - 74 * k, 70 * k, stroke(metal, 6))
        canvas.drawCircle(x, base - 74 * k, 26 * k, fill(shell, 0.85))

    def beams(self, canvas: skia.Canvas, t: float) -> None:
        """Searchlight beams that sweep to the music."""
        room = self.room
        y = self.truss_y + 100 * room.k
        reach = (self.line - y) * 1.16
        for i, x in enumerate(self.lamps):
            angle = 0.52 * math.sin(t * float(self.paces[i]) + float(self.phases[i]))
            colour = self.lights[i % 3]
            pulse = 0.72 + 0.28 * math.sin(t * 2.1 + i * 1.3)
            canvas.save()
            canvas.translate(x, y)
            canvas.rotate(math.degrees(angle))
            for wide, alpha in ((92, 0.24), (46, 0.22)):
                beam(canvas, lighten(colour, 0.2), alpha * pulse, reach, (8, wide))
            stamp(canvas, self._lens, 0, 0, 34, 0.95 * pulse)
            canvas.restore()

    def haze(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Low smoke over the boards, lit from behind."""
        room = self.room
        for _ in range(20):
            x = float(rng.uniform(room.stage.left, room.stage.right))
            y = self.line + float(rng.uniform(-40, 70))
            radius = float(rng.uniform(90, 220))
            colour = mix(self.lights[int(rng.integers(3))], "#ffffff", 0.35)
            canvas.save()
            canvas.translate(x, y)
            canvas.scale(1.0, 0.34)
            tints: list[Tint] = [(colour, 0.20), (colour, 0.0)]
            canvas.drawCircle(0, 0, radius, radial((0, 0), radius, tints))
            canvas.restore()

    def front_truss(self, canvas: skia.Canvas, _rng: Rng) -> None:
        room, k = self.room, self.room.k
        metal = mix(darken(self.dark, 0.3), "#6a6e80", 0.14)
        y = -18 * k
        self._truss(canvas, y, 56 * k, metal)
        for share in (-0.82, -0.5, 0.5, 0.82):
            x = room.w / 2 + share * room.w / 2
            canvas.drawRoundRect(box(x - 30, y + 56 * k, x + 30, y + 112 * k), 12, 12, fill(darken(metal, 0.3)))
            canvas.drawCircle(x, y + 112 * k, 22, fill(lighten(self.lights[1], 0.7)))
            glow(canvas, x, y + 112 * k, 170, self.lights[1], 0.7)

    def crowd(self, canvas: skia.Canvas, rng: Rng) -> None:
        """Heads and raised arms along the lower edge, highest at the sides; the middle stays free."""
        room = self.room
        dark = darken(self.dark, 0.55)
        x = room.stage.left
        while x < room.stage.right:
            off = abs(x - room.w / 2) / (room.w / 2)
            rise = max(0.0, off - 0.44) * 250 * min(1.0, room.w / 1500 + 0.2)
            y = room.h + 26 - rise + float(rng.uniform(-14, 20))
            radius = float(rng.uniform(30, 42))
            rim = self.lights[0 if x < room.w / 2 else 2]
            canvas.drawCircle(x, y - 2, radius + 1.5, fill(rim, 0.55))
            canvas.drawCircle(x, y + 2, radius, fill(dark))
            canvas.drawRoundRect(
                box(x - radius * 1.5, y + radius * 0.8, x + radius * 1.5, room.stage.bottom), 34, 34, fill(dark)
            )
            if off > 0.52 and rng.random() < 0.55:
                lean = float(rng.uniform(-26, 26))
                hand = (x + lean + 26, y - float(rng.uniform(84, 150)))
                arm = curve([(x + 28, y + 50), (x + 36, y - 20), hand])
                canvas.drawPath(arm, stroke(dark, 19))
                canvas.drawCircle(*hand, 14, fill(dark))
                if rng.random() < 0.35:
                    canvas.drawRoundRect(
                        box(hand[0] - 12, hand[1] - 40, hand[0] + 12, hand[1] + 2), 4, 4, fill(lighten(rim, 0.75))
                    )
            x += float(rng.uniform(54, 82))

    def foreground(self, canvas: skia.Canvas, rng: Rng) -> None:
        bokeh(canvas, rng, self.room, tuple(shift(c, value=1.1) for c in self.lights), 16, 0.26)
        for i in range(5):
            x = self.room.side(float(rng.uniform(0.5, 1.1)), 1 if i % 2 else -1)
            y = float(rng.uniform(0, 0.5)) * self.room.h
            canvas.drawCircle(x, y, 26, blurred(fill("#ffffff", 0.16), 6))
