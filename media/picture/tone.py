"""High dynamic range and wide gamut brought to BT.709, the same on every machine.

1. The signal becomes light: PQ by SMPTE ST 2084, HLG by ITU-R BT.2100-2 table 5 with the OOTF of a 1000 cd/m² display
   (gamma 1.2), anything else by a pure power of 2.4 (BT.1886).
2. HDR only: the EETF of ITU-R BT.2390-11 §5.4.1 rolls off what is brighter than the knee, from a display of 1000 cd/m²
   to one whose white is HDR reference white, 203 cd/m² (BT.2408-7 §2.2). It is applied to the largest of R, G and B and
   the others follow in proportion, so hue and saturation stay. Up to about 96 cd/m² nothing changes: 18 % grey (26
   cd/m²) comes out at 43 % of the signal, as BT.2408 wants it, reference white at 91 %, and the rest is for highlights.
   Light above 1000 cd/m² becomes white.
3. Primaries become those of BT.709 in linear light. A colour outside is mixed with the grey of its own luminance until
   it fits, which keeps its hue better than cutting the channels (BT.2407-0 §2).
4. Light becomes signal by the inverse of BT.1886.
"""

from functools import lru_cache
from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

_Light = NDArray[np.float32]
"""Linear, 1.0 is the white of the film."""

_PEAK, _WHITE = 1000.0, 203.0
_STEPS = 4096
_ROWS = 64
"""Worked on at a time: what fits into a processor's cache takes half the time."""

