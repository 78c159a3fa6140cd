"""``make bench``: print the figures we claim. ``python -m benchmarks purchases`` prints those of one part."""

import argparse
from collections.abc import Callable

from benchmarks import engine, film, purchases

_PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "purchases": lambda _: purchases.run(),
    "film": lambda _: film.run(),
    "engine": engine.run,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(_PARTS)} (all of them)")
    engine.add_options(parser)
    options = parser.parse_args()
    for part in options.parts or _PARTS:
        if part not in _PARTS:
            parser.error(f"there is no part {part!r}")
        _PARTS[part](options)
