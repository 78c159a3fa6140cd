"""Colour from BGRA to I420 and back."""

import numpy as np
import pytest

from previz.art.colour import ToI420, Vignette, rgb_of
from previz.art.paint import rgb


def flat(colour: str, width: int = 320, height: int = 180) -> np.ndarray:
    red, green, blue = rgb(colour)
    picture = np.empty((height, width, 4), np.uint8)
    picture[:] = (blue, green, red, 255)
    return picture


@pytest.mark.parametrize(
    "colour",
    ["#ff5f8f", "#2b1f56", "#00ff00", "#ff0000", "#0000ff", "#7df0ff", "#c69a3f", "#123456", "#ffffff", "#000000"],
)
def test_a_brand_colour_survives_within_three(colour: str) -> None:
    back = rgb_of(ToI420()(flat(colour)))
    assert np.abs(back.astype(int) - rgb(colour)).max() <= 3


def test_white_and_black_are_limited_range() -> None:
    assert ToI420()(flat("#ffffff"))[0, 0] == 235
    assert ToI420()(flat("#000000"))[0, 0] == 16


def test_luma_is_bt709() -> None:
    # BT.709: Y = 16 + 219 * 0.7152 for pure green; BT.601 would give 144.
    assert abs(int(ToI420()(flat("#00ff00"))[0, 0]) - 173) <= 1


def test_planes_are_in_order() -> None:
    planes = ToI420()(flat("#0000ff", 64, 32))
    chroma = planes[32:].reshape(-1)
    assert planes.shape == (48, 64)
    assert (chroma[: 32 * 16] > 200).all() and (chroma[32 * 16 :] < 128).all()


def test_the_vignette_leaves_the_middle_and_keeps_black_legal() -> None:
    planes = ToI420()(flat("#c69a3f"))
    before = planes.copy()
    Vignette(320, 180).apply(planes)
    assert planes[90, 160] == before[90, 160]
    assert planes[0, 0] < before[0, 0] * 0.85
    dark = ToI420()(flat("#000000"))
    Vignette(320, 180).apply(dark)
    assert dark[:180].min() >= 15
