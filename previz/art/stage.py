"""The stage: one coordinate system for every picture size."""

from dataclasses import dataclass

SHORT_SIDE = 1080.0
OVERSCAN_X = 420.0
OVERSCAN_Y = 200.0


@dataclass(frozen=True)
class Stage:
    """A picture of ``width_px`` by ``height_px``, measured in units: its short side is always 1080 units.

    The origin is the top-left corner of the frame, y points down. Layers draw in units over
    ``left``..``right`` and ``top``..``bottom`` (the frame plus overscan, so that the camera can move);
    the renderer scales the canvas by ``scale`` pixels per unit.
    """

    width_px: int
    height_px: int

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return min(self.width_px, self.height_px) / SHORT_SIDE

    @property
    def width(self) -> float:
        """Frame width in units: 1920 for 16:9, 1080 for 9:16 and 1:1."""
        return self.width_px / self.scale

    @property
    def height(self) -> float:
        """Frame height in units: 1080 for 16:9 and 1:1, 1920 for 9:16."""
        return self.height_px / self.scale

    @property
    def centre_x(self) -> float:
        """The vertical axis of the frame."""
        return self.width / 2

    @property
    def horizon(self) -> float:
        """Where sky meets land; lower third in landscape, a little higher in portrait."""
        return self.height * (0.66 if self.height <= self.width else 0.60)

    @property
    def floor(self) -> float:
        """Where a subject at depth 1 touches the ground."""
        return self.height * (0.90 if self.height <= self.width else 0.80)

    @property
    def left(self) -> float:
        """Left edge of what layers must cover."""
        return -OVERSCAN_X

    @property
    def right(self) -> float:
        """Right edge of what layers must cover."""
        return self.width + OVERSCAN_X

    @property
    def top(self) -> float:
        """Upper edge of what layers must cover."""
        return -OVERSCAN_Y

    @property
    def bottom(self) -> float:
        """Lower edge of what layers must cover."""
        return self.height + OVERSCAN_Y
