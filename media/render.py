"""A cut made into a film: what is missing is made, several parts at a time, what is there is used as it is."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from film.joints import TransitionKind
from film.model import Value
from media.assemble import FilmFile, Part, assemble
from media.cut import Cut, Scene
from media.parts import PartStore, part_name
from media.picture.conform import Target, conform
from media.picture.fit import Fit
from media.profile import VideoProfile
from media.segment import Segment
from media.transition import transition
from media.work import OnProgress, ShouldStop, never, unheard


class Rendered(Value):
    """A film, the parts it is joined from, and what it took.

    ``frames_adopted`` are frames of clips that were copied into new segments.
    """

    film: FilmFile
    parts: tuple[Part, ...]
    frames_encoded: int
    frames_adopted: int
    parts_made: int
    parts_reused: int


class _SceneFacts(Value):
    """Everything that decides the content of a scene's segment."""

    profile: VideoProfile
    source: str
    frames: int
    edges: tuple[int, int]
    fit: Fit
    overlays: str


class _JointFacts(Value):
    """Everything that decides the content of a transition."""

    profile: VideoProfile
    before: str
    after: str
    kind: TransitionKind
    frames: int


def render(
    cut: Cut,
    out: Path,
    *,
    profile: VideoProfile,
    parts: PartStore,
    workers: int = 1,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Rendered:
    """Make the film ``out`` of ``cut``: conform and blend what ``parts`` does not hold yet, then join all of it.

    Up to ``workers`` parts are made at a time; their number changes no byte, and memory grows with it. A
    transition is begun as soon as both its neighbours are there. ``on_progress`` is told the frames made and joined so
    far, from any of the threads but one call at a time.
    Raises what making a part raises, after all parts in hand have stopped; parts that were finished are kept.
    """
    return _Rendering(cut, profile, parts, on_progress, should_stop).run(out, workers)


def _conformed(
    scene: Scene, out: Path, profile: VideoProfile, edges: tuple[int, int], on_progress: OnProgress, stop: ShouldStop
) -> Segment:
    target = Target(out, profile, scene.overlays, scene.fit)
    (made,) = conform(
        scene.clip,
        [target],
        frames=scene.frames,
        edge_frames=edges,
        on_progress=on_progress,
        should_stop=stop,
    )
    return made


def _made(sound: Path | Callable[[], Path] | None) -> Path | None:
    return sound() if callable(sound) else sound


@dataclass
class _Tally:
    """What has been done so far, counted from several threads."""

    on_progress: OnProgress
    encoded: int = 0
    adopted: int = 0
    made: int = 0
    frames: int = 0
    lock: Lock = field(default_factory=Lock)

    def listener(self) -> OnProgress:
        """Takes the progress of one piece of work and passes on the sum."""
        before = 0

        def heard(frames_done: int) -> None:
            nonlocal before
            with self.lock:
                self.frames += frames_done - before
                before = frames_done
                self.on_progress(self.frames)

        return heard

    def count(self, made: Segment) -> None:
        with self.lock:
            self.made += 1
            self.adopted += made.copied_frames
            self.encoded += made.frames - made.copied_frames


class _Rendering:
    """One film on its way."""

    def __init__(
        self, cut: Cut, profile: VideoProfile, parts: PartStore, on_progress: OnProgress, should_stop: ShouldStop
    ) -> None:
        self._cut = cut
        self._profile = profile
        self._parts = parts
        self._tally = _Tally(on_progress)
        self._asked_to_stop = should_stop
        self._failed = False
        self._scenes = [self._scene_name(number) for number in range(len(cut.scenes))]
        self._joints = [self._joint_name(number) for number in range(len(cut.joints))]

    def run(self, out: Path, workers: int) -> Rendered:
        """Make what is missing, then the film."""
        names = {*self._scenes, *(name for name in self._joints if name)}
        missing = {name for name in names if not self._parts.path(name).exists()}
        with ThreadPoolExecutor(max_workers=1) as beside:
            sound = beside.submit(_made, self._cut.sound)
            if missing:
                self._make(missing, workers)
            heard = sound.result()
        timeline = self._timeline()
        film = assemble(
            timeline,
            heard,
            out,
            profile=self._profile,
            on_progress=self._tally.listener(),
            should_stop=self._asked_to_stop,
        )
        return Rendered(
            film=film,
            parts=tuple(timeline),
            frames_encoded=self._tally.encoded,
            frames_adopted=self._tally.adopted,
            parts_made=self._tally.made,
            parts_reused=len(names) - self._tally.made,
        )

    def _make(self, missing: set[str], workers: int) -> None:
        """Scenes first come first served; a joint goes in front of what waits once its neighbours are there."""
        scenes = {name: number for number, name in enumerate(self._scenes) if name in missing}
        waiting = {name: number for number, name in enumerate(self._joints) if name and name in missing}
        running: dict[Future[None], str] = {}
        with ThreadPoolExecutor(max_workers=workers) as pool:
            try:
                while scenes or waiting or running:
                    while len(running) < workers and (work := self._next(scenes, waiting, set(running.values()))):
                        name, make = work
                        running[pool.submit(make)] = name
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        del running[future]
                        future.result()
            except BaseException:
                self._failed = True
                raise

    def _next(
        self, scenes: dict[str, int], waiting: dict[str, int], running: set[str]
    ) -> tuple[str, Callable[[], None]] | None:
        busy = running | set(scenes)
        for name, number in waiting.items():
            if not busy & {self._scenes[number], self._scenes[number + 1]}:
                del waiting[name]
                return name, partial(self._make_joint, name, number)
        for name, number in scenes.items():
            del scenes[name]
            return name, partial(self._make_scene, name, number)
        return None

    def _make_scene(self, name: str, number: int) -> None:
        scene, edges = self._cut.scenes[number], self._cut.edges(number)

        def make(path: Path) -> None:
            heard = self._tally.listener()
            self._tally.count(_conformed(scene, path, self._profile, edges, heard, self._should_stop))

        self._parts.get(name, make)

    def _make_joint(self, name: str, number: int) -> None:
        joint = self._cut.joints[number]
        before, after = (self._parts.path(self._scenes[at]) for at in (number, number + 1))

        def make(path: Path) -> None:
            made = transition(
                before,
                after,
                path,
                profile=self._profile,
                frames=joint.frames,
                kind=joint.kind,
                on_progress=self._tally.listener(),
                should_stop=self._should_stop,
            )
            self._tally.count(made)

        self._parts.get(name, make)

    def _should_stop(self) -> bool:
        return self._failed or self._asked_to_stop()

    def _timeline(self) -> list[Part]:
        timeline: list[Part] = []
        for number, name in enumerate(self._scenes):
            head, tail = self._cut.edges(number)
            last = self._cut.scenes[number].frames - tail
            timeline.append(Part(path=self._parts.path(name), first=head, last=last))
            if tail and (blend := self._joints[number]):
                timeline.append(Part(path=self._parts.path(blend), first=0, last=tail))
        return timeline

    def _scene_name(self, number: int) -> str:
        scene = self._cut.scenes[number]
        facts = _SceneFacts(
            profile=self._profile,
            source=self._parts.digest(scene.clip),
            frames=scene.frames,
            edges=self._cut.edges(number),
            fit=scene.fit,
            overlays=scene.overlays_digest,
        )
        return part_name("scene", facts)

    def _joint_name(self, number: int) -> str | None:
        joint = self._cut.joints[number]
        if joint.kind is TransitionKind.CUT:
            return None
        facts = _JointFacts(
            profile=self._profile,
            before=self._scenes[number],
            after=self._scenes[number + 1],
            kind=joint.kind,
            frames=joint.frames,
        )
        return part_name("joint", facts)