_HDR = (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
_BT2020_LUMA = (0.2627, 0.6780, 0.0593)
_BT709_LUMA = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
# To BT.709 from BT.2020 (BT.2087-0 §2.2, inverted) and from P3 with a white of D65 (SMPTE EG 432-1).
_WIDE = (ColorPrimaries.BT2020, ColorPrimaries.SMPTE432)
_TO_BT709 = {
    ColorPrimaries.BT709: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ColorPrimaries.BT2020: (
        (1.660491, -0.587641, -0.072850),
        (-0.124550, 1.132900, -0.008349),
        (-0.018151, -0.100579, 1.118730),
    ),
    ColorPrimaries.SMPTE432: (
        (1.224940, -0.224940, 0.0),
        (-0.042057, 1.042057, 0.0),
        (-0.019638, -0.078636, 1.098274),
    ),
}


def is_wide(frame: av.VideoFrame) -> bool:
    """Whether the picture has a dynamic range or primaries that BT.709 lacks."""
    return frame.color_trc in _HDR or frame.color_primaries in _WIDE


def toned(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The picture at ``width`` x ``height`` as 16-bit R'G'B' for BT.709 displays."""
    picture = frame.reformat(
        width,
        height,
        "rgb48le",
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND,
        threads=1,
    )
    codes: NDArray[np.uint16] = picture.to_ndarray().astype(np.uint16, copy=False)
    out = np.empty_like(codes)
    primaries = ColorPrimaries.BT2020
    if frame.color_primaries in _TO_BT709:
        primaries = ColorPrimaries(frame.color_primaries)
    for top in range(0, height, _ROWS):
        out[top : top + _ROWS] = _sdr(codes[top : top + _ROWS], frame.color_trc, primaries)
    toned = av.VideoFrame.from_ndarray(out, format="rgb48le")
    toned.colorspace, toned.color_range = Colorspace.ITU709, ColorRange.JPEG
    return toned


def _sdr(codes: NDArray[np.uint16], transfer: int, primaries: int) -> NDArray[np.uint16]:
    light: _Light = _to_light(transfer)[codes >> 4]
    if transfer == ColorTrc.ARIB_STD_B67:
        light *= cv2.pow(cv2.transform(light, np.array([_BT2020_LUMA], np.float32)), 0.2)[..., None]
    if transfer in _HDR:
        light *= _roll_off()[_step(_highest(light) * np.float32(_WHITE / _PEAK), quartic=True)][..., None]
    light = cv2.transform(light, np.array(_TO_BT709[ColorPrimaries(primaries)], np.float32))
    signal: NDArray[np.uint16] = _to_signal()[_step(_in_gamut(light))]
    return signal


def _in_gamut(light: _Light) -> _Light:
    lowest, highest = _lowest(light), _highest(light)
    if lowest.min() >= 0 and highest.max() <= 1:
        return light
    grey = np.clip(cv2.transform(light, _BT709_LUMA), 0, 1)
    tiny = np.float32(1e-6)
    keep = np.minimum(
        np.where(lowest < 0, grey / np.maximum(grey - lowest, tiny), np.float32(1)),
        np.where(highest > 1, (1 - grey) / np.maximum(highest - grey, tiny), np.float32(1)),
    )
    mixed: _Light = grey[..., None] + (light - grey[..., None]) * keep[..., None]
    return mixed


def _lowest(light: _Light) -> _Light:
    return np.minimum(np.minimum(light[..., 0], light[..., 1]), light[..., 2])


def _highest(light: _Light) -> _Light:
    # A sixteenth of the time of ``light.max(axis=2)``.
    return np.maximum(np.maximum(light[..., 0], light[..., 1]), light[..., 2])


def _step(share: _Light, *, quartic: bool = False) -> NDArray[np.int32]:
    """Which entry of a table stands for ``share`` (0 to 1); tables are denser where the eye sees more."""
    root = cv2.sqrt(np.clip(share, 0, 1))
    if quartic:
        root = cv2.sqrt(root)
    steps: NDArray[np.int32] = (root * np.float32(_STEPS - 1) + np.float32(0.5)).astype(np.int32)
    return steps.reshape(share.shape)


@lru_cache(maxsize=4)
def _to_light(transfer: int) -> _Light:
    signal = np.linspace(0, 1, _STEPS)
    if transfer == ColorTrc.SMPTE2084:
        return _float32(np.minimum(pq_light(signal), _PEAK) / _WHITE)
    if transfer == ColorTrc.ARIB_STD_B67:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
        # The gain of the OOTF is a power of the scene's luminance times 1000 cd/m²; only the scale can go in here.
        return _float32(scene * (_PEAK / _WHITE) ** (1 / 1.2))
    return _float32(signal**2.4)


@lru_cache(maxsize=1)
def _roll_off() -> _Light:
    """Light after the EETF divided by light before it, by the fourth root of its share of the peak."""
    light = np.linspace(0, 1, _STEPS) ** 4 * _PEAK
    before = pq_signal(light) / pq_signal(np.array(_PEAK))
    white = float(pq_signal(np.array(_WHITE)) / pq_signal(np.array(_PEAK)))
    knee = 1.5 * white - 0.5
    t = np.clip((before - knee) / (1 - knee), 0, 1)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * white
    after = np.where(before < knee, before, spline)
    shown = pq_light(after * pq_signal(np.array(_PEAK)))
    return _float32(np.where(before < knee, 1, shown / np.maximum(light, 1e-9)))


@lru_cache(maxsize=1)
def _to_signal() -> NDArray[np.uint16]:
    light = np.linspace(0, 1, _STEPS) ** 2
    codes: NDArray[np.uint16] = np.round(light ** (1 / 2.4) * 65_535).astype(np.uint16)
    return codes


_M1, _M2 = 2610 / 16_384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def pq_light(signal: NDArray[Any]) -> NDArray[Any]:
    """Light in cd/m² of a PQ signal of 0 to 1 (SMPTE ST 2084)."""
    root = np.power(signal, 1 / _M2)
    light: NDArray[Any] = np.power(np.maximum(root - _C1, 0) / (_C2 - _C3 * root), 1 / _M1) * 10_000
    return light


def pq_signal(light: NDArray[Any]) -> NDArray[Any]:
    """The PQ signal for light in cd/m² (SMPTE ST 2084, inverse)."""
    root = np.power(light / 10_000, _M1)
    signal: NDArray[Any] = np.power((_C1 + _C2 * root) / (1 + _C3 * root), _M2)
    return signal


def _float32(table: NDArray[Any]) -> _Light:
    rounded: _Light = table.astype(np.float32)
    return rounded
