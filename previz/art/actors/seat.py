"""What sitting figures sit on."""

from previz.art.actors.brush import Brush
from previz.art.actors.shapes import box
from previz.art.paint import Point


def draw_seat(brush: Brush, hip: Point) -> None:
    """A wooden crate on the ground, its top under a hip at ``hip`` (x, height)."""
    x, top = hip[0] - 14, -(hip[1] - 20)
    left, right = x - 74, x + 66
    brush.pure(box(left - 10, -8, right + 24, 8, 8), brush.tone.shadow, 0.35, blur=8)
    brush.form(box(left, top, right, 0, 5), "#a9764a", rim=0.8)
    height = -top
    for k in range(4):
        y = top + height * (k + 0.5) / 4
        brush.form(box(left + 3, y - height * 0.10, right - 3, y + height * 0.10, 4), "#bb8858", rim=0.5)
    for edge in (left, right - 16):
        brush.form(box(edge, top - 2, edge + 16, 0, 3), "#93623b", rim=0.6)
        for y in (top + height * 0.12, -height * 0.12):
            brush.flat(box(edge + 6, y - 2, edge + 10, y + 2, 2), "#4a3426")
