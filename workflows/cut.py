"""One cut of a film: the sound once, every version joined beside the others, then what players want beside it."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import Field

    from activities.media_contract import (
        ASSEMBLE,
        CONFORM,
        EXPORT,
        MIX,
        Assembled,
        AssembleRequest,
        CaptionLine,
        Conformed,
        CutOrder,
        CutScene,
        ExportRequest,
        MixClip,
        Mixed,
        MixLine,
        MixRequest,
        PartRef,
    )
    from film.assets import Asset
    from film.finish import Version, version_of
    from film.look import Look
    from film.model import Value
    from film.pace import NARRATION_LEAD_S
    from film.production import CutSound, CutVersion, Fallback
    from film.production_stage import Stage
    from film.timeline import Timeline, lay_out

from workflows.calls import call
from workflows.edit import Edit
from workflows.policies import MEDIA

_UNDER_THE_NEXT_S = 0.12


class MadeScene(Value):
    """A scene's segments that this cut had to make, by the names of their versions."""

    segment: Asset
    also: dict[str, Asset]
    look: Look


class CutResult(Value):
    """A finished cut in all its versions, what it had to do without, and the scenes that were conformed for it."""

    made: Assembled
    fallbacks: tuple[Fallback, ...]
    also: tuple[CutVersion, ...] = ()
    sound: CutSound | None = None
    stream: Asset | None = None
    conformed: dict[str, MadeScene] = Field(default_factory=dict)


