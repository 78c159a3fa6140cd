"""The sound of a cut: mixed, measured, in stems, encoded where it changed, and drawn for players."""

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import structlog
from temporalio import activity

from activities.failures import translated
from activities.media_contract import MIX, Mixed, MixRequest
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import AssetKind
from media.sound.aac import Track, encode_track
from media.sound.audio import SoundFormat
from media.sound.mix import mix
from media.sound.plan import MixPlan, MixReport, MusicBed, SoundItem
from media.sound.waveform import write_waveform
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 3
_CLIP_FADE_S = 0.12
"""A clip's own sound comes and goes softly: its neighbours do so at the same time."""


@dataclass(frozen=True)
class _Made:
    report: MixReport
    track: Track
    waveform: Path


class MixingActivities:
    """Work on the sound of a whole film, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=MIX.name)
    async def mix(self, request: MixRequest) -> Mixed:
        """Narration over ducked music and the clips' own sound, at the film's loudness, exactly as long as the film."""
        key = digest("mix", _ENGINE_VERSION, request, ignoring={"project_id", "previous"})
        if known := await self._derived.find(key, Mixed):
            return known.model_copy(update={"reused": True})
        plan = await self._plan(request)
        previous = await self._workspace.fetch(request.previous) if request.previous else None
        with self._workspace.scratch() as folder:
            with translated():
                made = await in_thread(self._threads, lambda reins: _make(plan, folder, previous, reins))
            result = await self._kept(made)
        await self._derived.keep(key, "mix", result)
        log.info(
            "mixed",
            project=request.project_id,
            lufs=result.loudness_lufs,
            peak_dbtp=result.peak_dbtp,
            encoded_packets=made.track.encoded_packets,
            copied_packets=made.track.copied_packets,
        )
        return result

    async def _plan(self, request: MixRequest) -> MixPlan:
        lines = [
            SoundItem(path=await self._workspace.fetch(line.audio), start_s=line.start_s, optional=True)
            for line in request.lines
        ]
        clips = [
            SoundItem(
                path=await self._workspace.fetch(clip.clip),
                start_s=clip.start_s,
                out_s=clip.duration_s,
                fade_in_s=_CLIP_FADE_S,
                fade_out_s=_CLIP_FADE_S,
                optional=True,
            )
            for clip in request.clips
        ]
        music = None
        if request.music:
            music = MusicBed(path=await self._workspace.fetch(request.music), optional=True)
        return MixPlan(
            frames=request.frames,
            fps=request.fps,
            narration=tuple(lines),
            music=music,
            clips=tuple(clips),
            settings=request.settings,
            gain_before_db=request.gain_before_db,
        )

    async def _kept(self, made: _Made) -> Mixed:
        report, keep = made.report, self._workspace.keep
        duration_s = report.duration_s
        stems = {}
        if report.stems:
            for name in ("narration", "music", "clips"):
                path = getattr(report.stems, name)
                stems[name] = await keep(path, AssetKind.STEM, "audio/flac", duration_s=duration_s)
        return Mixed(
            asset=await keep(report.path, AssetKind.MIX, "audio/flac", duration_s=duration_s),
            loudness_lufs=round(report.loudness_lufs, 2),
            peak_dbtp=round(report.true_peak_dbtp, 2),
            gain_db=report.gain_db,
            reused=False,
            track=await keep(made.track.path, AssetKind.TRACK, "audio/mp4", duration_s=duration_s),
            stems=stems,
            waveform=await keep(made.waveform, AssetKind.WAVEFORM, "application/json", duration_s=duration_s),
            missing=report.missing,
        )


def _make(plan: MixPlan, folder: Path, previous: Path | None, reins: Reins) -> _Made:
    stop = reins.should_stop
    report = mix(
        plan,
        folder / "mix.flac",
        kind=SoundFormat.FLAC24,
        stems=folder / "stems",
        on_progress=reins.progress,
        should_stop=stop,
    )
    track = encode_track(report.path, folder / "track.m4a", previous=previous, should_stop=stop)
    waveform = folder / "waveform.json"
    write_waveform(report.path, waveform)
    return _Made(report, track, waveform)
