"""The sky: what hangs in it is seen."""

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from planner.shot import Setting, Shot
from previz.art.layer import Layer, Look
from previz.art.light import palette_for
from previz.art.sky import sky, sun_at
from previz.art.stage import Stage


def luma_of(layers: list[Layer], stage: Stage) -> NDArray[np.float64]:
    surface = skia.Surface(stage.width_px, stage.height_px)
    canvas = surface.getCanvas()
    canvas.scale(stage.scale, stage.scale)
    for layer in layers:
        layer.draw(canvas)
    pixels: NDArray[np.uint8] = np.array(surface.toarray(colorType=skia.kRGBA_8888_ColorType))
    luma: NDArray[np.float64] = pixels[..., :3].mean(axis=2)
    return luma


@pytest.mark.parametrize("seed", range(8))
def test_no_cloud_of_fair_weather_cuts_into_the_sun(seed: int) -> None:
    shot, stage = Shot(setting=Setting.HILLS, seed=seed), Stage(384, 216)
    look = Look(stage, palette_for(shot), shot, np.random.default_rng(seed))
    layers = [part for part in sky(look, stage.horizon) if isinstance(part, Layer)]
    x, y = (round(c * stage.scale) for c in sun_at(look, stage.horizon))
    disc = np.s_[y - 3 : y + 4, x - 3 : x + 4]
    bare, clouded = luma_of(layers[:1], stage)[disc], luma_of(layers, stage)[disc]
    assert np.abs(bare - clouded).max() < 4
