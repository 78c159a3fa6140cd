"""The bench of the media engine: what it asks for, how it measures, how it judges."""

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.engine import commandline
from benchmarks.engine.job import Job, film
from benchmarks.engine.material import TAKES, Material, Shot
from benchmarks.engine.measure import Cost, measured
from benchmarks.engine.pictures import caption
from benchmarks.engine.report import Aim, aims
from benchmarks.engine.rounds import Figures, Kind
from benchmarks.engine.scale import FILM_SIZE, Scale, film_frames


@pytest.fixture
def material(tmp_path: Path) -> Material:
    cv2 = pytest.importorskip("cv2")
    picture = tmp_path / "caption.png"
    cv2.imwrite(str(picture), caption("hello", FILM_SIZE[Scale.SMALL]))
    shots = [Shot(tmp_path / f"{name}.mp4", picture) for name in (*(take.name for take in TAKES), "retake")]
    return Material(tuple(shots[:-1]), shots[-1], tmp_path / "music.mp3")


def figures(**walls: float) -> Figures:
    costs: dict[tuple[Kind, int], list[Cost]] = defaultdict(list)
    for name, wall in walls.items():
        kind, scenes = name.rsplit("_", 1)
        costs[Kind[kind.upper()], int(scenes)].append(Cost(wall, wall * 2, 300, ""))
    return Figures(costs)


def verdicts(found: Figures, *sizes: int) -> dict[str, str]:
    return {aim.what: aim.verdict for aim in aims(found, sizes)}


def test_a_process_costs_what_it_and_its_children_use() -> None:
    busy = "sum(range(3_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}]); print('done')"
    idle, used = measured([sys.executable, "-c", "pass"]), measured([sys.executable, "-c", child])
    assert used.cpu_s > idle.cpu_s
    assert used.said == "done\n"


def test_a_process_is_charged_its_own_memory_and_not_that_of_who_starts_it() -> None:
    held = bytearray(200_000_000)
    small, large = (measured([sys.executable, "-S", "-c", f"bytearray({size})"]) for size in (1, 100_000_000))
    assert len(held) == 200_000_000
    assert small.peak_mb < 60
    assert large.peak_mb > small.peak_mb + 80


def test_a_run_that_fails_tells_why() -> None:
    with pytest.raises(RuntimeError, match="ended with 3:\nno disk"):
        measured([sys.executable, "-c", "import sys; print('no disk'); sys.exit(3)"])


def test_a_changed_film_differs_in_one_scene_between_two_others(material: Material) -> None:
    before, after = (film(material, 16, Scale.FULL, changed=changed) for changed in (False, True))
    assert [n for n in range(16) if before.scenes[n] != after.scenes[n]] == [1]
    assert after.scenes[1] not in before.scenes


def test_a_job_is_the_same_in_the_process_that_does_it(material: Material, tmp_path: Path) -> None:
    job = film(material, 4, Scale.SMALL)
    assert Job.read(job.write(tmp_path / "job.json")) == job


def test_the_command_line_makes_a_film_of_the_same_length(material: Material, tmp_path: Path) -> None:
    told = list(map(str, commandline.command(film(material, 16, Scale.FULL), tmp_path / "film.mp4")))
    assert told[told.index("-frames:v") + 1] == str(film_frames(16)) == "2175"
    offsets = [float(at) for at in re.findall(r"offset=([\d.]+)", " ".join(told))]
    assert offsets == pytest.approx([4.5 * number for number in range(1, 16)])
    assert told.count("-i") == 16 * 2 + 1


@pytest.mark.parametrize(("figure", "verdict"), [(2.99, "missed"), (3.0, "ok"), (None, "not measured")])
def test_an_aim_is_judged(figure: float | None, verdict: str) -> None:
    assert Aim("faster", figure, 3.0, at_least=True).verdict == verdict


def test_the_aims_are_those_of_the_sizes_that_were_run() -> None:
    found = verdicts(figures(ffmpeg_4=30, recut_4=10, first_4=32, unchanged_4=0.5, moviepy_4=127), 4)
    assert found["ffmpeg / re-cut of one scene, N=4, CPU"] == "ok"
    assert found["first render / ffmpeg, N=4, wall"] == "missed"
    assert found["MoviePy / first render, N=4, wall"] == "missed"
    assert not any("N=16" in what or "unchanged scene" in what for what in found)


def test_memory_that_grows_with_the_film_is_missed() -> None:
    found = figures(recut_4=10, recut_64=10)
    found.costs[Kind.RECUT, 64] = [Cost(10, 20, 400, "")]
    assert verdicts(found, 4, 64)["peak memory of a re-cut, N=64 / N=4"] == "missed"


def test_the_cost_of_an_unchanged_scene_is_the_slope() -> None:
    told = {aim.what: aim.figure for aim in aims(figures(unchanged_4=0.5, unchanged_64=1.1), (4, 64))}
    assert told["CPU seconds per unchanged scene"] == pytest.approx(0.02)
