"""Title and end cards: letters that come in over a slowly moving backdrop."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np

from film.colour import LARGE_TEXT, SMALL_TEXT, Contrast, mixed, readable, rgb_of
from film.lettering import BrandColours, Motion
from film.shot import CameraMove
from media.encode import encode
from media.lettering.fonts import Fonts, Weight
from media.lettering.layout import SafeArea, is_upright, safe_area, short_side
from media.lettering.motion import Moving
from media.lettering.text import Face, Typeset, set_text
from media.picture.backdrop import backdrop, levels
from media.picture.still import camera_move
from media.planes import Planes, planes_of
from media.profile import VideoProfile
from media.segment import Segment, edge_keyframes
from media.transition import darkened
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard

MADE_WITH = "Made with Reelwright"
_FADE_OUT_S = 0.7
_FIRST_S = 0.12
_ENTRANCE_S = 0.7
_LEAVE_S = 0.4

OnContrast = Callable[[Contrast], None]
"""Told how the title and the line below it can be read, and whether their ink was changed for it."""


@dataclass(frozen=True)
class _Sizes:
    """Letter sizes of a card, in short sides."""

    heading: float
    below: float


@dataclass(frozen=True)
class _Element:
    """Something that comes in at ``delay_s``."""

    moving: Moving
    delay_s: float


def _unsaid(_: Contrast) -> None:
    pass


def title_card(
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    edge_frames: int,
    title: str,
    subtitle: str = "",
    background: Path | None = None,
    colours: BrandColours | None = None,
    enter: Motion = Motion.RISE,
    leave: Motion = Motion.CUT,
    fonts: Fonts | None = None,
    on_contrast: OnContrast = _unsaid,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """The card a film opens with: its title, a rule, its logline.

    ``background`` is any picture or clip. Raises ``UnreadableError`` for a background without a picture.
    """
    colours = colours or BrandColours()
    picture = backdrop(profile, background, colours)
    inks = _inks(picture, colours, on_contrast)
    elements = _elements(profile, title, subtitle, _Sizes(0.118, 0.036), inks, colours, fonts)
    moving = _timed(elements, profile, frames, enter, leave)
    drawn = _animated(picture, profile, CameraMove.PUSH_IN, frames, moving, fade_out=False)
    return _written(drawn, out, profile, frames, edge_frames, Watch(on_progress, should_stop))


def end_card(
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    edge_frames: int,
    title: str,
    line: str = MADE_WITH,
    background: Path | None = None,
    colours: BrandColours | None = None,
    enter: Motion = Motion.RISE,
    fonts: Fonts | None = None,
    on_contrast: OnContrast = _unsaid,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """The card a film closes with: its title, a rule, a line of credit, and a fade to black."""
    colours = colours or BrandColours()
    picture = backdrop(profile, background, colours)
    inks = _inks(picture, colours, on_contrast)
    elements = _elements(profile, title, line, _Sizes(0.085, 0.032), inks, colours, fonts)
    moving = _timed(elements, profile, frames, enter, Motion.CUT)
    drawn = _animated(picture, profile, CameraMove.PULL_OUT, frames, moving, fade_out=True)
    return _written(drawn, out, profile, frames, edge_frames, Watch(on_progress, should_stop))


def _written(
    drawn: Iterator[av.VideoFrame], out: Path, profile: VideoProfile, frames: int, edge_frames: int, watch: Watch
) -> Segment:
    keyframes = edge_keyframes(frames, edge_frames)
    with finished(out) as unfinished:
        encode(drawn, unfinished, profile, keyframes=keyframes, watch=watch)
    return Segment(path=out, frames=frames, edge_frames=edge_frames)


def _inks(picture: Planes, colours: BrandColours, on_contrast: OnContrast) -> tuple[str, str]:
    """The colours of the title and of the line below it that can be read on this picture."""
    behind = levels(picture)
    softer = mixed(colours.ink, colours.plate, 0.1)
    contrasts = readable(colours.ink, behind, LARGE_TEXT), readable(softer, behind, SMALL_TEXT)
    for contrast in contrasts:
        on_contrast(contrast)
    return contrasts[0].ink, contrasts[1].ink


def _elements(
    profile: VideoProfile,
    title: str,
    subtitle: str,
    sizes: _Sizes,
    inks: tuple[str, str],
    colours: BrandColours,
    fonts: Fonts | None,
) -> list[_Element]:
    safe, unit = safe_area(profile), short_side(profile)
    heading = set_text(
        title or " ",
        Face(unit * sizes.heading, Weight.EXTRABOLD, colour=inks[0], tracking_em=-0.015, line_height=1.12),
        width=safe.width,
        height=round(safe.height * 0.5),
        max_lines=4 if is_upright(profile) else 3,
        fonts=fonts,
    )
    below = set_text(
        subtitle or " ",
        Face(unit * sizes.below, Weight.MEDIUM, colour=inks[1], tracking_em=0.01, line_height=1.45),
        width=min(safe.width, round(unit * 1.15)),
        height=round(safe.height * 0.25),
        max_lines=4,
        fonts=fonts,
    )
    gap, rule_height, rule_width = round(unit * 0.036), max(2, round(unit * 0.0045)), round(unit * 0.13)
    block = heading.height + 2 * gap + rule_height + below.height
    top = safe.top + (safe.height - block) // 2
    rule_at = top + heading.height + gap
    rule = np.empty((rule_height, rule_width, 4), np.uint8)
    rule[:] = (*rgb_of(colours.accent), 255)
    left = safe.left + (safe.width - rule_width) // 2
    return [
        *_lines(heading, safe, top, unit, _FIRST_S),
        _Element(Moving(rule, left, rule_at, 0, 1, Motion.WIPE, from_middle=True), 0.4),
        *_lines(below, safe, rule_at + rule_height + gap, unit, 0.55),
    ]


def _lines(text: Typeset, safe: SafeArea, top: int, unit: int, delay_s: float) -> list[_Element]:
    width = int(text.image.shape[1])
    left = safe.left + (safe.width - width) // 2
    elements = []
    for number in range(text.lines):
        image, first = text.line(number)
        step = round(min(unit * 0.03, text.line_px * 0.5))
        line = Moving(image, left, top - text.margin_px + first, 0, 1, step_px=step, from_right=text.from_right)
        elements.append(_Element(line, delay_s + 0.1 * number))
    return elements


def _timed(
    elements: Sequence[_Element], profile: VideoProfile, frames: int, enter: Motion, leave: Motion
) -> list[Moving]:
    """Everything at its time. Short cards play the same entrance faster: it is over by the middle of the card."""
    # A typewriter begins a line when it has ended the one before.
    typed = enter is Motion.TYPEWRITER
    delays = [_FIRST_S + number * _ENTRANCE_S if typed else made.delay_s for number, made in enumerate(elements)]
    longest_s = max(delays) + _ENTRANCE_S
    pace = min(1.0, frames / profile.fps / 2 / longest_s)
    leave_frames = min(round(_LEAVE_S * profile.fps), frames // 4)
    return [
        replace(
            element.moving,
            first=round(delay_s * pace * profile.fps),
            last=frames,
            enter=element.moving.enter if element.moving.from_middle else enter,
            leave=element.moving.enter if element.moving.from_middle and leave is not Motion.CUT else leave,
            enter_frames=max(1, round(_ENTRANCE_S * pace * profile.fps)),
            leave_frames=leave_frames,
        )
        for element, delay_s in zip(elements, delays, strict=True)
    ]


def _animated(
    picture: Planes, profile: VideoProfile, move: CameraMove, frames: int, elements: Sequence[Moving], *, fade_out: bool
) -> Iterator[av.VideoFrame]:
    fade_frames = min(round(_FADE_OUT_S * profile.fps), frames // 3) if fade_out else 0
    for number, frame in enumerate(camera_move(picture, profile, move, frames)):
        for element in elements:
            element.draw(planes_of(frame), number)
        left = frames - 1 - number
        yield darkened(planes_of(frame), left / fade_frames) if left < fade_frames else frame
