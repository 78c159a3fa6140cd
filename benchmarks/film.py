"""How long the default film takes, warm, and where the time goes."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from temporalio.client import Client

from benchmarks.shares import Kind, shares, spans_of
from cli.client import StudioClient
from cli.stack import read_endpoints
from workflows.connection import DATA_CONVERTER, NAMESPACE

_BRIEF = "A silver robot walks through downtown Austin at sunset"
_ROUNDS = 3


def run() -> None:
    """Make the film ``_ROUNDS`` times in one studio; print wall times and the shares of the last."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        walls = []
        for number in range(_ROUNDS + 1):
            began = time.perf_counter()
            _make(home, Path(folder) / "film.mp4", seed=7 + number)
            wall = time.perf_counter() - began
            walls.append(wall)
            print(f"{'cold' if number == 0 else 'warm'} make film: {wall:.1f} s wall")
        print(f"warm median: {median(walls[1:]):.1f} s for 24.0 s of film = {median(walls[1:]) / 24:.2f} x its length")
        asyncio.run(_print_shares(home))
        _down(home)


def _make(home: Path, out: Path, seed: int) -> None:
    command = [sys.executable, "-m", "cli", "make", _BRIEF, "--aspect", "16:9", "--fps", "24", "--seed", str(seed)]
    subprocess.run([*command, "--home", str(home), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)


def _down(home: Path) -> None:
    subprocess.run([sys.executable, "-m", "cli", "down", "--home", str(home)], check=False, stderr=subprocess.DEVNULL)


async def _print_shares(home: Path) -> None:
    endpoints = read_endpoints(home)
    if endpoints is None:
        raise SystemExit("the studio closed before the bench could read its histories")
    with StudioClient(endpoints.api_url) as client:
        project = client.projects(limit=1).projects[0].project_id
    temporal = await Client.connect(endpoints.temporal_address, namespace=NAMESPACE, data_converter=DATA_CONVERTER)
    spans, start, end = await spans_of(temporal, project)
    encoding = _encoding_part()
    print(f"{(end - start).total_seconds():.1f} s in Temporal, on {os.cpu_count()} cores:")
    for kind, share in shares(spans, start, end).items():
        if kind is Kind.DRAWING:
            print(f"  {'drawing':<16}{share * (1 - encoding):6.1%}\n  {'encoding':<16}{share * encoding:6.1%}")
        else:
            print(f"  {kind.value:<16}{share:6.1%}")
    await asyncio.sleep(0.2)


def _encoding_part() -> float:
    """The encoder's part of drawing a clip, measured on two seconds of one shot."""
    from film.format import FilmFormat  # noqa: PLC0415  (the model server's code, loaded only to be timed)
    from planner.shot import Actor, ActorKind, Setting, Shot  # noqa: PLC0415
    from previz.art.clip import write_clip  # noqa: PLC0415
    from previz.art.render import Renderer  # noqa: PLC0415

    shot = Shot(setting=Setting.CITY_STREET, actors=(Actor(kind=ActorKind.ROBOT),))
    width, height = FilmFormat().size
    renderer = Renderer(shot, width, height)
    began = time.process_time()
    for frame in range(48):
        renderer.frame(frame / 24, 2.0)
    drawing = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        write_clip(shot, Path(folder) / "clip.mp4", width_px=width, height_px=height, fps=24, frames=48, metadata={})
        whole = time.process_time() - began
    baking = time.process_time()
    Renderer(shot, width, height)
    baking = time.process_time() - baking
    return max(0.0, (whole - baking - drawing) / whole)
