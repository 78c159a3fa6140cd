"""Work on a film's song: listening to it, cutting it under the film, slicing it for lips."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.failures import translated
from activities.song_contract import (
    ANALYSE_SONG,
    CUT_SONG,
    SLICE_SONG,
    SongCutRequest,
    SongRequest,
    SongSliceRequest,
)
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.song import SongAnalysis, SongHeard
from media.song.cutting import cut_song, slice_song
from media.song.errors import VoiceModelMissingError
from media.song.listening import listen
from media.sound.audio import RATE
from media.work import Watch
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 2
"""Raised only when the same song would give another answer."""


class SongActivities:
    """Work on songs, in threads. What was done before is used again."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=ANALYSE_SONG.name)
    async def analyse_song(self, request: SongRequest) -> SongHeard:
        """Listen to a song and store what was heard: ``film.song.SongAnalysis``.

        Fails for good as ``UnreadableError``, ``SongTooLongError``, or ``OutsideSongError`` when the film would begin
        after its end.
        """
        key = digest("analyse_song", _ENGINE_VERSION, request, ignoring={"project_id", "start_s"})
        heard = await self._derived.find(key, SongHeard)
        if heard is None:
            heard = await self._listened(request)
            await self._derived.keep(key, "analyse_song", heard)
        if request.start_s >= heard.duration_s:
            message = f"The film begins {request.start_s:.1f} s into its song, which is {heard.duration_s:.1f} s long"
            raise ApplicationError(message, type="OutsideSongError", non_retryable=True)
        return heard

    @activity.defn(name=CUT_SONG.name)
    async def cut_song(self, request: SongCutRequest) -> Asset:
        """The part of a song that lies under a film, exactly as long as it."""

        def cut(source: Path, out: Path, watch: Watch) -> int:
            return cut_song(
                source,
                out,
                start_s=request.start_s,
                seconds=request.seconds,
                fade_in_s=request.fade_in_s,
                fade_out_s=request.fade_out_s,
                watch=watch,
            )

        key = digest("cut_song", _ENGINE_VERSION, request, ignoring={"project_id"})
        return await self._part(key, "cut_song", request.song, "song.flac", "audio/flac", cut)

    @activity.defn(name=SLICE_SONG.name)
    async def slice_song(self, request: SongSliceRequest) -> Asset:
        """The part of a song that is heard in one scene, as WAV."""

        def cut(source: Path, out: Path, watch: Watch) -> int:
            return slice_song(source, out, start_s=request.start_s, seconds=request.seconds, watch=watch)

        key = digest("slice_song", _ENGINE_VERSION, request, ignoring={"project_id"})
        return await self._part(key, "slice_song", request.song, "slice.wav", "audio/wav", cut)

    async def _listened(self, request: SongRequest) -> SongHeard:
        source = await self._workspace.fetch(request.song)

        def work(reins: Reins) -> SongAnalysis:
            return listen(source, lyrics=request.lyrics, should_stop=reins.should_stop)

        with translated():
            try:
                analysis = await in_thread(self._threads, work)
            except VoiceModelMissingError as error:
                raise ApplicationError(str(error), type="VoiceModelMissingError", non_retryable=True) from error
        with self._workspace.scratch() as folder:
            document = folder / "song.json"
            document.write_text(analysis.model_dump_json())
            stored = await self._workspace.keep(document, AssetKind.DOCUMENT, "application/json")
        log.info(
            "song_heard",
            project=request.project_id,
            tempo_bpm=analysis.tempo_bpm,
            sections=len(analysis.sections),
            lines=len(analysis.lyrics),
        )
        return SongHeard(
            document=stored,
            duration_s=analysis.duration_s,
            tempo_bpm=analysis.tempo_bpm,
            sections=len(analysis.sections),
            sung_s=round(sum(each.end_s - each.start_s for each in analysis.sung), 2),
            lines=len(analysis.lyrics),
        )

    async def _part(
        self, key: str, kind: str, song: str, name: str, content_type: str, cut: Callable[[Path, Path, Watch], int]
    ) -> Asset:
        if known := await self._derived.find(key, Asset):
            return known
        source = await self._workspace.fetch(song)
        with self._workspace.scratch() as folder:
            out = folder / name

            def work(reins: Reins) -> int:
                return cut(source, out, Watch(reins.progress, reins.should_stop))

            with translated():
                samples = await in_thread(self._threads, work)
            asset = await self._workspace.keep(out, AssetKind.MUSIC, content_type, duration_s=samples / RATE)
        await self._derived.keep(key, kind, asset)
        return asset
