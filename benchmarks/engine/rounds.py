"""Runs the engines in turn, round after round, so that what else the machine does hits all of them alike."""

import json
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import median

from benchmarks.engine import commandline
from benchmarks.engine.job import Job, film
from benchmarks.engine.material import Material
from benchmarks.engine.measure import Cost, measured, python
from benchmarks.engine.scale import Scale


class Kind(StrEnum):
    """What was run."""

    FIRST = "first render"
    RECUT = "re-cut"
    UNCHANGED = "nothing changed"
    FFMPEG = "ffmpeg, all of it"
    MOVIEPY = "MoviePy, all of it"


@dataclass(frozen=True)
class Counts:
    """What Reelwright did; the same on any machine."""

    frames_encoded: int
    packets_copied: int


@dataclass
class Figures:
    """Costs by kind of run and number of scenes; ``counts`` of Reelwright's runs."""

    costs: dict[tuple[Kind, int], list[Cost]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[tuple[Kind, int], Counts] = field(default_factory=dict)

    def wall_s(self, kind: Kind, scenes: int) -> float | None:
        """The median, or ``None`` if there was no such run."""
        found = self.costs.get((kind, scenes))
        return median(cost.wall_s for cost in found) if found else None

    def cpu_s(self, kind: Kind, scenes: int) -> float | None:
        """The median, or ``None`` if there was no such run."""
        found = self.costs.get((kind, scenes))
        return median(cost.cpu_s for cost in found) if found else None

    def peak_mb(self, kind: Kind, scenes: int) -> float | None:
        """The most of all rounds, or ``None`` if there was no such run."""
        found = self.costs.get((kind, scenes))
        return max(cost.peak_mb for cost in found) if found else None


def compare(
    material: Material, scale: Scale, sizes: Sequence[int], *, rounds: int, once_above: int, moviepy: bool
) -> Figures:
    """Run everything. Films of more than ``once_above`` scenes are encoded whole only in the first round."""
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="reelwright-engine-") as folder:
        bench = _Bench(Path(folder), material, scale, figures)
        bench.fill_store(sizes)
        for number in range(rounds):
            for scenes in sizes:
                bench.ours(Kind.RECUT, scenes)
                if number == 0 or scenes <= once_above:
                    bench.ffmpeg(scenes)
                bench.ours(Kind.UNCHANGED, scenes)
                if scenes == min(sizes):
                    bench.ours(Kind.FIRST, scenes)
                    if moviepy and number == 0:
                        bench.moviepy(scenes)
    return figures


class _Bench:
    def __init__(self, folder: Path, material: Material, scale: Scale, figures: Figures) -> None:
        self._folder, self._material, self._scale, self._figures = folder, material, scale, figures
        self._store = folder / "store"
        self._out = folder / "film.mp4"

    def fill_store(self, sizes: Sequence[int]) -> None:
        """Make every film once, so that the store holds what was there before the change."""
        for scenes in sizes:
            self._run_ours(film(self._material, scenes, self._scale), self._store)

    def ours(self, kind: Kind, scenes: int) -> None:
        """Reelwright on a copy of the store, on an empty one for a first render."""
        store = self._folder / "store-of-this-run"
        if kind is not Kind.FIRST:
            shutil.copytree(self._store, store, copy_function=os.link)
        cost = self._run_ours(film(self._material, scenes, self._scale, changed=kind is not Kind.UNCHANGED), store)
        shutil.rmtree(store)
        self._figures.counts[kind, scenes] = Counts(**json.loads(cost.said.splitlines()[-1]))
        self._note(kind, scenes, cost)

    def ffmpeg(self, scenes: int) -> None:
        """The command line encodes the changed film as a whole, as it would any other."""
        job = film(self._material, scenes, self._scale, changed=True)
        self._note(Kind.FFMPEG, scenes, measured(commandline.command(job, self._out)))

    def moviepy(self, scenes: int) -> None:
        """MoviePy renders the same film."""
        job = film(self._material, scenes, self._scale, changed=True).write(self._folder / "job.json")
        self._note(Kind.MOVIEPY, scenes, measured(python("benchmarks.engine.moviepy_film", job, self._out)))

    def _run_ours(self, job: Job, store: Path) -> Cost:
        path = job.write(self._folder / "job.json")
        return measured(python("benchmarks.engine.reelwright_film", path, self._out, store))

    def _note(self, kind: Kind, scenes: int, cost: Cost) -> None:
        self._figures.costs[kind, scenes].append(cost)
        print(
            f"  {scenes:>3} scenes  {kind:<20}{cost.wall_s:8.1f} s wall{cost.cpu_s:9.1f} s CPU{cost.peak_mb:7.0f} MB",
            flush=True,
        )
