"""One frame of a clip as a picture file."""

from collections import deque
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.reformatter import Colorspace

from media.errors import UnreadableError
from media.source import opened
from media.work import finished

_CANDIDATES = 12
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
        _write(latest[0], out, width)


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
        _write(best, out, width)


def _pictures(source: Path, container: InputContainer) -> None:
    if not container.streams.video:
        raise UnreadableError(f"{source.name}: no picture in it")


def _detail(frame: av.VideoFrame) -> float:
    small = frame.reformat(
        width=160, height=max(2, round(160 * frame.height / frame.width)), format="gray"
    ).to_ndarray()
    return float(small.std()) + 0.1 * float(np.abs(cv2.Laplacian(small, cv2.CV_32F)).mean())


def _write(frame: av.VideoFrame, out: Path, width: int | None) -> None:
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
