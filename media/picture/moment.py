"""The picture that a clip shows at a moment, as a file."""

from fractions import Fraction
from pathlib import Path

import av

from film.timing import Timing
from media.errors import UnreadableError
from media.picture.chain import moving
from media.picture.decoding import Decoding
from media.picture.fit import fit_picture
from media.picture.thumbnail import write_picture
from media.picture.timing import pace
from media.work import ShouldStop, Watch, never, unheard


def last_picture(
    source: Path, out: Path, *, frames: int, fps: int, skip: int = 0, timing: Timing, should_stop: ShouldStop = never
) -> None:
    """Write what is shown last when ``frames`` frames at ``fps`` are made of a clip without its first ``skip``.

    The picture is upright, with square pixels and as large as the clip; JPEG, WebP or PNG by the name of ``out``.
    Raises ``UnreadableError`` if there is none that can be used, ``CancelledError`` when told to stop.
    """
    watch = Watch(unheard, should_stop)
    decoding = Decoding(source, moving(source), watch)
    way = pace(timing, decoding.length_s - Fraction(skip, fps), frames, fps)
    # Half a frame later the next one would be shown.
    end = Fraction(skip, fps) + way.offset + (Fraction(frames - 1, fps) + Fraction(1, 2 * fps)) * way.speed
    last: av.VideoFrame | None = None
    for time, picture in decoding.pictures():
        watch.check()
        if last is not None and time >= end:
            break
        last = picture
    if last is None:
        raise UnreadableError(f"{source.name}: no picture in it")
    lying = round(last.rotation / 90) % 2
    wide, high = round(last.width * decoding.pixel_aspect), last.height
    size = (high, wide) if lying else (wide, high)
    write_picture(fit_picture(last, size[0] // 2 * 2, size[1] // 2 * 2, pixel_aspect=decoding.pixel_aspect), out)
