"""The last steps of a cut: the mix, and everything joined into one file with its captions."""

from concurrent.futures import Executor
from pathlib import Path

import structlog
from pydantic import TypeAdapter
from temporalio import activity

from activities.contract import (
    ASSEMBLE,
    MIX,
    Assembled,
    AssembleRequest,
    CaptionLine,
    Mixed,
    MixRequest,
)
from activities.failures import translated
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import AssetKind
from film.sound import Word
from media.assemble import Part, assemble
from media.lettering.captions import SpokenLine, cues_of, words_of, write_captions
from media.picture.thumbnail import poster
from media.profile import VideoProfile
from media.sound.mix import mix
from media.sound.plan import MixPlan, MixReport, MusicBed, SoundItem
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 2
_POSTER_WIDTH = 1280
_TIMINGS = TypeAdapter(dict[str, tuple[Word, ...]])


class CuttingActivities:
    """Work on a whole film, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=MIX.name)
    async def mix(self, request: MixRequest) -> Mixed:
        """Narration over ducked music, −14 LUFS, exactly as long as the film."""
        key = digest("mix", _ENGINE_VERSION, request, ignoring={"project_id"})
        if known := await self._derived.find(key, Mixed):
            return known.model_copy(update={"reused": True})
        lines = [
            SoundItem(path=await self._workspace.fetch(line.audio), start_s=line.start_s) for line in request.lines
        ]
        music = MusicBed(path=await self._workspace.fetch(request.music)) if request.music else None
        plan = MixPlan(frames=request.frames, fps=request.fps, narration=tuple(lines), music=music)
        with self._workspace.scratch() as folder:
            out = folder / "mix.wav"

            def work(reins: Reins) -> MixReport:
                return mix(plan, out, should_stop=reins.should_stop)

            with translated():
                report = await in_thread(self._threads, work)
            asset = await self._workspace.keep(out, AssetKind.MIX, "audio/wav", duration_s=report.duration_s)
        result = Mixed(asset=asset, loudness_lufs=round(report.loudness_lufs, 2), reused=False)
        await self._derived.keep(key, "mix", result)
        log.info(
            "mixed", project=request.project_id, lufs=result.loudness_lufs, peak_dbtp=round(report.true_peak_dbtp, 2)
        )
        return result

    @activity.defn(name=ASSEMBLE.name)
    async def assemble(self, request: AssembleRequest) -> Assembled:
        """Join the parts without encoding them again, lay the mix under them, write captions and a poster."""
        parts = [
            Part(path=await self._workspace.fetch(part.segment), first=part.first, last=part.last)
            for part in request.parts
        ]
        sound = await self._workspace.fetch(request.mix)
        spoken = [await self._spoken(line) for line in request.captions]
        profile = VideoProfile.of(request.film_format)
        with self._workspace.scratch() as folder:
            out, captions, cover = folder / "film.mp4", folder / "film.srt", folder / "poster.jpg"

            def work(reins: Reins) -> float:
                film = assemble(
                    parts,
                    sound,
                    out,
                    profile=profile,
                    metadata={"title": request.title},
                    on_progress=reins.progress,
                    should_stop=reins.should_stop,
                )
                write_captions(cues_of(spoken, film.duration_s), captions)
                poster(parts[min(1, len(parts) - 1)].path, cover, width=min(_POSTER_WIDTH, profile.width))
                return film.duration_s

            with translated():
                duration_s = await in_thread(self._threads, work)
            frames = sum(part.last - part.first for part in parts)
            film = await self._workspace.keep(out, AssetKind.FILM, "video/mp4", duration_s=duration_s, frames=frames)
            result = Assembled(
                film=film,
                captions=await self._workspace.keep(captions, AssetKind.CAPTIONS, "application/x-subrip"),
                poster=await self._workspace.keep(cover, AssetKind.POSTER, "image/jpeg"),
                frames=frames,
                duration_s=duration_s,
            )
        log.info("assembled", project=request.project_id, cut=request.number, parts=len(parts), frames=frames)
        return result

    async def _spoken(self, line: CaptionLine) -> SpokenLine:
        duration_s = line.end_s - line.start_s
        words = words_of(line.text, duration_s)
        if line.timings:
            words = _read_words(await self._workspace.fetch(line.timings)) or words
        return SpokenLine(words=words, start_s=line.start_s)


def _read_words(path: Path) -> tuple[Word, ...]:
    return _TIMINGS.validate_json(path.read_bytes()).get("words", ())
