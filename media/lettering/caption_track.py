"""Captions in the picture, timed by the word.

A caption is set once, when it first shows; its words are pictures of their own. A frame blends those boxes and
nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from film.colour import Contrast, rgb_of
from film.lettering import BrandColours, CaptionStyle, Motion
from film.sound import Cue, Word
from media.lettering.caption_look import CaptionLook
from media.lettering.captions import SpokenLine, cues_of, joined
from media.lettering.clusters import SEAM
from media.lettering.fonts import Fonts, default_fonts
from media.lettering.motion import Moving
from media.lettering.outline import rim_of
from media.lettering.plate import laid_over, plate_image
from media.lettering.text import Typeset, set_text
from media.picture.overlay import Layer, Rgba, Window, ink_box
from media.planes import Planes
from media.profile import VideoProfile

_FADE_S = 0.12
_LIGHT_UP_S = 0.1
_POP_IN_S = 0.18
_HOLD_S = 0.4
_POP_LETTERS = 12


class CaptionTrack:
    """The spoken words of a segment in one style, in the safe area; laid over frames like any other overlay.

    ``words`` have times from the segment's first frame, ``frames`` is its length. ``clear_of`` is an area that stays
    free, such as that of a lower third.
    """

    def __init__(
        self,
        words: Sequence[Word],
        style: CaptionStyle,
        *,
        profile: VideoProfile,
        frames: int,
        colours: BrandColours | None = None,
        clear_of: Window | None = None,
        fonts: Fonts | None = None,
    ) -> None:
        self._look = CaptionLook.of(style, profile, colours or BrandColours())
        self._profile, self._clear_of = profile, clear_of
        self._fonts = fonts or default_fonts()
        cues = _single_words if style is CaptionStyle.POP else _cues
        spoken = _settable(words, self._look, self._fonts)
        self._cues = cues(spoken, frames / profile.fps, self._look.max_line)
        self._spans = tuple(_frames_of(cue, profile.fps, frames) for cue in self._cues)
        self._shown: tuple[int, _Caption] | None = None

    @property
    def contrast(self) -> Contrast:
        """How well the letters can be read, and whether their ink was changed for it."""
        return self._look.contrast

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows a caption."""
        return any(first < end and start < last for start, end in self._spans)

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay the caption of one frame of the segment over it, if there is one."""
        for number, (first, last) in enumerate(self._spans):
            if first <= frame < last:
                self._caption(number).draw(planes, frame)

    def _caption(self, number: int) -> "_Caption":
        # One at a time is kept: a film's worth of layers would not fit into memory.
        if self._shown is None or self._shown[0] != number:
            cue = self._cues[number]
            typeset = set_text(
                joined(cue.words, seam=SEAM),
                self._look.face,
                width=self._look.width,
                height=self._look.height,
                max_lines=self._look.max_lines,
                fonts=self._fonts,
            )
            self._shown = number, _Caption(cue, self._spans[number], typeset, self._look, self._profile, self._clear_of)
        return self._shown[1]


@dataclass(frozen=True)
class _Spoken:
    """A word of a caption: which characters of its text, and from which frame up to which it is spoken."""

    first_character: int
    last_character: int
    first: int
    last: int

    def share(self, frame: int, ramp: int) -> float:
        """How far it is lit up, 0 to 1: over ``ramp`` frames when it begins, and down again when it is over."""
        if frame < self.first:
            return 0.0
        if frame < self.last:
            return min(1.0, (frame - self.first + 1) / ramp)
        return max(0.0, 1 - (frame - self.last + 1) / ramp)


class _Caption:
    """One caption on its frames."""

    def __init__(
        self,
        cue: Cue,
        span: tuple[int, int],
        typeset: Typeset,
        look: CaptionLook,
        profile: VideoProfile,
        clear_of: Window | None,
    ) -> None:
        self._typeset, self._look, self._span = typeset, look, span
        self._fps = profile.fps
        pad_x, pad_y = look.pad
        size = typeset.width + 2 * pad_x, typeset.height + 2 * pad_y
        self._corner = look.place(profile, size, clear_of)
        self._size = size
        self._origin = self._corner[0] + pad_x - typeset.margin_px, self._corner[1] + pad_y - typeset.margin_px
        self._words = _placed(cue, typeset.text, span, profile.fps)
        self._lit: dict[int, Layer] = {}

    def draw(self, planes: Planes, frame: int) -> None:
        if self._look.style is CaptionStyle.POP:
            self._popping.draw(planes, frame)
            return
        first, last = self._span
        ramp = max(1, min(round(self._fps * _FADE_S), (last - first) // 3))
        opacity = min(1.0, (frame - first + 1) / ramp, (last - frame) / ramp)
        if self._look.style is CaptionStyle.BOX:
            self._plate.draw(planes, *self._corner, opacity)
        self._whole.draw(planes, *self._origin, opacity)
        if self._look.style in (CaptionStyle.KARAOKE, CaptionStyle.UNDERLINE):
            ramp = max(1, round(self._fps * _LIGHT_UP_S))
            for number, word in enumerate(self._words):
                self._lit_layer(number).draw(planes, *self._origin, opacity * word.share(frame, ramp))

    @cached_property
    def _rim_image(self) -> Rgba:
        return rim_of(self._typeset.image, self._letter_px, self._look.rim)

    @property
    def _letter_px(self) -> float:
        """The letter size after it was made to fit."""
        return self._typeset.line_px / self._look.face.line_height

    @cached_property
    def _whole(self) -> Layer:
        if self._look.style is CaptionStyle.BOX:
            return Layer(self._typeset.image)
        return Layer(laid_over(self._rim_image, self._typeset.image))

    @cached_property
    def _plate(self) -> Layer:
        return Layer(plate_image(*self._size, self._look.plate, self._look.face.size_px * 0.22))

    def _lit_layer(self, number: int) -> Layer:
        if number not in self._lit:
            word = self._words[number]
            image = self._typeset.part(word.first_character, word.last_character, self._look.accent)
            underlined = self._look.style is CaptionStyle.UNDERLINE
            self._lit[number] = Layer(self._underline(image) if underlined else self._patch(image))
        return self._lit[number]

    def _patch(self, word: Rgba) -> Rgba:
        """A word with the rim right around it, which covers the soft edge of the same word in another colour."""
        rim = self._rim_image.copy()
        rim[cv2.dilate(word[..., 3], np.ones((3, 3), np.uint8)) == 0] = 0
        return laid_over(rim, word)

    def _underline(self, word: Rgba) -> Rgba:
        """A bar with a rim under each piece of line that the word takes."""
        marks = np.zeros_like(word)
        margin, line_px, size = self._typeset.margin_px, self._typeset.line_px, self._letter_px
        thick = max(2, round(size * 0.09))
        for line in range(self._typeset.lines):
            band = slice(margin + line * line_px, margin + (line + 1) * line_px)
            left, _, right, _ = ink_box(word[band])
            if right - left > size * 0.1:
                top = min(band.stop - round(size * 0.12), marks.shape[0] - thick - 1)
                marks[top : top + thick, left:right] = (*rgb_of(self._look.accent), 255)
        return laid_over(rim_of(marks, size * 0.6, self._look.rim), marks)

    @cached_property
    def _popping(self) -> Moving:
        image = laid_over(self._rim_image, self._typeset.image)
        first, last = self._span
        frames = max(1, round(self._fps * _POP_IN_S))
        return Moving(image, *self._origin, first, last, Motion.POP, Motion.CUT, enter_frames=frames)


def _settable(words: Sequence[Word], look: CaptionLook, fonts: Fonts) -> list[Word]:
    """The words as they will be set: without what no font can draw, so that each is found in its caption again."""
    texts = [" ".join(fonts.showable(word.text, look.face.weight).split()) for word in words]
    return [word.model_copy(update={"text": text}) for word, text in zip(words, texts, strict=True) if text]


def _cues(words: Sequence[Word], segment_s: float, max_line: int) -> tuple[Cue, ...]:
    return cues_of([SpokenLine(words=tuple(words), start_s=0)], segment_s, max_line=max_line)


def _single_words(words: Sequence[Word], segment_s: float, max_line: int) -> tuple[Cue, ...]:
    """Each word alone until the next one, or for a moment after the last before a pause."""
    single = [
        piece
        for cue in cues_of([SpokenLine(words=tuple(words), start_s=0)], segment_s, max_line=min(max_line, _POP_LETTERS))
        for piece in cue.words
    ]
    following = [*(word.start_s for word in single), segment_s][1:]
    ends = [min(after, word.end_s + _HOLD_S) for word, after in zip(single, following, strict=True)]
    return tuple(
        Cue(text=word.text, start_s=word.start_s, end_s=max(word.start_s, end), words=(word,))
        for word, end in zip(single, ends, strict=True)
    )


def _frames_of(cue: Cue, fps: int, frames: int) -> tuple[int, int]:
    return round(cue.start_s * fps), min(frames, round(cue.end_s * fps))


def _placed(cue: Cue, text: str, span: tuple[int, int], fps: int) -> tuple[_Spoken, ...]:
    """The words of a cue within the text that was set, which may lack a symbol or the end."""
    starts = [max(span[0], round(word.start_s * fps)) for word in cue.words]
    ends = [*starts[1:], span[1]]
    placed, at = [], 0
    for word, first, last in zip(cue.words, starts, ends, strict=True):
        found = text.find(word.text, at)
        if found >= 0:
            at = found + len(word.text)
            placed.append(_Spoken(found, at, first, last))
    if not placed:
        return (_Spoken(0, len(text), *span),)
    # A word that was cut short with an ellipsis is not found: it belongs to the one before.
    placed[-1] = replace(placed[-1], last_character=len(text))
    return tuple(placed)
