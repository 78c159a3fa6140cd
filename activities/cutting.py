"""The last step of a cut: everything joined into one file, with its captions and a poster."""

from concurrent.futures import Executor

import structlog
from temporalio import activity

from activities.failures import translated
from activities.lyrics import sung_lines
from activities.media_contract import ASSEMBLE, Assembled, AssembleRequest, CaptionLine, PartRef
from activities.threads import Reins, in_thread
from activities.timings import spoken_words
from activities.workspace import Workspace
from film.assets import AssetKind
from media.assemble import FilmFile, OddPart, Part, assemble
from media.lettering.captions import SpokenLine, cues_of, write_captions
from media.picture.thumbnail import poster
from media.profile import VideoProfile

log = structlog.get_logger()

_POSTER_WIDTH = 1280


class CuttingActivities:
    """Work on a whole film, in threads."""

    def __init__(self, workspace: Workspace, threads: Executor) -> None:
        self._workspace = workspace
        self._threads = threads

    @activity.defn(name=ASSEMBLE.name)
    async def assemble(self, request: AssembleRequest) -> Assembled:
        """Join the parts without encoding them again, lay the mix under them, write captions and a poster."""
        parts = await local_parts(self._workspace, request.parts)
        sound = await self._workspace.fetch(request.mix)
        spoken = [await self._spoken(line) for line in request.captions]
        seconds = request.film_format.seconds(sum(part.last - part.first for part in request.parts))
        spoken += await sung_lines(self._workspace, request.lyrics, seconds)
        profile = VideoProfile.of(request.film_format)
        with self._workspace.scratch() as folder:
            out, cover = folder / "film.mp4", folder / "poster.jpg"
            srt, vtt = folder / "film.srt", folder / "film.vtt"

            def work(reins: Reins) -> FilmFile:
                film = assemble(
                    parts,
                    sound,
                    out,
                    profile=profile,
                    odd=OddPart.REENCODE,
                    metadata={"title": request.title},
                    on_progress=reins.progress,
                    should_stop=reins.should_stop,
                )
                cues = cues_of(spoken, film.duration_s)
                write_captions(cues, srt)
                write_captions(cues, vtt)
                poster(parts[min(1, len(parts) - 1)].path, cover, width=min(_POSTER_WIDTH, profile.width))
                return film

            with translated():
                made = await in_thread(self._threads, work)
            keep = self._workspace.keep
            result = Assembled(
                film=await keep(out, AssetKind.FILM, "video/mp4", duration_s=made.duration_s, frames=made.frames),
                captions=await keep(srt, AssetKind.CAPTIONS, "application/x-subrip"),
                subtitles=await keep(vtt, AssetKind.CAPTIONS, "text/vtt"),
                poster=await keep(cover, AssetKind.POSTER, "image/jpeg"),
                frames=made.frames,
                duration_s=made.duration_s,
                reencoded=tuple(path.name for path in made.reencoded_parts),
            )
        log.info(
            "assembled",
            project=request.project_id,
            cut=request.number,
            parts=len(parts),
            frames=made.frames,
            packets_copied=made.packets_copied,
        )
        return result

    async def _spoken(self, line: CaptionLine) -> SpokenLine:
        words = await spoken_words(self._workspace, line.text, line.timings, line.end_s - line.start_s)
        return SpokenLine(words=words, start_s=line.start_s)


async def local_parts(workspace: Workspace, parts: tuple[PartRef, ...]) -> list[Part]:
    """The parts of a film on this machine's disk."""
    return [Part(path=await workspace.fetch(part.segment), first=part.first, last=part.last) for part in parts]
