"""Frames that carry their number as a row of black and white blocks, and the script that reads it from a video."""

from collections.abc import Callable

import av
import numpy as np

from media.planes import blank, planes_of

BITS = 12
BLOCK = 20
"""Pixels: a row of 12 blocks is 240 wide, which every player scales and compresses without a doubt."""

READ_NUMBER = """
() => {
  const video = document.querySelector("video");
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  let number = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const [red] = context.getImageData(bit * BLOCK + BLOCK / 2, BLOCK / 2, 1, 1).data;
    number += (red > 127) << bit;
  }
  return number;
}
""".replace("BITS", str(BITS)).replace("BLOCK", str(BLOCK))


def numbered(first: int, width: int, height: int) -> Callable[[int], av.VideoFrame]:
    """Frame ``n`` shows ``first + n``, over a moving gradient that keeps the encoder busy."""

    def draw(frame_number: int) -> av.VideoFrame:
        frame = blank(width, height)
        luma, u, v = planes_of(frame)
        rows, columns = np.mgrid[:height, :width]
        luma[:] = 60 + (rows + columns * 2 + frame_number * 4 + first) % 120
        u[:], v[:] = 110 + first % 40, 140
        for bit in range(BITS):
            white = (first + frame_number) >> bit & 1
            luma[:BLOCK, bit * BLOCK : (bit + 1) * BLOCK] = 235 if white else 16
        return frame

    return draw
