from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from media.errors import UnreadableError
from media.picture.conform import Target, conform
from media.picture.fit import Fit
from media.picture.thumbnail import Thumbnails
from media.planes import blank, filled, planes_of
from tests.media.material import SMALL, contract_clip, foreign_clip


def drawing(blur: float = 0, light: float = 1, width: int = 320, height: int = 180) -> av.VideoFrame:
    """A board of squares, out of focus and darkened."""
    frame = blank(width, height)
    y, u, v = planes_of(frame)
    rows, columns = np.mgrid[:height, :width]
    board = np.where((rows // 12 + columns // 12) % 2, 210, 50).astype(np.float32)
    board = cv2.GaussianBlur(board, (0, 0), blur) if blur else board
    y[:], u[:], v[:] = 16 + (board - 16) * light, 128, 128
    return frame


def look(frames: list[av.VideoFrame], every_s: Fraction = Fraction(1, 4)) -> Thumbnails:
    best = Thumbnails()
    for number, frame in enumerate(frames):
        best.see(number * every_s, frame)
    return best


def written(best: Thumbnails, path: Path, size: tuple[int, int] = (320, 180), **how: Fit) -> np.ndarray:
    best.write(path, size=size, **how)
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture


@pytest.mark.parametrize(
    "worse",
    [[drawing(blur=6)], [filled(320, 180)], [filled(320, 180, (235, 128, 128))], [drawing(light=0.1)]],
    ids=["out of focus", "black", "white", "dark"],
)
@pytest.mark.parametrize("later", [True, False])
def test_the_sharp_and_lit_picture_is_kept(tmp_path: Path, worse: list[av.VideoFrame], later: bool) -> None:
    frames = [*worse, drawing()] if later else [drawing(), *worse]

    kept = written(look(frames), tmp_path / "best.png")

    assert kept.std() == pytest.approx(written(look([drawing()]), tmp_path / "only.png").std(), abs=0.5)


def test_it_looks_at_four_pictures_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[av.VideoFrame] = []
    monkeypatch.setattr("media.picture.thumbnail._detail", lambda frame: looked.append(frame) or 1.0)

    look([drawing()] * 60, every_s=Fraction(1, 30))

    assert len(looked) == 8


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".png"])
def test_it_is_written_in_the_shape_of_the_film(tmp_path: Path, suffix: str) -> None:
    best = look([drawing()])

    assert written(best, tmp_path / f"wide{suffix}", (160, 90)).shape == (90, 160, 3)
    tall = written(best, tmp_path / f"tall{suffix}", (90, 160), fit=Fit.CONTAIN)
    assert tall.shape == (160, 90, 3)
    assert tall[:40].max() < 12


def test_without_a_picture_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        Thumbnails().write(tmp_path / "none.jpg", size=(160, 90))
    with pytest.raises(ValueError, match="written as"):
        look([drawing()]).write(tmp_path / "picture.bmp", size=(160, 90))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("in_contract", [True, False], ids=["copied", "encoded"])
def test_a_thumbnail_comes_from_the_decode_that_conforms(tmp_path: Path, in_contract: bool) -> None:
    make = contract_clip if in_contract else foreign_clip
    best = Thumbnails()

    conform(
        make(tmp_path / "clip.mp4", 48),
        [Target(tmp_path / "out.mp4", SMALL)],
        frames=30,
        edge_frames=6,
        observers=[best],
    )

    assert written(best, tmp_path / "poster.jpg").std() > 20


def frames_of(path: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def test_the_same_clip_gives_the_same_bytes(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 48)

    for name in ("a.jpg", "b.jpg"):
        look(list(frames_of(clip))).write(tmp_path / name, size=(160, 90))

    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()