@workflow.defn(name="CutWorkflow")
class CutWorkflow:
    """Makes one cut of the segments it is given. What an earlier cut made is used again."""

    @workflow.init
    def __init__(self, order: CutOrder) -> None:
        self._order = order
        self._fallbacks: list[Fallback] = []
        self._conformed: dict[str, MadeScene] = {}
        self._main = version_of(order.film_format)
        self._versions = [self._main, *(version for version in order.finish.also if version != self._main)]
        scenes = [(scene.scene_id, scene.frames) for scene in order.scenes]
        self._timeline: Timeline = lay_out(order.title_frames, scenes, order.end_frames, order.transition_frames)

    @workflow.run
    async def run(self, order: CutOrder) -> CutResult:
        """Join the film; fails only when its own version cannot be joined at all."""
        if missing := [scene for scene in order.scenes if scene.missing]:
            await asyncio.gather(*(self._conform(scene) for scene in missing))
        edits = [Edit(order, version, self._timeline, self._finder(version), self._note) for version in self._versions]
        mixing = asyncio.create_task(self._mix())
        mix, parts = await asyncio.gather(mixing, asyncio.gather(*(edit.parts() for edit in edits)))
        further = zip(self._versions[1:], parts[1:], strict=True)
        main, others = await asyncio.gather(
            self._whole(parts[0], mix),
            asyncio.gather(*(self._other(version, its, mix) for version, its in further)),
        )
        made, stream = main
        return CutResult(
            made=made,
            also=tuple(other for other in others if other),
            sound=_sound(mix),
            stream=stream,
            fallbacks=tuple(self._fallbacks),
            conformed=self._conformed,
        )

    async def _conform(self, scene: CutScene) -> None:
        """Bring a scene into the formats that its take lacks."""
        assert scene.missing is not None
        made: Conformed = await call(
            CONFORM, scene.missing, MEDIA, f"Cut {self._order.number}: conform {scene.scene_id}"
        )
        names = [version_of(wanted).name for wanted in scene.missing.also]
        self._conformed[scene.scene_id] = MadeScene(
            segment=made.segment, also=dict(zip(names, made.also, strict=True)), look=scene.missing.look
        )

    def _finder(self, version: Version) -> "_Finder":
        return _Finder(version, self._main, self._conformed)

    async def _join(self, version: Version, parts: tuple[PartRef, ...], mix: Mixed) -> Assembled:
        order = self._order
        request = AssembleRequest(
            project_id=order.project_id,
            number=order.number,
            film_format=version.of(order.film_format),
            title=order.title,
            parts=parts,
            mix=(mix.track or mix.asset).key,
            captions=self._captions(),
            lyrics=order.lyrics,
        )
        label = "" if version == self._main else f", {version.name}"
        made = await call(ASSEMBLE, request, MEDIA, f"Cut {order.number}{label}: join {len(parts)} parts")
        for name in made.reencoded:
            instead = f"{name} encoded again"
            self._fallbacks.append(Fallback(stage=Stage.CUT, instead=instead, reason="it was of another encoding"))
        return made

    async def _whole(self, parts: tuple[PartRef, ...], mix: Mixed) -> tuple[Assembled, Asset | None]:
        """The film's own version."""
        made = await self._join(self._main, parts, mix)
        return made, await self._stream(self._main, made.film, parts, mix)

    async def _other(self, version: Version, parts: tuple[PartRef, ...], mix: Mixed) -> CutVersion | None:
        """A further version; the film is delivered without it when it cannot be made."""
        try:
            made = await self._join(version, parts, mix)
        except ActivityError as error:
            self._note(error, f"no version {version.name}")
            return None
        stream = await self._stream(version, made.film, parts, mix)
        return CutVersion(version=version, film=made.film, poster=made.poster, stream=stream)

    async def _stream(self, version: Version, film: Asset, parts: tuple[PartRef, ...], mix: Mixed) -> Asset | None:
        """An HLS stream and thumbnails for players. A film is a film without them."""
        if mix.track is None or not workflow.patched("stream"):
            return None
        order = self._order
        request = ExportRequest(
            project_id=order.project_id,
            number=order.number,
            film_format=version.of(order.film_format),
            film=film.key,
            parts=parts,
            track=mix.track.key,
        )
        try:
            exported = await call(EXPORT, request, MEDIA, f"Cut {order.number}: stream and thumbnails, {version.name}")
            return exported.stream
        except ActivityError as error:
            self._note(error, "no stream and no thumbnails")
            return None

    async def _mix(self) -> Mixed:
        order = self._order
        lines = tuple(
            MixLine(audio=scene.narration, start_s=self._line_start(scene)) for scene in order.scenes if scene.narration
        )
        clips = tuple(clip for scene in order.scenes for clip in self._clips(scene))
        wanted = MixRequest(
            project_id=order.project_id,
            lines=lines,
            music=order.music,
            frames=self._timeline.frames,
            fps=order.film_format.fps,
            clips=clips,
            settings=order.finish.sound,
            previous=order.previous_track,
            gain_before_db=order.gain_before_db,
        )
        try:
            mixed = await call(MIX, wanted, MEDIA, f"Cut {order.number}: mix")
        except ActivityError as error:
            self._note(error, "silence")
            silent = wanted.model_copy(update={"lines": (), "music": None, "clips": ()})
            return await call(MIX, silent, MEDIA, f"Cut {order.number}: silence")
        for name in mixed.missing:
            fallback = Fallback(stage=Stage.CUT, instead="silence in its place", reason=f"{name} cannot be read")
            self._fallbacks.append(fallback)
        return mixed

    def _clips(self, scene: CutScene) -> list[MixClip]:
        """The sound of a scene's clips; each goes on for a moment under the next, which comes softly."""
        if scene.clip is None:
            return []
        seconds = self._order.film_format.seconds
        lengths = [scene.frames - sum(chunk.frames for chunk in scene.more), *(chunk.frames for chunk in scene.more)]
        clips, start = [], self._start(scene)
        for number, (clip, frames) in enumerate(zip((scene.clip, *(c.clip for c in scene.more)), lengths, strict=True)):
            under_s = _UNDER_THE_NEXT_S if number < len(scene.more) else 0.0
            clips.append(MixClip(clip=clip, start_s=start, duration_s=seconds(frames) + under_s))
            start += seconds(frames)
        return clips

    def _captions(self) -> tuple[CaptionLine, ...]:
        return tuple(
            CaptionLine(
                text=scene.narration_text,
                timings=scene.timings,
                start_s=self._line_start(scene),
                end_s=self._line_start(scene) + scene.narration_s,
            )
            for scene in self._order.scenes
            # A line that nobody says stands as long as it takes to read.
            if scene.narration_text and (scene.narration or scene.narration_s)
        )

    def _start(self, scene: CutScene) -> float:
        part = next(p for p in self._timeline.parts if p.scene_id == scene.scene_id)
        return self._order.film_format.seconds(part.start)

    def _line_start(self, scene: CutScene) -> float:
        return self._start(scene) + NARRATION_LEAD_S

    def _note(self, error: ActivityError, instead: str) -> None:
        if is_cancelled_exception(error):
            raise error
        self._fallbacks.append(Fallback(stage=Stage.CUT, instead=instead, reason=str(error.cause)[:300]))


class _Finder:
    """Where a version's segment of a scene is: made for this cut, or long before."""

    def __init__(self, version: Version, main: Version, conformed: dict[str, MadeScene]) -> None:
        self._version, self._main, self._conformed = version, main, conformed

    def __call__(self, scene: CutScene) -> str:
        name = self._version.name
        made = self._conformed.get(scene.scene_id)
        if self._version == self._main:
            return made.segment.key if made else scene.segment
        return made.also[name].key if made else scene.also[name]


def _sound(mix: Mixed) -> CutSound | None:
    if mix.track is None:
        return None
    return CutSound(
        loudness_lufs=mix.loudness_lufs,
        peak_dbtp=mix.peak_dbtp,
        gain_db=mix.gain_db,
        track=mix.track,
        stems=mix.stems,
        waveform=mix.waveform,
    )
