"""Clothes on a posed body: sleeves and legs that bend, coats and dresses that follow the knees."""

import math
from dataclasses import dataclass

import skia

from previz.art.actors.brush import Brush
from previz.art.actors.motion import hang, wave
from previz.art.actors.outfit import Outfit
from previz.art.actors.shapes import bend, box, lerp, ribbon, shape, smooth
from previz.art.actors.spacesuit import draw_pack, draw_panel
from previz.art.actors.stance import Build, Joints, Stance
from previz.art.paint import Point, mix

_GLOVES = "#aab3c0"
_HEM = {"coat": 0.66, "dress": 0.76}
"""How far down the leg a skirt reaches, 0..1."""


@dataclass(frozen=True)
class Clothes:
    """One moment of a dressed body; ``bulk`` scales widths, ``flutter`` is the wind in loose cloth."""

    brush: Brush
    outfit: Outfit
    build: Build
    bulk: float
    stance: Stance
    joints: Joints
    flutter: float
    phase: float

    def _dim(self, colour: str, far: bool) -> str:
        return mix(colour, self.brush.tone.shadow, 0.20) if far else colour

    def leg(self, far: bool) -> None:
        """A leg with its shoe; bare below a dress."""
        outfit, brush, bulk, joints = self.outfit, self.brush, self.bulk, self.joints
        knee, ankle = joints.far_leg if far else joints.near_leg
        sole = self.stance.far_foot if far else self.stance.near_foot
        hip = (joints.hip[0] + (8 if far else -4), joints.hip[1])
        bare = outfit.top == "dress"
        colour = self._dim(outfit.skin if bare else outfit.bottom_colour, far)
        padded = 1.16 if outfit.top == "spacesuit" else 1.0
        widths = [w * bulk * padded for w in ((42, 32, 30, 19, 15) if bare else (56, 47, 40, 33, 29))]
        brush.form(ribbon(bend([hip, knee, ankle], 0.4), widths), colour, rim=0.3 if far else 0.9, edge=4)
        with brush.at(*ankle, turn=sole.pitch, scale=bulk):
            self._shoe(self._dim(outfit.shoe_colour, far), far)

    def _shoe(self, colour: str, far: bool) -> None:
        brush, ankle = self.brush, self.build.ankle / self.bulk
        if self.outfit.boots:
            brush.form(box(-17, -40, 17, 6, 7), colour, rim=0.2 if far else 0.7, edge=3)
        upper = shape(
            (-20, ankle), (-24, ankle - 16, -20, -8, -14, -8), (10, -8), (18, 2, 46, 2, 48, ankle - 3), (48, ankle)
        )
        brush.form(upper, colour, rim=0.2 if far else 0.7, edge=3)
        brush.form(
            box(-21, ankle - 5, 50, ankle, 2.5),
            mix(colour, "#f3ead8" if not self.outfit.boots else "#1a141a", 0.6),
            rim=0,
        )

    def arm(self, shoulder: Point, bones: tuple[Point, Point], far: bool) -> Point:
        """A sleeved arm; returns the middle of the hand."""
        (elbow, wrist), outfit, brush, bulk = bones, self.outfit, self.brush, self.bulk
        angle = math.atan2(wrist[0] - elbow[0], wrist[1] - elbow[1])
        bare = outfit.top == "dress" or (outfit.top == "shirt" and outfit.woman)
        sleeve = self._dim(outfit.top_colour, far)
        skin = self._dim(_GLOVES if outfit.top == "spacesuit" else outfit.skin, far)
        rim = 0.2 if far else 0.6
        with brush.at(*wrist, turn=-math.degrees(angle), scale=bulk):
            for x, length in ((-7.5, 30), (-0.5, 33), (6.0, 29)):
                brush.form(ribbon([(x, 8), (x + 1.5, 20), (x, length)], [8.5, 8.5, 6.5]), skin, rim=0, depth=0.7)
            brush.form(
                smooth([(-10, -4), (10, -4), (12, 8), (9, 19), (0, 21), (-9, 19), (-12, 8)]), skin, rim=0, depth=0.7
            )
            brush.form(ribbon([(8, 3), (16, 11), (15, 21)], [9.5, 9, 6.5]), skin, rim=0, depth=0.7)
        line = bend([shoulder, elbow, wrist], 0.42)
        if bare:
            brush.form(ribbon(line, [26 * bulk, 24 * bulk, 21 * bulk, 18 * bulk]), skin, rim=rim, edge=3)
            short = bend([shoulder, lerp(shoulder, elbow, 0.62)], 0.4)
            brush.form(ribbon(short, [38 * bulk, 36 * bulk, 35 * bulk], (True, False)), sleeve, rim=rim, edge=4)
        else:
            wide = {"coat": 1.12, "sweater": 1.12, "spacesuit": 1.26}.get(outfit.top, 1.0)
            path = ribbon(line, [w * wide * bulk for w in (36, 36, 32, 27)], (True, False))
            brush.form(path, sleeve, rim=rim, edge=4)
            if outfit.striped:
                self._stripes(path, sleeve)
            cuff = [lerp(elbow, wrist, 0.84), wrist]
            brush.form(
                ribbon(cuff, [30 * wide * bulk, 29 * wide * bulk], (False, False)),
                mix(sleeve, "#1c1626", 0.14),
                rim=rim * 0.4,
                edge=2,
            )
        return hang(wrist, angle, 16 * bulk)

    def fingers(self, hand: Point) -> None:
        """Fingers round a held thing."""
        x, y, s = hand[0], hand[1], self.bulk
        for k in range(3):
            self.brush.form(
                ribbon([(x - 12 * s, y + (k * 8 - 9) * s), (x + 6 * s, y + (k * 8 - 8) * s)], [8.5 * s, 8 * s]),
                _GLOVES if self.outfit.top == "spacesuit" else self.outfit.skin,
                rim=0.3,
                edge=2,
            )

    def body(self) -> None:
        """The trunk, and the skirt of a coat or dress down to its hem."""
        outfit, brush = self.outfit, self.brush
        with brush.at(*self.joints.hip, turn=self.stance.lean):
            trunk = self._trunk()
            if outfit.top == "spacesuit":
                draw_pack(brush, outfit.top_colour, self.build.torso, self.bulk)
            brush.form(trunk, outfit.top_colour, rim=0.7)
            if outfit.striped:
                self._stripes(trunk, outfit.top_colour)
        if outfit.top in _HEM:
            self._skirt()
        with brush.at(*self.joints.hip, turn=self.stance.lean):
            self._details()

    def legs(self) -> None:
        """Both legs; a skirt hides what is above its hem."""
        brush = self.brush
        if self.outfit.top not in _HEM:
            self.leg(far=True)
            self.leg(far=False)
            return
        with brush.inside(box(-1500, self._hem()[2] - 34 * self.bulk, 1500, 1500)):
            self.leg(far=True)
            self.leg(far=False)

    def _hem(self) -> tuple[float, float, float]:
        """Left, right and height of a skirt's lower edge: it hangs over both knees."""
        joints, b, hip, leg = self.joints, self.bulk, self.joints.hip, self.build.leg
        length = _HEM[self.outfit.top]
        legs = (joints.near_leg, joints.far_leg)
        if self.stance.seated:
            at_hem = [(knee[0] + 6, knee[1] + 46 * b) for knee, _ in legs]
        elif self.stance.aloft:
            at_hem = [knee for knee, _ in legs]
        else:
            at_hem = [lerp(knee, foot, length * 1.9 - 1) for knee, foot in legs]
        flare = (40 if self.outfit.top == "coat" else 52) * b
        back = 0.3 if self.stance.seated else 0.8
        left = min(at_hem[0][0], at_hem[1][0], hip[0] - 14 * b) - flare * back - 26 * b * self.flutter
        right = max(at_hem[0][0], at_hem[1][0], hip[0] + 16 * b) + flare * 0.72 - 8 * b * self.flutter
        lowest = max(at_hem[0][1], at_hem[1][1])
        return left, right, lowest if self.stance.aloft else max(lowest, hip[1] + leg * length * 0.8)

    def _trunk(self) -> skia.Path:
        t, b = self.build.torso, self.bulk
        waist = 34 if self.outfit.woman else 41
        hips = 42 if self.outfit.woman else 41
        return smooth(
            [
                (-16 * b, -t - 14 * b),
                (-44 * b, -t - 6 * b),
                (-58 * b, -t + 22 * b),
                (-46 * b, -t * 0.62),
                (-waist * b, -t * 0.36),
                (-hips * b, 2 * b),
                (-36 * b, 24 * b),
                (38 * b, 24 * b),
                (hips * b, 2 * b),
                ((waist + 3) * b, -t * 0.36),
                (50 * b, -t * 0.62),
                (57 * b, -t + 22 * b),
                (44 * b, -t - 6 * b),
                (20 * b, -t - 14 * b),
            ]
        )

    def _skirt(self) -> None:
        """Cloth from the waist to the hem; it swings behind the legs and lifts in the wind."""
        b, hip, leg = self.bulk, self.joints.hip, self.build.leg
        left, right, bottom = self._hem()
        swing = 7 * b * wave(self.phase, 2, 0.2) * min(1.0, self.flutter + 0.2)
        lift = 16 * b * self.flutter
        cloth = shape(
            (hip[0] - 38 * b, hip[1] - self.build.torso * 0.36),
            (hip[0] - 50 * b, hip[1] + 20 * b, left + 14 * b, bottom - leg * 0.35, left - swing, bottom - 6 * b - lift),
            (
                left + (right - left) * 0.25,
                bottom + 10 * b,
                left + (right - left) * 0.6,
                bottom + 8 * b,
                right,
                bottom - 4 * b,
            ),
            (
                right - 8 * b,
                bottom - leg * 0.35,
                hip[0] + 50 * b,
                hip[1] + 20 * b,
                hip[0] + 40 * b,
                hip[1] - self.build.torso * 0.36,
            ),
        )
        brush, colour = self.brush, self.outfit.top_colour
        brush.form(cloth, colour, edge=6)
        with brush.inside(cloth):
            for at in (0.30, 0.52, 0.78):
                x = left + (right - left) * at
                fold: list[Point] = [
                    (hip[0] + (at - 0.5) * 50 * b, hip[1] + 10 * b),
                    (x - swing, (hip[1] + bottom) / 2),
                    (x - swing, bottom + 14),
                ]
                brush.pure(ribbon(bend(fold), [1, 5 * b, 8 * b]), brush.tone.shade(colour), 0.5)
            if self.outfit.top == "coat":
                seam: list[Point] = [
                    (hip[0] + 14 * b, hip[1] - 40 * b),
                    (hip[0] + 20 * b, hip[1] + 30 * b),
                    (lerp((left, 0), (right, 0), 0.66)[0], bottom + 12),
                ]
                brush.line(seam, brush.tone.deep(colour), 2.6, 0.8)

    def _stripes(self, path: skia.Path, colour: str) -> None:
        light = mix(colour, "#fbf6ec", 0.78)
        with self.brush.inside(path):
            bounds = path.getBounds()
            y = bounds.top() + 10 * self.bulk
            while y < bounds.bottom():
                self.brush.flat(box(bounds.left(), y, bounds.right(), y + 10 * self.bulk), light, 0.9)
                y += 26 * self.bulk

    def _details(self) -> None:
        t, b, brush, outfit = self.build.torso, self.bulk, self.brush, self.outfit
        shade, deep = brush.tone.shade(outfit.top_colour), brush.tone.deep(outfit.top_colour)
        if outfit.top in ("suit", "jacket"):
            opening = shape(
                (0, -t - 14 * b), (26 * b, -t - 14 * b), (34 * b, -t * 0.6), (20 * b, -t * 0.30), (6 * b, -t * 0.62)
            )
            brush.form(opening, outfit.under_colour, rim=0)
            if outfit.top == "suit" and not outfit.woman:
                brush.form(
                    shape(
                        (13 * b, -t - 8 * b),
                        (20 * b, -t - 8 * b),
                        (23 * b, -t * 0.55),
                        (19 * b, -t * 0.40),
                        (13 * b, -t * 0.55),
                    ),
                    outfit.hat_colour,
                    rim=0,
                )
            for side in ((-2, 2), (28, 38)):
                lapel: list[Point] = [(side[0] * b, -t - 12 * b), (side[1] * b, -t * 0.7), (20 * b, -t * 0.30)]
                brush.line(lapel, deep, 3.4 * b, 0.75)
            brush.line([(20 * b, -t * 0.30), (22 * b, 20 * b)], deep, 2.4, 0.7)
        elif outfit.top == "coat":
            self._belt()
            brush.line([(18 * b, -t - 4 * b), (24 * b, -t * 0.5), (16 * b, 6 * b)], deep, 2.6, 0.8)
            for k in range(4):
                brush.ball(12 * b, -t * (0.84 - 0.22 * k), 4.6 * b, mix(outfit.top_colour, "#2a2026", 0.6), gloss=0.3)
            brush.line([(-30 * b, -t * 0.16), (-6 * b, -t * 0.13)], deep, 4 * b, 0.6)
        elif outfit.top == "sweater":
            for k in range(7):
                x = (-32 + k * 11) * b
                brush.line([(x, 10 * b), (x, 22 * b)], shade, 3 * b, 0.6)
        elif outfit.top == "dress":
            self._belt()
        elif outfit.top == "spacesuit":
            draw_panel(brush, outfit.top_colour, t, b)
        else:
            brush.line([(18 * b, -t), (21 * b, -t * 0.6), (19 * b, 16 * b)], shade, 2.4, 0.5)
        if outfit.apron:
            self._apron(outfit.apron)

    def _belt(self) -> None:
        t, b, colour = self.build.torso, self.bulk, mix(self.outfit.top_colour, "#1c1626", 0.3)
        upper = [(-36 * b, -t * 0.42), (2 * b, -t * 0.37), (40 * b, -t * 0.42)]
        lower = [(39 * b, -t * 0.32), (2 * b, -t * 0.27), (-35 * b, -t * 0.32)]
        self.brush.form(smooth([*upper, *lower]), colour, rim=0.4)

    def _apron(self, colour: str) -> None:
        t, b, brush = self.build.torso, self.bulk, self.brush
        for x0, x1 in ((-14, -20), (34, 26)):
            brush.line([(x0 * b, -t * 0.76), (x1 * b * 0.6, -t - 10 * b)], colour, 6 * b)
        low = self.build.leg * 0.42
        apron = shape(
            (-16 * b, -t * 0.78),
            (36 * b, -t * 0.78),
            (38 * b, -t * 0.5, 46 * b, -t * 0.40, 46 * b, -t * 0.34),
            (52 * b, low),
            (20 * b, low + 10 * b, -20 * b, low + 8 * b, -40 * b, low),
            (-36 * b, -t * 0.34),
            (-34 * b, -t * 0.42, -20 * b, -t * 0.52, -16 * b, -t * 0.78),
        )
        brush.form(apron, colour, rim=0.7)
        brush.line([(-38 * b, -t * 0.33), (4 * b, -t * 0.29), (47 * b, -t * 0.33)], brush.tone.deep(colour), 4 * b, 0.8)
        brush.stroke(
            shape(
                (-14 * b, -t * 0.10),
                (30 * b, -t * 0.10),
                (30 * b, t * 0.12),
                (20 * b, t * 0.17, -6 * b, t * 0.17, -14 * b, t * 0.12),
            ),
            brush.tone.deep(colour),
            2.6,
            0.7,
        )

    def collar(self) -> None:
        """What closes round the neck."""
        b, brush, outfit = self.bulk, self.brush, self.outfit
        x, y = self.joints.neck
        colour = outfit.under_colour if outfit.top == "suit" else outfit.top_colour
        if outfit.top == "dress":
            brush.form(
                smooth(
                    [
                        (x - 20 * b, y - 15 * b),
                        (x + 4 * b, y - 2 * b),
                        (x + 24 * b, y - 15 * b),
                        (x + 22 * b, y - 4 * b),
                        (x + 5 * b, y + 14 * b),
                        (x - 18 * b, y - 3 * b),
                    ]
                ),
                outfit.skin,
                rim=0,
            )
        elif outfit.top in ("coat", "jacket", "suit"):
            for tip, start, back in ((8, -24, -20), (16, 26, 22)):
                wing = shape(
                    (x + start * b, y - 22 * b),
                    (x + tip * b, y + 2 * b),
                    (x + (start * 0.7 + tip * 0.3) * b, y + 20 * b),
                    (x + (start + back * 0.3) * b, y - 4 * b),
                )
                brush.form(wing, mix(colour, "#ffffff", 0.08), rim=0.7, edge=3)
        else:
            brush.form(
                smooth(
                    [
                        (x - 22 * b, y - 15 * b),
                        (x + 2 * b, y - 7 * b),
                        (x + 25 * b, y - 15 * b),
                        (x + 24 * b, y - 4 * b),
                        (x + 3 * b, y + 6 * b),
                        (x - 22 * b, y - 4 * b),
                    ]
                ),
                mix(colour, "#1c1626", 0.12),
                rim=0.4,
                edge=2,
            )

    def scarf(self) -> None:
        """A scarf round the neck."""
        b, brush, colour = self.bulk, self.brush, self.outfit.scarf or "#d8412f"
        x, y = self.joints.neck
        brush.form(
            smooth(
                [
                    (x - 33 * b, y - 16 * b),
                    (x + 2 * b, y - 3 * b),
                    (x + 37 * b, y - 17 * b),
                    (x + 38 * b, y + 3 * b),
                    (x + 4 * b, y + 19 * b),
                    (x - 34 * b, y + 4 * b),
                ]
            ),
            colour,
            edge=4,
        )
        brush.line(
            [(x - 24 * b, y - 2 * b), (x + 4 * b, y + 8 * b), (x + 28 * b, y - 3 * b)],
            brush.tone.shade(colour),
            2.6,
            0.6,
        )

    def scarf_tail(self) -> None:
        """Its end, streaming behind in the wind or hanging down the back."""
        b, brush, colour = self.bulk, self.brush, self.outfit.scarf or "#d8412f"
        x, y = self.joints.neck
        out = min(1.0, self.flutter)
        points: list[Point] = []
        for k in range(7):
            s = k / 6
            sway = 12 * b * wave(self.phase, 2, -0.5 * s) * s * (0.4 + out)
            points.append((x - 26 * b - (30 + 118 * out) * b * s, y + (104 * (1 - out) + 8) * b * s + sway))
        path = ribbon(points, [26 * b, 28 * b, 32 * b], (True, False))
        brush.form(path, colour, edge=4)
        end = points[-1]
        for k in (-1, 0, 1):
            brush.line([(end[0] + 2, end[1] + k * 9 * b), (end[0] - 12 * b, end[1] + k * 11 * b)], colour, 4 * b)
