from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.format import Aspect, FilmFormat, Quality
from film.product import Anchor, Easing, Keyframe, Placement, Shadow
from media.encode import encode
from media.errors import UnreadableError
from media.lettering.layout import safe_area
from media.picture.overlay import overlaid, yuv_of
from media.picture.product import Product, load_cutout
from media.planes import Planes, filled, planes_of
from media.profile import VideoProfile
from media.span import decode
from tests.media.material import SMALL, tone

EXACT = SMALL.model_copy(update={"crf": 1})
STILL = Placement(size=None, shadow=None, fade_in_s=0, fade_out_s=0)


def patches() -> np.ndarray:
    """Solid 24x24 patches of strong colours, 96x72."""
    image = np.zeros((72, 96, 4), np.uint8)
    colours = [(255, 255, 255), (0, 0, 0), (228, 87, 46), (10, 124, 255), (255, 179, 71), (0, 160, 80)]
    colours += [(128, 128, 128), (200, 16, 46), (245, 208, 0), (90, 20, 120), (20, 20, 24), (250, 240, 230)]
    for number, colour in enumerate(colours):
        row, column = divmod(number, 4)
        image[row * 24 : row * 24 + 24, column * 24 : column * 24 + 24] = (*colour, 255)
    return image


def disc(size: int = 81, *, colour: tuple[int, int, int] = (255, 255, 255), soft: float = 6.0) -> np.ndarray:
    """A disc whose edge is ``soft`` pixels wide."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    alpha = np.clip((size / 2 - 8 - np.hypot(x, y)) / soft + 0.5, 0, 1)
    return np.dstack([np.full((size, size, 3), colour, np.uint8), np.round(alpha * 255).astype(np.uint8)])


def level(rgb: tuple[int, int, int]) -> tuple[int, int, int]:
    y, cb, cr = yuv_of(np.array(rgb, np.uint8)[None])
    return round(float(y[0])), round(float(cb[0])), round(float(cr[0]))


def laid(
    image: np.ndarray,
    placement: Placement = STILL,
    *,
    on: tuple[int, int, int] = (0, 0, 0),
    frame: int = 0,
    profile: VideoProfile = SMALL,
    last: int = 24,
) -> Planes:
    canvas = filled(profile.width, profile.height, level(on))
    Product(image, placement, profile=profile, first=0, last=last).draw(planes_of(canvas), frame)
    return planes_of(canvas)


def rgb_of(frame: av.VideoFrame) -> np.ndarray:
    made = frame.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
    return np.asarray(made.to_ndarray())


def test_solid_pixels_come_out_of_the_film_as_they_went_in(tmp_path: Path) -> None:
    """Away from edges: within two pixels of one, 4:2:0 mixes the chroma of both sides."""
    product = Product(patches(), STILL, profile=EXACT, first=0, last=12)
    background = (filled(320, 180, level((90, 60, 140))) for _ in range(12))

    encode(overlaid(background, [product]), tmp_path / "p.mp4", EXACT, keyframes=[0])

    area = product.area
    for frame in decode(tmp_path / "p.mp4", EXACT, 0, 12):
        shown = rgb_of(frame)[area.top : area.bottom, area.left : area.right].astype(int)
        for row in range(3):
            for column in range(4):
                inner = (slice(row * 24 + 4, row * 24 + 20), slice(column * 24 + 4, column * 24 + 20))
                assert np.abs(shown[inner] - patches()[inner][..., :3]).max() <= 2


@pytest.mark.parametrize("on", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 220, 0)])
@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_soft_edge_has_no_fringe(on: tuple[int, int, int], colour: tuple[int, int, int], turned: bool) -> None:
    """From inside to outside each plane goes one way, and never past the levels of either side."""
    pose = Keyframe(time_s=0, scale=0.83, rotation_deg=17, x=0.013) if turned else Keyframe(time_s=0)

    planes = laid(disc(colour=colour), STILL.model_copy(update={"keyframes": (pose,)}), on=on)

    for plane, inside, outside in zip(planes, level(colour), level(on), strict=True):
        low, high = min(inside, outside), max(inside, outside)
        assert plane.min() >= low - 2
        assert plane.max() <= high + 2
        middle = plane.shape[0] // 2
        row = plane[middle, plane.shape[1] // 2 :].astype(int)
        steps = np.diff(row) * (1 if outside >= inside else -1)
        assert steps.min() >= -1


def test_between_two_strong_colours_every_primary_goes_one_way() -> None:
    """Luma need not: yellow between red and green is brighter than both. Seen at the resolution of chroma."""
    canvas = filled(320, 180, level((255, 0, 0)))
    Product(disc(161, colour=(20, 90, 200), soft=40), STILL, profile=SMALL, first=0, last=4).draw(planes_of(canvas), 0)

    small = cv2.resize(rgb_of(canvas), (160, 90), interpolation=cv2.INTER_AREA)
    row = small[45, 80:].astype(int)
    for channel, (inside, outside) in enumerate(zip((20, 90, 200), (255, 0, 0), strict=True)):
        assert (np.diff(row[:, channel]) * (1 if outside > inside else -1)).min() >= -3
        assert min(inside, outside) - 2 <= row[:, channel].min()
        assert row[:, channel].max() <= max(inside, outside) + 2


def test_edges_mix_in_light() -> None:
    half = np.full((40, 40, 4), 255, np.uint8)
    half[..., 3] = 128

    planes = laid(half, on=(0, 0, 0))

    assert int(planes[0][90, 160]) == pytest.approx(level((188, 188, 188))[0], abs=1)


def test_a_product_at_rest_is_not_sampled_again() -> None:
    checks = np.indices((40, 60)).sum(axis=0) % 2 * 255
    image = np.dstack([checks, checks, checks, np.full_like(checks, 255)]).astype(np.uint8)

    luma = laid(image)[0]

    box = luma[luma.any(axis=1)][70:110, 130:190]
    assert set(np.unique(box)) == {16, 235}
    assert (np.abs(np.diff(box.astype(int), axis=1)) == 219).all()


def test_half_a_pixel_of_motion_shows_as_half_a_pixel() -> None:
    def middle(x: float) -> float:
        keyframes = (Keyframe(time_s=0, x=x / 180),)
        luma = laid(disc(), STILL.model_copy(update={"keyframes": keyframes}))[0].astype(float) - 16
        return float((luma.sum(axis=0) * np.arange(320)).sum() / luma.sum())

    assert middle(0.5) - middle(0) == pytest.approx(0.5, abs=0.03)
    assert middle(3.25) - middle(0) == pytest.approx(3.25, abs=0.03)


def test_what_is_transparent_lends_its_colour_to_nobody() -> None:
    image = disc(161)
    image[image[..., 3] == 0] = (255, 0, 255, 0)

    planes = laid(image, STILL.model_copy(update={"size": 0.25}), on=(255, 255, 255))

    assert all(
        np.abs(plane.astype(int) - white).max() <= 1 for plane, white in zip(planes, (235, 128, 128), strict=True)
    )


def test_only_the_box_is_touched() -> None:
    canvas = filled(320, 180, (77, 90, 200))
    product = Product(disc(), STILL, profile=SMALL, first=0, last=10)
    product.draw(planes_of(canvas), 0)

    area, luma = product.area, planes_of(canvas)[0].copy()
    assert (luma[area.top : area.bottom, area.left : area.right] != 77).any()
    luma[area.top : area.bottom, area.left : area.right] = 77
    assert (luma == 77).all()


def test_turning_is_clockwise() -> None:
    bar = np.zeros((60, 60, 4), np.uint8)
    bar[:10] = 255
    quarter = STILL.model_copy(update={"keyframes": (Keyframe(time_s=0, rotation_deg=90),)})

    luma = laid(bar, quarter)[0]

    assert luma[70:110, 181:188].min() > 200
    assert luma[70:110, 132:170].max() < 30


def test_it_fades_in_and_out_and_is_gone_outside_its_frames() -> None:
    fading = Placement(size=None, shadow=None, fade_in_s=0.25, fade_out_s=0.25)
    product = Product(disc(), fading, profile=SMALL, first=4, last=28)

    def brightness(frame: int) -> int:
        canvas = filled(320, 180)
        product.draw(planes_of(canvas), frame)
        return int(planes_of(canvas)[0][90, 160])

    levels = [brightness(frame) for frame in range(32)]
    assert levels[3] == levels[28] == 16
    assert levels[4] < levels[6] < levels[9] == levels[22] == 235 > levels[25] > levels[27]
    assert product.touches(0, 5)
    assert not product.touches(28, 40)


def test_a_fading_edge_has_no_fringe_either() -> None:
    faded = STILL.model_copy(update={"keyframes": (Keyframe(time_s=0, opacity=0.5),)})

    row = laid(disc(), faded)[0][90, 160:].astype(int)

    assert (np.diff(row) <= 0).all()


def test_the_shadow_is_soft_and_lies_below() -> None:
    shadow = Shadow(blur=0.03, y=0.1, opacity=0.5)
    placement = STILL.model_copy(update={"shadow": shadow})

    luma = laid(disc(soft=1), placement, on=(255, 255, 255))[0].astype(int)

    below, above = luma[90 + 36 :, 160], luma[: 90 - 36, 160]
    assert below.min() < 150 < below.max()
    assert below.min() >= 16 + 219 * 0.5 - 2
    assert above.min() > below.min() + 60
    assert np.abs(np.diff(below)).max() < 25
    assert luma[90, 160] == 235


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-1.2, 1.2), st.floats(-1.2, 1.2), st.floats(0.05, 4), st.floats(-360, 360), st.sampled_from(list(Anchor))
)
def test_any_pose_draws_within_the_picture(x: float, y: float, scale: float, angle: float, anchor: Anchor) -> None:
    pose = Keyframe(time_s=0, x=x, y=y, scale=scale, rotation_deg=angle)
    placement = Placement(anchor=anchor, size=0.4, keyframes=(pose,), fade_in_s=0, fade_out_s=0)

    planes = laid(disc(41), placement, on=(40, 80, 120))

    assert planes[0].max() <= 236
    assert planes[0].min() >= 15


def test_keyframes_carry_it_from_pose_to_pose() -> None:
    keyframes = (Keyframe(time_s=0, x=-0.4), Keyframe(time_s=1, x=0.4, easing=Easing.LINEAR))
    placement = STILL.model_copy(update={"keyframes": keyframes})

    def middle(frame: int) -> float:
        columns = laid(disc(), placement, frame=frame, last=48)[0].max(axis=0)
        return float(np.flatnonzero(columns > 100).mean())

    places = [middle(frame) for frame in (0, 6, 12, 18, 24, 36)]
    assert places[0] == pytest.approx(160 - 0.4 * 180, abs=1)
    assert places[2] == pytest.approx(160, abs=1)
    assert places[4] == places[5] == pytest.approx(160 + 0.4 * 180, abs=1)
    assert np.diff(places[:5]) == pytest.approx([36] * 4, abs=1)


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("anchor", list(Anchor))
def test_every_anchor_is_in_the_safe_area(aspect: Aspect, anchor: Anchor) -> None:
    profile = VideoProfile.of(FilmFormat(aspect=aspect, quality=Quality.DRAFT))
    placement = Placement(anchor=anchor, size=0.5)

    area = Product(disc(), placement, profile=profile, first=0, last=10).area

    safe = safe_area(profile)
    assert area.right - area.left == 270
    assert safe.left - 1 <= area.left < area.right <= safe.right + 1
    assert safe.top - 1 <= area.top < area.bottom <= safe.bottom + 1


def test_a_much_too_large_file_looks_like_a_small_one() -> None:
    small = laid(disc(240, soft=12), STILL.model_copy(update={"size": 0.5}))[0].astype(int)
    large = cv2.resize(disc(240, soft=12), None, fx=4.1, fy=4.1, interpolation=cv2.INTER_LINEAR)

    shown = laid(large, STILL.model_copy(update={"size": 0.5}))[0].astype(int)

    assert np.abs(shown - small).max() <= 12
    assert np.abs(shown - small).mean() < 0.2


@pytest.mark.parametrize("name", ["cutout.png", "cutout.webp"])
def test_files_keep_their_transparency(tmp_path: Path, name: str) -> None:
    image = patches()
    image[:10, :, 3] = 0
    image[10:20, :, 3] = 100
    lossless = [cv2.IMWRITE_WEBP_QUALITY, 101] if name.endswith("webp") else []
    cv2.imwrite(str(tmp_path / name), cv2.cvtColor(image, cv2.COLOR_RGBA2BGRA), lossless)

    read = load_cutout(tmp_path / name)

    assert np.array_equal(read[..., 3], image[..., 3])
    assert np.array_equal(read[10:], image[10:])


def not_pictures(folder: Path) -> Iterator[Path]:
    yield tone(folder / "tone.wav", 0.2)
    (folder / "words.png").write_text("not a picture")
    yield folder / "words.png"
    (folder / "nothing.png").write_bytes(b"")
    yield folder / "nothing.png"


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    for path in not_pictures(tmp_path):
        with pytest.raises(UnreadableError, match=path.name):
            load_cutout(path)
