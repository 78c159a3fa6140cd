"""What the server is told on its command line, and where it keeps things."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """One server. ``drawers`` is the number of drawing processes; outputs are kept for ``keep_hours``."""

    data: Path
    drawers: int = 2
    keep_hours: float = 168.0

    @property
    def database(self) -> Path:
        """The SQLite file of predictions and uploads."""
        return self.data / "previz.sqlite3"

    @property
    def outputs(self) -> Path:
        """One folder of delivered files per prediction."""
        return self.data / "outputs"

    @property
    def uploads(self) -> Path:
        """Files sent to ``/v1/files``."""
        return self.data / "uploads"

    @property
    def scratch(self) -> Path:
        """Work in progress; emptied at every start."""
        return self.data / "scratch"
