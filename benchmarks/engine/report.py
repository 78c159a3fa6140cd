"""The figures side by side, and beside each aim whether it was reached."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.engine.rounds import Figures, Kind
from benchmarks.engine.scale import SCENE_FRAMES, film_frames

_RECUT_AIMS = {4: 3.0, 16: 12.0, 64: 50.0}
_FLAT_AIM, _FIRST_AIM, _MOVIEPY_AIM = 1.1, 1.05, 4.0
_SCENE_CPU_AIM_S, _UNCHANGED_AIM_S, _PEAK_AIM_MB = 0.01, 1.5, 500.0
_OURS = (Kind.FIRST, Kind.RECUT, Kind.UNCHANGED)


@dataclass(frozen=True)
class Aim:
    """A figure beside what it should be; ``None`` was not measured."""

    what: str
    figure: float | None
    bound: float
    at_least: bool = False
    digits: int = 2
    unit: str = ""

    @property
    def verdict(self) -> str:
        """ "ok", "missed" or "not measured"."""
        if self.figure is None:
            return "not measured"
        reached = self.figure >= self.bound if self.at_least else self.figure <= self.bound
        return "ok" if reached else "missed"

    def __str__(self) -> str:
        figure = "-" if self.figure is None else f"{self.figure:.{self.digits}f}{self.unit}"
        sign = ">=" if self.at_least else "<="
        return f"  {self.what:<58}{figure:>12}   aim {sign} {self.bound:g}{self.unit:<8} {self.verdict}"


def show(figures: Figures, sizes: Sequence[int]) -> None:
    """Print it all."""
    print("\nmedians of all rounds (memory: the most of any round, of the largest process)")
    print(f"  {'':<22}" + "".join(f"{f'N={scenes}':>26}" for scenes in sizes))
    print(f"  {'':<22}" + "".join(f"{'wall s':>9}{'CPU s':>9}{'MB':>8}" for _ in sizes))
    for kind in Kind:
        cells = [_cell(figures, kind, scenes) for scenes in sizes]
        print(f"  {kind:<22}" + "".join(cells))
    print("\nexact counts of Reelwright (frames encoded / packets copied)")
    for kind in _OURS:
        counts = {scenes: figures.counts.get((kind, scenes)) for scenes in sizes}
        cells = [f"{f'{c.frames_encoded} / {c.packets_copied}' if c else '-':>26}" for c in counts.values()]
        print(f"  {kind:<22}" + "".join(cells))
    print(f"  {'frames of the film':<22}" + "".join(f"{film_frames(scenes):>26}" for scenes in sizes))
    print("\naims")
    for aim in aims(figures, sizes):
        print(aim)


def aims(figures: Figures, sizes: Sequence[int]) -> Iterator[Aim]:
    """Every aim that these sizes tell about."""
    small, large = min(sizes), max(sizes)
    kinds: tuple[tuple[str, Callable[[Kind, int], float | None]], ...] = (
        ("CPU", figures.cpu_s),
        ("wall", figures.wall_s),
    )
    for unit, cost in kinds:
        for scenes in sizes:
            if scenes in _RECUT_AIMS:
                ratio = _ratio(cost(Kind.FFMPEG, scenes), cost(Kind.RECUT, scenes))
                what = f"ffmpeg / re-cut of one scene, N={scenes}, {unit}"
                yield Aim(what, ratio, _RECUT_AIMS[scenes], at_least=True, digits=1, unit="x")
        if large > small:
            flat = _ratio(cost(Kind.RECUT, large), cost(Kind.RECUT, small))
            yield Aim(f"re-cut({large}) / re-cut({small}), {unit}", flat, _FLAT_AIM, unit="x")
        first = _ratio(cost(Kind.FIRST, small), cost(Kind.FFMPEG, small))
        yield Aim(f"first render / ffmpeg, N={small}, {unit}", first, _FIRST_AIM, unit="x")
        dear = _ratio(cost(Kind.MOVIEPY, small), cost(Kind.FIRST, small))
        yield Aim(f"MoviePy / first render, N={small}, {unit}", dear, _MOVIEPY_AIM, at_least=True, digits=1, unit="x")
    if large > small:
        slope = _slope(figures, small, large)
        yield Aim("CPU seconds per unchanged scene", slope, _SCENE_CPU_AIM_S, digits=4, unit=" s")
    yield Aim(f"nothing changed, N={large}, wall", figures.wall_s(Kind.UNCHANGED, large), _UNCHANGED_AIM_S, unit=" s")
    peaks = [peak for scenes in sizes for kind in _OURS if (peak := figures.peak_mb(kind, scenes)) is not None]
    if large > small:
        grown = _ratio(figures.peak_mb(Kind.RECUT, large), figures.peak_mb(Kind.RECUT, small))
        yield Aim(f"peak memory of a re-cut, N={large} / N={small}", grown, _FLAT_AIM, unit="x")
    yield Aim("peak memory, any N", max(peaks, default=None), _PEAK_AIM_MB, digits=0, unit=" MB")


def told(rounds: int, sizes: Sequence[int], once_above: int) -> str:
    """How this was measured, for whoever reads the figures."""
    whole = [scenes for scenes in sizes if scenes > once_above]
    once = f"; ffmpeg's whole encode of N={', '.join(map(str, whole))} once" if whole else ""
    return (
        f"{rounds} alternating rounds{once}; MoviePy once. Each run is a process of its own. Scenes of "
        f"{SCENE_FRAMES} frames. Films of more than 8 scenes repeat the 8 clips, so their unchanged parts are fewer "
        "files read more often; the changed scene and its two joints are always made."
    )


def _cell(figures: Figures, kind: Kind, scenes: int) -> str:
    wall, cpu, peak = figures.wall_s(kind, scenes), figures.cpu_s(kind, scenes), figures.peak_mb(kind, scenes)
    if wall is None or cpu is None or peak is None:
        return f"{'-':>9}{'-':>9}{'-':>8}"
    return f"{wall:>9.2f}{cpu:>9.2f}{peak:>8.0f}"


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _slope(figures: Figures, small: int, large: int) -> float | None:
    low, high = figures.cpu_s(Kind.UNCHANGED, small), figures.cpu_s(Kind.UNCHANGED, large)
    return (high - low) / (large - small) if low is not None and high is not None else None
