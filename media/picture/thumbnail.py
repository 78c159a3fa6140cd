"""One frame of a clip as a picture file."""

from collections import deque
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.reformatter import Colorspace, Interpolation

from media.errors import UnreadableError
from media.picture.fit import CENTRE, Fit, Focus, fit_picture
from media.source import opened
from media.work import finished

_CANDIDATES = 12
_LOOK_EVERY_S = Fraction(1, 4)
_LOOK_WIDTH = 320
_DARKEST_MEAN = 28
_UNSPECIFIED = 2
_QUALITY = {
    ".jpg": (cv2.IMWRITE_JPEG_QUALITY, 88),
    ".jpeg": (cv2.IMWRITE_JPEG_QUALITY, 88),
    ".webp": (cv2.IMWRITE_WEBP_QUALITY, 82),
    ".png": (cv2.IMWRITE_PNG_COMPRESSION, 6),
}


def thumbnail(source: Path, out: Path, *, frame: int, width: int | None = None) -> None:
    """Write frame ``frame`` (the last one if there are fewer) as JPEG, WebP or PNG by the name, ``width`` wide.

    Raises ``UnreadableError`` if no picture can be decoded, ``ValueError`` for another kind of picture.
    """
    with opened(source) as container:
        _pictures(source, container)
        latest = deque(islice(container.decode(container.streams.video[0]), frame + 1), maxlen=1)
        if not latest:
            raise UnreadableError(f"{source.name}: no picture in it")
        write_picture(latest[0], out, width)


def poster(source: Path, out: Path, *, width: int | None = None) -> None:
    """Write the frame that shows most: the one with the most contrast and detail among the first keyframes.

    Raises as ``thumbnail`` does.
    """
    best: av.VideoFrame | None = None
    highest = -1.0
    with opened(source) as container:
        _pictures(source, container)
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        for number, frame in enumerate(container.decode(stream)):
            detail = _detail(frame)
            if detail > highest:
                best, highest = frame, detail
            if number + 1 == _CANDIDATES:
                break
        if best is None:
            raise UnreadableError(f"{source.name}: no picture in it")
        write_picture(best, out, width)


class Thumbnails:
    """Looks at a clip while it is decoded and keeps the picture that shows most: contrasty, sharp, not black.

    It holds one picture and looks at four a second, reduced to 320 pixels, so that it costs next to nothing.
    """

    def __init__(self) -> None:
        self._best: av.VideoFrame | None = None
        self._highest = -1.0
        self._next = Fraction(0)

    def see(self, time_s: Fraction, frame: av.VideoFrame) -> None:
        """Consider the clip's next picture."""
        if time_s < self._next:
            return
        self._next = time_s + _LOOK_EVERY_S
        detail = _detail(frame)
        if detail > self._highest:
            self._best, self._highest = frame, detail

    def miss(self, time_s: Fraction) -> None:
        """A damaged picture shows nothing."""

    def write(
        self,
        out: Path,
        *,
        size: tuple[int, int],
        fit: Fit = Fit.COVER,
        focus: Focus = CENTRE,
        pixel_aspect: Fraction = Fraction(1),
    ) -> None:
        """Write the best picture at ``size`` (width and height, made even) as JPEG, WebP or PNG by the name of ``out``.

        Raises ``UnreadableError`` if it has seen no picture, ``ValueError`` for another kind of picture.
        """
        if self._best is None:
            raise UnreadableError(f"{out.name}: no picture was seen")
        width, height = (length + length % 2 for length in size)
        write_picture(fit_picture(self._best, width, height, fit, pixel_aspect, focus), out)


def _pictures(source: Path, container: InputContainer) -> None:
    if not container.streams.video:
        raise UnreadableError(f"{source.name}: no picture in it")


def _detail(frame: av.VideoFrame) -> float:
    """How much a picture shows: the spread of its light and the strength of its edges, next to nothing in the dark."""
    height = min(2 * _LOOK_WIDTH, max(2, round(_LOOK_WIDTH * frame.height / frame.width)))
    small = frame.reformat(
        width=_LOOK_WIDTH, height=height, format="gray", interpolation=Interpolation.AREA, threads=1
    ).to_ndarray()
    detail = float(small.std()) + 0.5 * float(np.abs(cv2.Laplacian(small, cv2.CV_16S)).mean())
    return detail * min(1.0, float(small.mean()) / _DARKEST_MEAN)


def write_picture(frame: av.VideoFrame, out: Path, width: int | None = None) -> None:
    """Write a decoded picture as JPEG, WebP or PNG by the name of ``out``, ``width`` wide if that is given.

    Raises ``ValueError`` for another kind of picture.
    """
    if out.suffix not in _QUALITY:
        raise ValueError(f"{out.name}: pictures are written as {', '.join(_QUALITY)}")
    untagged_hd = frame.colorspace == _UNSPECIFIED and frame.height >= 720 and not frame.format.is_rgb
    matrix = Colorspace.ITU709 if untagged_hd else None
    picture = frame.reformat(format="bgr24", src_colorspace=matrix).to_ndarray()
    if width is not None and width != frame.width:
        height = max(1, round(frame.height * width / frame.width))
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    encoded, data = cv2.imencode(out.suffix, picture, _QUALITY[out.suffix])
    if not encoded:
        raise UnreadableError(f"{out.name}: the picture could not be written")
    with finished(out) as unfinished:
        unfinished.write_bytes(data.tobytes())
