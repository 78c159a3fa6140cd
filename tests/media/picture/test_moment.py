"""The last picture that a scene shows of a clip, as a file."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from film.timing import Long, Short, Timing
from media.errors import UnreadableError
from media.picture.moment import last_picture
from tests.media.material import foreign_clip, tone
from tests.media.picture.numbered import numbered_clip


def number_in(picture: Path) -> int:
    grey = float(np.median(cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)))
    return round((grey * 219 / 255 + 16 - 24) / 4)


@pytest.mark.parametrize(
    ("frames", "skip", "fps", "timing", "expected"),
    [
        (12, 0, 24, Timing(), 11),
        (12, 3, 24, Timing(), 14),
        (30, 0, 24, Timing(), 19),
        (24, 0, 48, Timing(), 11),
        (6, 0, 12, Timing(), 10),
        (10, 0, 24, Timing(long=Long.CENTRE), 14),
        (16, 0, 24, Timing(long=Long.SPEED_UP), 19),
        (40, 0, 24, Timing(short=Short.LOOP), 19),
    ],
)
def test_it_is_what_the_scene_shows_last(
    tmp_path: Path, frames: int, skip: int, fps: int, timing: Timing, expected: int
) -> None:
    clip, out = numbered_clip(tmp_path / "clip.mp4", 20), tmp_path / "last.png"

    last_picture(clip, out, frames=frames, fps=fps, skip=skip, timing=timing)

    assert number_in(out) == expected


def test_it_is_as_large_as_the_clip_with_square_pixels(tmp_path: Path) -> None:
    clip, out = tmp_path / "wide.mp4", tmp_path / "last.png"
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 160, 180, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((180, 160, 3), 90, np.uint8))))
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((180, 160, 3), 90, np.uint8))))
        container.mux(stream.encode(None))

    last_picture(clip, out, frames=2, fps=24, timing=Timing())

    assert cv2.imread(str(out)).shape == (180, 320, 3)


def test_a_sound_has_no_last_picture(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        last_picture(tone(tmp_path / "t.wav", 1), tmp_path / "last.png", frames=4, fps=24, timing=Timing())
    assert foreign_clip(tmp_path / "clip.mp4", 4).exists() and not (tmp_path / "last.png").exists()
