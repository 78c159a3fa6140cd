from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.picture.fit import Fit, Focus, fit_picture
from media.planes import blank, planes_of


def ramp(width: int, height: int, pixel_format: str = "yuv420p") -> av.VideoFrame:
    """Luma says where one is from left to right, Cb from top to bottom."""
    rgbless = blank(width + width % 2, height + height % 2)
    y, u, v = planes_of(rgbless)
    y[:] = np.linspace(16, 235, y.shape[1])[None]
    u[:] = np.linspace(40, 210, u.shape[0])[:, None]
    v[:] = 128
    made = rgbless.reformat(width, height, pixel_format, dst_colorspace=1, dst_color_range=1)
    made.colorspace = 1
    return made


def window(frame: av.VideoFrame) -> tuple[float, float, float, float]:
    """Which part of the ramp is shown: left, right, top, bottom as shares."""
    y, u, _ = planes_of(frame)
    left, right = ((float(y[:, at].mean()) - 16) / 219 for at in (0, -1))
    top, bottom = ((float(u[at].mean()) - 40) / 170 for at in (0, -1))
    return left, right, top, bottom


@pytest.mark.parametrize(
    ("x", "expected"), [(0.0, (0, 0.316)), (0.3, (0.142, 0.458)), (0.5, (0.342, 0.658)), (0.9, (0.684, 1))]
)
def test_the_focus_stays_as_near_the_middle_as_the_picture_allows(x: float, expected: tuple[float, float]) -> None:
    made = fit_picture(ramp(640, 360), 180, 320, Fit.COVER, focus=Focus(x=x))

    left, right, top, bottom = window(made)
    assert (left, right) == pytest.approx(expected, abs=0.02)
    assert (top, bottom) == pytest.approx((0, 1), abs=0.02)


def test_the_focus_works_up_and_down_too() -> None:
    left, right, top, bottom = window(fit_picture(ramp(180, 320), 320, 180, Fit.COVER, focus=Focus(y=0.25)))

    assert (left, right) == pytest.approx((0, 1), abs=0.02)
    assert (top, bottom) == pytest.approx((0.092, 0.408), abs=0.03)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p10le", "yuv444p", "rgb24", "gbrp", "nv12", "yuv410p"])
def test_cropping_first_and_scaling_first_show_the_same(pixel_format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = ramp(637, 361, pixel_format)
    cropped = planes_of(fit_picture(picture, 180, 320, Fit.COVER, focus=Focus(x=0.3)))
    monkeypatch.setattr("media.picture.fit._WORTH_CROPPING", 0)
    whole = planes_of(fit_picture(picture, 180, 320, Fit.COVER, focus=Focus(x=0.3)))

    for a, b in zip(cropped, whole, strict=True):
        assert np.abs(a.astype(int) - b).mean() < 1.5


@pytest.mark.parametrize("fit", [Fit.CONTAIN, Fit.BLUR])
def test_containing_shows_all_of_the_picture(fit: Fit) -> None:
    made = fit_picture(ramp(90, 160), 320, 180, fit)

    y, u, v = planes_of(made)
    assert [(float(y[90, at]) - 16) / 219 for at in (110, 209)] == pytest.approx([0, 1], abs=0.03)
    assert (float(u[1, 80]) - 40) / 170 == pytest.approx(0, abs=0.03)
    assert (float(u[-2, 80]) - 40) / 170 == pytest.approx(1, abs=0.03)
    assert v.std() < 3


def test_containing_leaves_black_beside() -> None:
    y, u, v = planes_of(fit_picture(ramp(90, 160), 320, 180, Fit.CONTAIN))

    for plane, black in ((y[:, :108], 16), (y[:, 212:], 16), (u[:, :54], 128), (v[:, :54], 128)):
        assert (plane == black).all()


def test_blurred_fill_is_dark_soft_and_of_the_same_colour() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (160, 90), np.uint8)
    frame = blank(90, 160)
    y, u, v = planes_of(frame)
    y[:] = np.clip(noise, 90, 230)
    u[:], v[:] = 90, 170

    beside = [plane[:, : plane.shape[1] // 3] for plane in planes_of(fit_picture(frame, 320, 180, Fit.BLUR))]

    assert 30 < beside[0].mean() < 110
    assert cv2.Laplacian(beside[0], cv2.CV_32F).std() < 3
    assert 90 < beside[1].mean() < 128 < beside[2].mean() < 170


def test_a_picture_of_the_same_shape_needs_no_ground() -> None:
    picture = ramp(640, 360)

    covered, contained, blurred = (planes_of(fit_picture(picture, 320, 180, fit)) for fit in Fit)

    assert all(np.array_equal(a, b) for a, b in zip(covered, contained, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(covered, blurred, strict=True))


def test_a_picture_that_is_right_already_is_not_touched() -> None:
    picture = ramp(320, 180)

    assert fit_picture(picture, 320, 180, Fit.BLUR) is picture


@pytest.mark.parametrize("aspect", [Fraction(64, 45), Fraction(8, 9), Fraction(2)])
def test_pixels_that_are_not_square_are_made_so(aspect: Fraction) -> None:
    stored = blank(180, 144)
    y, u, v = planes_of(stored)
    y[:], u[:], v[:] = 16, 128, 128
    radius = 50
    rows, columns = np.mgrid[:144, :180]
    y[((columns - 90) * float(aspect)) ** 2 + (rows - 72) ** 2 < radius**2] = 235

    shown = planes_of(fit_picture(stored, 320, 180, Fit.CONTAIN, aspect))[0] > 125

    extent_x, extent_y = np.ptp(np.flatnonzero(shown.any(axis=0))), np.ptp(np.flatnonzero(shown.any(axis=1)))
    assert abs(extent_x - extent_y) <= 4


@settings(max_examples=150, deadline=None)
@given(
    width=st.one_of(st.integers(1, 40), st.sampled_from([1, 2, 321, 2047, 8192])),
    height=st.one_of(st.integers(1, 40), st.sampled_from([1, 2, 181, 777])),
    size=st.sampled_from([(320, 180), (180, 320), (180, 180)]),
    fit=st.sampled_from(Fit),
    aspect=st.sampled_from([Fraction(1), Fraction(64, 45), Fraction(1, 100), Fraction(100)]),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    pixel_format=st.sampled_from(["yuv420p", "yuv444p", "yuv422p10le", "rgb24", "rgba", "gray", "nv12"]),
)
def test_any_shape_fits_any_frame(
    width: int, height: int, size: tuple[int, int], fit: Fit, aspect: Fraction, x: float, y: float, pixel_format: str
) -> None:
    frame = av.VideoFrame(width, height, pixel_format)
    for plane in frame.planes:
        plane.update(bytes([90]) * plane.buffer_size)

    made = fit_picture(frame, *size, fit, aspect, Focus(x=x, y=y))

    assert (made.width, made.height, made.format.name) == (*size, "yuv420p")
    assert (made.colorspace, made.color_range) == (1, 1)
