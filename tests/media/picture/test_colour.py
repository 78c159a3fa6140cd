from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc

from media.picture.conform import Target, conform
from media.picture.fit import fit_picture
from media.picture.tone import pq_signal
from media.planes import planes_of
from media.span import decode
from tests.media.material import SMALL

BRAND = np.array([(255, 200, 60), (200, 30, 30), (20, 180, 60), (30, 60, 200), (128, 128, 128), (240, 240, 240)])
TO_2020 = np.array([[0.627404, 0.329283, 0.043313], [0.069097, 0.919540, 0.011362], [0.016391, 0.088013, 0.895595]])
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])


def patches(colours: np.ndarray, dtype: type = np.uint8) -> np.ndarray:
    """Six upright bars of 40 x 120 pixels."""
    return np.repeat(np.repeat(colours[None], 120, axis=0), 40, axis=1).astype(dtype)


def bt709(rgb: np.ndarray) -> np.ndarray:
    """Limited-range Y'CbCr of R'G'B' from 0 to 1, written down independently of the engine."""
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    blue, red = (rgb[:, 2] - luma) / 1.8556, (rgb[:, 0] - luma) / 1.5748
    return np.stack([16 + 219 * luma, 128 + 224 * blue, 128 + 224 * red], axis=1)


def bars(frame: av.VideoFrame) -> np.ndarray:
    """Y'CbCr in the middle of the six bars."""
    assert frame.format.name == "yuv420p"
    assert (frame.colorspace, frame.color_range) == (1, 1)
    y, u, v = planes_of(frame)
    at = [frame.width * (2 * bar + 1) // 12 for bar in range(6)]
    row = frame.height // 2
    return np.array([[y[row, x], u[row // 2, x // 2], v[row // 2, x // 2]] for x in at], float)


def picture(pixel_format: str, matrix: int, full: bool) -> av.VideoFrame:
    rgb = av.VideoFrame.from_ndarray(patches(BRAND), format="rgb24")
    return rgb.reformat(format=pixel_format, dst_colorspace=matrix, dst_color_range=2 if full else 1)


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", [Colorspace.ITU709, Colorspace.ITU601, Colorspace.BT2020], ids=lambda m: m.name)
@pytest.mark.parametrize(
    "pixel_format",
    ["yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le", "yuv444p12le", "nv12", "yuyv422", "p010le"],
)
def test_every_matrix_range_and_depth_ends_in_the_same_colours(pixel_format: str, matrix: int, full: bool) -> None:
    made = fit_picture(picture(pixel_format, matrix, full), 320, 180)

    assert np.abs(bars(made) - bt709(BRAND / 255)).max() <= 2.5


@pytest.mark.parametrize("pixel_format", ["rgb24", "gbrp", "gbrp10le", "bgra", "rgb48le", "argb"])
def test_rgb_ends_in_the_same_colours(pixel_format: str) -> None:
    rgb = av.VideoFrame.from_ndarray(patches(BRAND), format="rgb24").reformat(format=pixel_format)

    assert np.abs(bars(fit_picture(rgb, 320, 180)) - bt709(BRAND / 255)).max() <= 2.5


@pytest.mark.parametrize(("height", "matrix"), [(120, Colorspace.ITU601), (720, Colorspace.ITU709)])
def test_untagged_pictures_are_taken_for_what_players_take_them_for(height: int, matrix: int) -> None:
    tagged = picture("yuv420p", matrix, full=False).reformat(width=240, height=height)
    tagged.colorspace, tagged.color_range = 2, 0

    made = fit_picture(tagged, 240, height + 20)

    assert np.abs(bars(made) - bt709(BRAND / 255)).max() <= 3


@pytest.mark.parametrize(("pixel_format", "depth"), [("gray", 8), ("gray10le", 10), ("gray12le", 12)])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
def test_gray_keeps_its_light_and_has_no_colour(pixel_format: str, depth: int, full: bool) -> None:
    levels = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    scale = 2 ** (depth - 8)
    codes = np.round(levels * (2**depth - 1) if full else (16 + 219 * levels) * scale)
    grey = np.repeat(np.repeat(codes[None], 120, axis=0), 40, axis=1)
    frame = av.VideoFrame(240, 120, pixel_format)
    plane = frame.planes[0]
    width = plane.line_size // (1 if depth == 8 else 2)
    rows = np.zeros((120, width), np.uint8 if depth == 8 else np.uint16)
    rows[:, :240] = grey
    plane.update(rows.tobytes())
    frame.color_range = 2 if full else 1

    made = bars(fit_picture(frame, 320, 180))

    assert np.abs(made[:, 0] - (16 + 219 * levels)).max() <= 1.5
    assert np.abs(made[:, 1:] - 128).max() <= 1


def test_what_is_transparent_is_black_and_what_is_half_so_half_as_light() -> None:
    rgba = np.concatenate([patches(BRAND), np.full((120, 240, 1), 255, np.uint8)], axis=2)
    rgba[:, 80:160, 3] = 0
    rgba[:, 160:200, 3] = 128

    made = bars(fit_picture(av.VideoFrame.from_ndarray(rgba, format="rgba"), 240, 120))

    light = np.array([1, 1, 0, 0, 128 / 255, 1])[:, None]
    assert np.abs(made - bt709(BRAND / 255 * light)).max() <= 2.5


def test_hidden_colours_do_not_bleed_into_edges_when_scaled() -> None:
    rgba = np.zeros((120, 240, 4), np.uint8)
    rgba[..., :3] = 255
    rgba[:, 120:] = (0, 0, 0, 255)

    made = fit_picture(av.VideoFrame.from_ndarray(rgba, format="rgba"), 320, 180)

    assert planes_of(made)[0].max() <= 17


def hdr(signal: np.ndarray, transfer: int, primaries: int = ColorPrimaries.BT2020, bits: int = 10) -> av.VideoFrame:
    """Six bars of R'G'B' (0 to 1) as limited-range BT.2020 4:2:0."""
    luma = signal @ LUMA_2020
    blue, red = (signal[:, 2] - luma) / 1.8814, (signal[:, 0] - luma) / 1.4746
    scale = 2 ** (bits - 8)
    frame = av.VideoFrame(240, 120, f"yuv420p{bits}le")
    for plane, level in zip(frame.planes, (16 + 219 * luma, 128 + 224 * blue, 128 + 224 * red), strict=True):
        rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
        rows[:, : plane.width] = np.repeat(np.round(level * scale), plane.width // 6)
        plane.update(rows.tobytes())
    frame.colorspace, frame.color_range = Colorspace.BT2020, 1
    frame.color_trc, frame.color_primaries = transfer, primaries
    return frame


def test_pq_keeps_the_colours_of_sdr_that_was_put_into_it() -> None:
    """BT.2408 §5: SDR at 203 cd/m²; dark enough to be below the knee (96 cd/m²) it must come back as it was."""
    colours = np.minimum(BRAND / 255, 0.72)
    nits = 203 * (colours**2.4) @ TO_2020.T

    made = bars(fit_picture(hdr(pq_signal(nits), ColorTrc.SMPTE2084), 320, 180))

    assert np.abs(made - bt709(colours)).max() <= 3


@pytest.mark.parametrize(
    ("transfer", "grey", "white"),
    [(ColorTrc.SMPTE2084, 0.38, 0.58), (ColorTrc.ARIB_STD_B67, 0.38, 0.75)],
    ids=["PQ", "HLG"],
)
def test_reference_levels_come_out_where_bt2408_has_them(transfer: int, grey: float, white: float) -> None:
    """BT.2408-7 table 1: 18 % grey is 38 % of PQ and of HLG and 43 % of SDR; reference white is 58 % and 75 %."""
    levels = np.array([0.0, grey, white, (white + 1) / 2, 1.0, 1.0])

    made = bars(fit_picture(hdr(np.repeat(levels[:, None], 3, axis=1), transfer), 320, 180))

    signal = (made[:, 0] - 16) / 219
    assert signal[0] == pytest.approx(0, abs=0.01)
    assert signal[1] == pytest.approx(0.43, abs=0.02)
    assert 0.86 <= signal[2] <= 0.95
    assert signal[2] + 0.02 < signal[3] <= signal[4] <= 1.005
    assert np.abs(made[:, 1:] - 128).max() <= 1


def test_tone_mapping_never_turns_lighter_into_darker() -> None:
    ramp = np.linspace(0, 1, 31)
    lumas: list[float] = []
    for first in range(0, 30, 6):
        six = np.repeat(ramp[first : first + 6, None], 3, axis=1)
        lumas += list(bars(fit_picture(hdr(six, ColorTrc.SMPTE2084), 240, 120))[:, 0])

    assert all(b >= a - 0.5 for a, b in pairwise(lumas))


def test_bright_saturated_light_keeps_its_hue() -> None:
    """One red, from dim to far above white: the direction from grey in Cb, Cr must stay."""
    red = np.array([1.0, 0.15, 0.1])
    nits = np.array([20, 60, 150, 300, 600, 1000])[:, None] * red
    chroma = bars(fit_picture(hdr(pq_signal(nits @ TO_2020.T), ColorTrc.SMPTE2084), 240, 120))[:, 1:] - 128

    angles = np.degrees(np.arctan2(chroma[:, 1], chroma[:, 0]))

    assert np.ptp(angles) < 6
    assert np.hypot(*chroma.T).min() > 20


def test_bt2020_sdr_keeps_its_colours() -> None:
    signal = np.power((BRAND / 255) ** 2.4 @ TO_2020.T, 1 / 2.4)

    made = bars(fit_picture(hdr(signal, ColorTrc.BT2020_10), 320, 180))

    assert np.abs(made - bt709(BRAND / 255)).max() <= 3


def test_colours_that_bt709_lacks_lose_saturation_but_no_light() -> None:
    """Pure BT.2020 green is outside. On the way to grey of the same luminance, red is the first channel to fit."""
    signal = np.tile(np.array([[0.0, 0.8, 0.0]]), (6, 1))

    made = fit_picture(hdr(signal, ColorTrc.BT2020_10), 240, 120).to_ndarray(format="rgb24")[60, 120] / 255

    assert made[0] < 0.05
    assert made[2] < made[1] - 0.3
    assert made**2.4 @ np.array([0.2126, 0.7152, 0.0722]) == pytest.approx(LUMA_2020[1] * 0.8**2.4, abs=0.01)


def test_tone_mapping_gives_the_same_bytes_each_time() -> None:
    signal = np.random.default_rng(1).random((6, 3))

    one, two = (planes_of(fit_picture(hdr(signal, ColorTrc.ARIB_STD_B67), 322, 180)) for _ in range(2))

    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def clip_of(path: Path, frame: av.VideoFrame, codec: str, **tags: Any) -> Path:
    """Twelve times one picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=24, options={"crf": "8", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, frame.format.name
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        for number in range(12):
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_an_hdr_clip_becomes_a_segment_with_the_right_colours(tmp_path: Path, codec: str) -> None:
    colours = np.minimum(BRAND / 255, 0.72)
    frame = hdr(pq_signal(203 * (colours**2.4) @ TO_2020.T), ColorTrc.SMPTE2084)
    clip = clip_of(tmp_path / "hdr.mp4", frame, codec, colorspace=9, color_trc=16, color_primaries=9, color_range=1)

    conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=12, edge_frames=2)

    made = bars(next(decode(tmp_path / "out.mp4", SMALL, 4, 5)))
    assert np.abs(made - bt709(colours)).max() <= 4
