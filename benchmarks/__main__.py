"""``make bench``: print the figures we claim. ``python -m benchmarks purchases`` prints those of one part."""

import argparse

from benchmarks import film, purchases

_PARTS = {"purchases": purchases.run, "film": film.run}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(_PARTS)} (all of them)")
    for part in parser.parse_args().parts or _PARTS:
        if part not in _PARTS:
            parser.error(f"there is no part {part!r}")
        _PARTS[part]()
