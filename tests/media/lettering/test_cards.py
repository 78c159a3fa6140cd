import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.colour import Contrast
from film.format import Aspect
from film.lettering import BrandColours, Motion
from film.shot import CameraMove
from media.contract import read_contract
from media.errors import CancelledError, UnreadableError
from media.lettering.cards import end_card, title_card
from media.picture.still import ken_burns
from media.planes import planes_of
from media.profile import VideoProfile
from media.span import decode
from tests.media.material import SMALL, contract_clip, tone

SHAPES = {
    Aspect.LANDSCAPE: SMALL,
    Aspect.PORTRAIT: SMALL.model_copy(update={"width": 180, "height": 320}),
    Aspect.SQUARE: SMALL.model_copy(update={"width": 240, "height": 240}),
}
LONG = "An Extraordinarily Long Title That Nobody Would Ever Put on a Poster, and Yet Somebody Did Exactly That " * 2


def still(path: Path, size: tuple[int, int] = (640, 360)) -> Path:
    x, y = np.meshgrid(np.linspace(0, 255, size[0]), np.linspace(0, 255, size[1]))
    cv2.imwrite(str(path), np.stack([x, y, 255 - x], axis=2).astype(np.uint8))
    return path


def lumas(path: Path, profile: VideoProfile, frames: int) -> list[np.ndarray]:
    return [planes_of(frame)[0].astype(int) for frame in decode(path, profile, 0, frames)]


@pytest.mark.parametrize("aspect", list(Aspect))
def test_title_text_stays_in_the_safe_area(tmp_path: Path, aspect: Aspect) -> None:
    profile = SHAPES[aspect]

    title_card(
        tmp_path / "t.mp4",
        profile=profile,
        frames=48,
        edge_frames=12,
        title=LONG,
        subtitle=LONG,
        colours=BrandColours(accent="#202020"),
    )

    last = lumas(tmp_path / "t.mp4", profile, 48)[-1]
    rows, columns = np.nonzero(last > 150)
    assert len(rows)
    assert columns.min() >= profile.width * 0.07
    assert columns.max() <= profile.width * 0.93
    assert rows.min() >= profile.height * 0.07
    assert rows.max() <= profile.height * (0.81 if aspect is Aspect.PORTRAIT else 0.93)


def test_a_card_is_a_segment(tmp_path: Path) -> None:
    made = title_card(
        tmp_path / "t.mp4",
        profile=SMALL,
        frames=48,
        edge_frames=12,
        title="Sea",
        background=still(tmp_path / "still.png"),
    )

    index = read_contract(made.path, SMALL)
    assert index is not None
    assert index.frames == 48
    assert {0, 12, 36} <= set(index.gops)


def test_text_comes_in_and_stays(tmp_path: Path) -> None:
    title_card(tmp_path / "t.mp4", profile=SMALL, frames=48, edge_frames=12, title="Lighthouse")

    bright = [(luma > 200).sum() for luma in lumas(tmp_path / "t.mp4", SMALL, 48)]
    assert bright[0] == 0
    assert bright[24] > 300
    assert bright[47] == pytest.approx(bright[30], rel=0.1)


@pytest.mark.parametrize("motion", list(Motion))
def test_text_comes_and_goes_as_asked(tmp_path: Path, motion: Motion) -> None:
    title_card(
        tmp_path / "t.mp4", profile=SMALL, frames=48, edge_frames=12, title="Lighthouse", enter=motion, leave=motion
    )

    bright = [(luma > 200).sum() for luma in lumas(tmp_path / "t.mp4", SMALL, 48)]
    assert bright[0] == 0
    assert bright[30] > 300
    assert (bright[47] > 300) == (motion is Motion.CUT)


def test_a_light_brand_gets_dark_letters_and_is_told(tmp_path: Path) -> None:
    told: list[Contrast] = []
    white = BrandColours(plate="#ffffff", ink="#f4f4f4", primary="#0a7cff")

    title_card(
        tmp_path / "t.mp4", profile=SMALL, frames=24, edge_frames=6, title="Sea", colours=white, on_contrast=told.append
    )

    last = lumas(tmp_path / "t.mp4", SMALL, 24)[-1]
    assert np.median(last) > 180
    assert last.min() < 120
    assert [(made.changed, made.enough) for made in told] == [(True, True), (True, True)]


def test_the_backdrop_moves(tmp_path: Path) -> None:
    background = still(tmp_path / "still.jpg")
    title_card(tmp_path / "t.mp4", profile=SMALL, frames=48, edge_frames=12, title=" ", background=background)

    frames = lumas(tmp_path / "t.mp4", SMALL, 48)
    assert np.abs(frames[0] - frames[47]).mean() > 0.5


