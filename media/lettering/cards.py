"""Title and end cards: letters that rise over a slowly moving backdrop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from film.shot import CameraMove
from media.encode import encode
from media.lettering.fonts import Fonts, Weight
from media.lettering.layout import SafeArea, safe_area, short_side
from media.lettering.text import Face, Typeset, rgb_of, set_text
from media.picture.backdrop import backdrop
from media.picture.overlay import Layer, ease_out
from media.picture.still import camera_move
from media.planes import Planes, planes_of
from media.profile import VideoProfile
from media.segment import Segment, edge_keyframes
from media.transition import darkened
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard

MADE_WITH = "Made with Reelwright"
_ACCENT = "#ffb347"
_FADE_OUT_S = 0.7


@dataclass(frozen=True)
class _Entrance:
    """A layer that comes in at ``delay_s``; ``grows`` from its middle to both sides, else rises by ``rise_px``."""

    layer: Layer
    x: int
    y: int
    width: int
    delay_s: float
    rise_px: int = 0
    grows: bool = False


def title_card(
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    edge_frames: int,
    title: str,
    subtitle: str = "",
    background: Path | None = None,
    accent: str = _ACCENT,
    fonts: Fonts | None = None,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """The card a film opens with: its title, a rule, its logline.

    ``background`` is any picture or clip; ``accent`` is ``#rrggbb``. Raises ``UnreadableError`` for a background
    without a picture.
    """
    elements = _elements(profile, title, subtitle, 0.118, 0.036, accent, fonts)
    picture = backdrop(profile, background, accent)
    drawn = _animated(picture, profile, CameraMove.PUSH_IN, frames, elements, fade_out=False)
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
    accent: str = _ACCENT,
    fonts: Fonts | None = None,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """The card a film closes with: its title, a rule, a line of credit, and a fade to black."""
    elements = _elements(profile, title, line, 0.085, 0.032, accent, fonts)
    picture = backdrop(profile, background, accent)
    drawn = _animated(picture, profile, CameraMove.PULL_OUT, frames, elements, fade_out=True)
    return _written(drawn, out, profile, frames, edge_frames, Watch(on_progress, should_stop))


def _written(
    drawn: Iterator[av.VideoFrame], out: Path, profile: VideoProfile, frames: int, edge_frames: int, watch: Watch
) -> Segment:
    keyframes = edge_keyframes(frames, edge_frames)
    with finished(out) as unfinished:
        encode(drawn, unfinished, profile, keyframes=keyframes, watch=watch)
    return Segment(path=out, frames=frames, edge_frames=edge_frames)


def _elements(
    profile: VideoProfile,
    title: str,
    subtitle: str,
    title_size: float,
    subtitle_size: float,
    accent: str,
    fonts: Fonts | None,
) -> list[_Entrance]:
    safe, unit = safe_area(profile), short_side(profile)
    heading = set_text(
        title or " ",
        Face(unit * title_size, Weight.EXTRABOLD, tracking_em=-0.015, line_height=1.12),
        width=safe.width,
        height=round(safe.height * 0.5),
        max_lines=4 if profile.height > profile.width else 3,
        fonts=fonts,
    )
    below = set_text(
        subtitle or " ",
        Face(unit * subtitle_size, Weight.MEDIUM, colour="#e6e8ee", tracking_em=0.01, line_height=1.45),
        width=min(safe.width, round(unit * 1.15)),
        height=round(safe.height * 0.25),
        max_lines=4,
        fonts=fonts,
    )
    gap, rule_height, rule_width = round(unit * 0.036), max(2, round(unit * 0.0045)), round(unit * 0.13)
    block = heading.height + 2 * gap + rule_height + below.height
    top = safe.top + (safe.height - block) // 2
    lines = _lines(heading, safe, top, unit, 0.12)
    rule_at = top + heading.height + gap
    rule = np.empty((rule_height, rule_width, 4), np.uint8)
    rule[:] = (*rgb_of(accent), 255)
    lines.append(
        _Entrance(Layer(rule), safe.left + (safe.width - rule_width) // 2, rule_at, rule_width, 0.4, grows=True)
    )
    return lines + _lines(below, safe, rule_at + rule_height + gap, unit, 0.55)


def _lines(text: Typeset, safe: SafeArea, top: int, unit: int, delay_s: float) -> list[_Entrance]:
    width = int(text.image.shape[1])
    left = safe.left + (safe.width - width) // 2
    elements = []
    for number in range(text.lines):
        image, first = text.line(number)
        y = top - text.margin_px + first
        rise = round(min(unit * 0.03, text.line_px * 0.5))
        elements.append(_Entrance(Layer(image), left, y, width, delay_s + 0.1 * number, rise))
    return elements


def _animated(
    picture: Planes,
    profile: VideoProfile,
    move: CameraMove,
    frames: int,
    elements: Sequence[_Entrance],
    *,
    fade_out: bool,
) -> Iterator[av.VideoFrame]:
    entrance_s = 0.7
    total_s = frames / profile.fps
    # Short cards play the same entrance faster: everything stands by the middle of the card.
    pace = min(1.0, total_s / 2 / (max(element.delay_s for element in elements) + entrance_s))
    fade_frames = min(round(_FADE_OUT_S * profile.fps), frames // 3) if fade_out else 0
    for number, frame in enumerate(camera_move(picture, profile, move, frames)):
        for element in elements:
            since_s = (number + 1) / profile.fps - element.delay_s * pace
            _draw(element, planes_of(frame), ease_out(since_s / (entrance_s * pace)))
        left = frames - 1 - number
        yield darkened(planes_of(frame), left / fade_frames) if left < fade_frames else frame


def _draw(element: _Entrance, planes: Planes, entered: float) -> None:
    if not element.grows:
        element.layer.draw(planes, element.x, element.y + round(element.rise_px * (1 - entered)), entered)
        return
    half = round(element.width / 2 * entered)
    middle = element.x + element.width // 2
    window = slice((middle - half) // 2 * 2, (middle + half + 1) // 2 * 2)
    small = slice(window.start // 2, window.stop // 2)
    y, u, v = planes
    element.layer.draw((y[:, window], u[:, small], v[:, small]), element.x - window.start, element.y, 1.0)
