"""The media engine beside the ffmpeg command line and MoviePy, on the same films."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from benchmarks.engine.material import prepared
from benchmarks.engine.report import show, told
from benchmarks.engine.rounds import compare
from benchmarks.engine.scale import Scale

_KEPT = Path(__file__).parents[2] / ".bench"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be chosen on the command line."""
    group = parser.add_argument_group("engine")
    group.add_argument("--scale", type=Scale, choices=list(Scale), default=Scale.FULL, help="small is 640x360")
    group.add_argument("--sizes", type=_numbers, default=(4, 16, 64), help="scenes per film (4,16,64)")
    group.add_argument("--rounds", type=int, default=3, help="alternating rounds (3)")
    group.add_argument("--once-above", type=int, default=16, help="encode larger films whole only once (16)")
    group.add_argument("--without-moviepy", action="store_true", help="leave MoviePy out")
    group.add_argument("--material", type=Path, default=_KEPT, help="where clips and music are kept (.bench)")


def run(options: argparse.Namespace) -> None:
    """Make the material, run all engines in turn, print the figures beside the aims."""
    moviepy = not options.without_moviepy and find_spec("moviepy") is not None
    if not moviepy and not options.without_moviepy:
        print("MoviePy is not installed (`uv sync --group bench`): it is left out")
    found = prepared(options.material, options.scale)
    print(told(options.rounds, options.sizes, options.once_above), flush=True)
    figures = compare(
        found, options.scale, options.sizes, rounds=options.rounds, once_above=options.once_above, moviepy=moviepy
    )
    show(figures, options.sizes)


def _numbers(text: str) -> tuple[int, ...]:
    found = tuple(sorted({int(number) for number in text.split(",")}))
    if found[0] < 2:
        raise argparse.ArgumentTypeError("a scene is changed between two others: at least two scenes")
    return found