def test_letters_stand_out_on_snow(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "snow.png"), np.full((360, 640, 3), 250, np.uint8))

    made = title_card(
        tmp_path / "t.mp4",
        profile=SMALL,
        frames=24,
        edge_frames=6,
        title="Winter",
        background=tmp_path / "snow.png",
    )

    last = lumas(made.path, SMALL, 24)[-1]
    assert np.median(last) < 100
    assert last.max() > 220


def test_cards_drawn_in_threads_are_the_same_bytes(tmp_path: Path) -> None:
    def draw(number: int) -> bytes:
        out = tmp_path / f"{number}.mp4"
        return title_card(out, profile=SMALL, frames=24, edge_frames=6, title="Sea").path.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(draw, range(8)))) == 1


def test_an_end_card_ends_in_black(tmp_path: Path) -> None:
    end_card(
        tmp_path / "e.mp4",
        profile=SMALL,
        frames=48,
        edge_frames=12,
        title="Lighthouse",
        background=still(tmp_path / "still.webp"),
    )

    frames = lumas(tmp_path / "e.mp4", SMALL, 48)
    assert frames[24].max() > 200
    assert frames[47].max() <= 24


def test_a_clip_may_be_a_background(tmp_path: Path) -> None:
    background = contract_clip(tmp_path / "clip.mp4", 12)

    end_card(tmp_path / "e.mp4", profile=SMALL, frames=24, edge_frames=6, title="Lighthouse", background=background)

    assert read_contract(tmp_path / "e.mp4", SMALL)


def test_a_background_without_a_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"tone\.wav"):
        title_card(
            tmp_path / "t.mp4",
            profile=SMALL,
            frames=24,
            edge_frames=6,
            title="Sea",
            background=tone(tmp_path / "tone.wav", 1),
        )


def test_a_cancelled_card_leaves_no_files(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        title_card(tmp_path / "t.mp4", profile=SMALL, frames=24, edge_frames=6, title="Sea", should_stop=lambda: True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("move", list(CameraMove))
def test_every_camera_move_shows_only_the_picture(tmp_path: Path, move: CameraMove) -> None:
    white = tmp_path / "white.png"
    cv2.imwrite(str(white), np.full((400, 300, 3), 255, np.uint8))

    made = ken_burns(white, tmp_path / "k.mp4", profile=SMALL, frames=12, edge_frames=3, move=move)

    assert made.frames == 12
    assert min(luma.min() for luma in lumas(made.path, SMALL, 12)) > 225


def test_pushing_in_enlarges(tmp_path: Path) -> None:
    dot = np.zeros((360, 640, 3), np.uint8)
    cv2.circle(dot, (320, 180), 80, (255, 255, 255), -1)
    cv2.imwrite(str(tmp_path / "dot.png"), dot)

    ken_burns(tmp_path / "dot.png", tmp_path / "k.mp4", profile=SMALL, frames=24, edge_frames=6)

    areas = [(luma > 128).sum() for luma in lumas(tmp_path / "k.mp4", SMALL, 24)]
    assert areas[-1] / areas[0] == pytest.approx(1.14**2, rel=0.04)


def test_a_photograph_lies_as_it_was_taken(tmp_path: Path) -> None:
    """A phone's JPEG says by EXIF that it has to be turned."""
    upright = np.zeros((320, 240, 3), np.uint8)
    upright[:80] = 255
    encoded = cv2.imencode(".jpg", cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE))[1].tobytes()
    exif = b"Exif\0\0" + struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    turned = encoded[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + encoded[2:]
    (tmp_path / "phone.jpg").write_bytes(turned)
    profile = SHAPES[Aspect.PORTRAIT]

    ken_burns(
        tmp_path / "phone.jpg", tmp_path / "k.mp4", profile=profile, frames=6, edge_frames=2, move=CameraMove.STATIC
    )

    luma = lumas(tmp_path / "k.mp4", profile, 1)[0]
    assert luma[:40].mean() > 200
    assert luma[120:].mean() < 30


@pytest.mark.parametrize("name", ["still.jpg", "still.png", "still.webp", "still-%d.jpg"])
def test_every_kind_of_picture_file_is_read(tmp_path: Path, name: str) -> None:
    made = ken_burns(still(tmp_path / name), tmp_path / "k.mp4", profile=SMALL, frames=6, edge_frames=2)

    assert made.frames == 6
