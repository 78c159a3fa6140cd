"""What was found out about an answer while it was read."""

from film.model import Value
from film.plan import PlannedFilm

_MOST = 12
_LONGEST = 300


class Read(Value):
    """An answer, read. ``repairs`` is what was mended by rule; ``faults`` what could not be, as sentences the model
    can act on. There is a ``film`` when there are no faults.
    """

    film: PlannedFilm | None = None
    repairs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Notes:
    """Repairs and faults as they are found: each once, and a dozen of each at most."""

    def __init__(self) -> None:
        self._repairs: dict[str, None] = {}
        self._faults: dict[str, None] = {}

    def mended(self, what: str) -> None:
        """Something was put right by rule."""
        self._repairs[what[:_LONGEST]] = None

    def fault(self, what: str) -> None:
        """Something cannot be put right by rule."""
        self._faults[what[:_LONGEST]] = None

    @property
    def faulty(self) -> bool:
        """Whether the answer is of no use."""
        return bool(self._faults)

    def read(self, film: PlannedFilm | None) -> Read:
        """What is told of the answer."""
        return Read(film=None if self._faults else film, repairs=_some(self._repairs), faults=_some(self._faults))


def _some(told: dict[str, None]) -> tuple[str, ...]:
    more = len(told) - _MOST
    return (*list(told)[:_MOST], *([f"and {more} more"] if more > 0 else []))
