"""What players are given beside the film: streams of its own packets, and small pictures to scrub over."""

from concurrent.futures import Executor
from pathlib import Path

import structlog
from temporalio import activity

from activities.cutting import local_parts
from activities.failures import translated
from activities.media_contract import EXPORT, PREVIEW, Exported, ExportRequest, PreviewRequest
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.playlist import Rendition
from film.production import Preview
from film.sprites import Sprites
from film.streams import Stream
from media.outputs.hls import HlsFilm, write_hls
from media.outputs.preview import PreviewHeaders, ScenePreview, SceneSound, preview_fragment, preview_headers
from media.outputs.sprites import write_sprites
from media.profile import VideoProfile
from media.song.cutting import slice_song
from media.span import Span
from media.work import Watch
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 1
_HEADER, _SEGMENT = "video/mp4", "video/iso.segment"


class ExportingActivities:
    """Streams and thumbnails, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=EXPORT.name)
    async def export(self, request: ExportRequest) -> Exported:
        """Write a finished film as an HLS stream and its thumbnails; nothing is encoded."""
        key = digest("export", _ENGINE_VERSION, request, ignoring={"project_id", "number"})
        if known := await self._derived.find(key, Exported):
            return known
        profile = VideoProfile.of(request.film_format)
        parts = await local_parts(self._workspace, request.parts)
        track = await self._workspace.fetch(request.track)
        film = await self._workspace.fetch(request.film)
        with self._workspace.scratch() as folder:

            def work(reins: Reins) -> tuple[HlsFilm, Sprites]:
                spans = [Span(part.path, part.first, part.last) for part in parts]
                hls = write_hls(
                    spans,
                    track,
                    folder / "hls",
                    profile=profile,
                    on_progress=reins.progress,
                    should_stop=reins.should_stop,
                )
                return hls, write_sprites(film, folder / "sprites", should_stop=reins.should_stop)

            with translated():
                hls, sprites = await in_thread(self._threads, work)
            stream = Stream(
                picture=await self._rendition(hls.picture, hls.folder),
                sound=await self._rendition(hls.sound, hls.folder),
                size=hls.size,
                sprites=await self._sprites(sprites, folder / "sprites"),
            )
            document = folder / "stream.json"
            document.write_text(stream.model_dump_json())
            result = Exported(stream=await self._workspace.keep(document, AssetKind.STREAM, "application/json"))
        await self._derived.keep(key, "export", result)
        log.info("exported", project=request.project_id, cut=request.number, fragments=len(stream.picture.fragments))
        return result

    @activity.defn(name=PREVIEW.name)
    async def preview(self, request: PreviewRequest) -> Preview:
        """Write a finished scene as fragments of a stream that grows while the film is being made."""
        key = digest("preview", _ENGINE_VERSION, request, ignoring={"project_id", "scene_id"})
        if known := await self._derived.find(key, Preview):
            return known
        profile = VideoProfile.of(request.film_format)
        span = Span(await self._workspace.fetch(request.segment), request.first, request.last)
        sounds: tuple[SceneSound, ...] = ()
        if request.line:
            audio = await self._workspace.fetch(request.line.audio)
            sounds = (SceneSound(path=audio, start_s=request.line.start_s, spoken=True),)
        song = await self._workspace.fetch(request.song.song) if request.song else None
        with self._workspace.scratch() as folder:
            bed = SceneSound(path=folder / "song.wav", start_s=request.film_format.seconds(request.start))

            def work(reins: Reins) -> tuple[PreviewHeaders, ScenePreview]:
                if song and request.song:
                    seconds = request.film_format.seconds(request.last - request.first)
                    watch = Watch(should_stop=reins.should_stop)
                    slice_song(song, bed.path, start_s=request.song.start_s, seconds=seconds, watch=watch)
                headers = preview_headers(span, folder / "v.mp4", folder / "a.mp4", profile=profile)
                made = preview_fragment(
                    span,
                    folder / "v.m4s",
                    folder / "a.m4s",
                    profile=profile,
                    start=request.start,
                    film_frames=request.film_frames,
                    sounds=(*sounds, bed) if song else sounds,
                    on_progress=reins.progress,
                    should_stop=reins.should_stop,
                )
                return headers, made

            with translated():
                headers, made = await in_thread(self._threads, work)
            picture = await self._fragment(made.picture, _SEGMENT)
            sound = await self._fragment(made.sound, _SEGMENT)
            result = Preview(
                picture_header=(await self._fragment(headers.picture, _HEADER)).key,
                sound_header=(await self._fragment(headers.sound, _HEADER)).key,
                picture=picture.key,
                picture_bytes=picture.size_bytes,
                picture_s=made.picture_s,
                picture_codec=headers.picture_codecs,
                sound=sound.key,
                sound_bytes=sound.size_bytes,
                sound_s=made.sound_s,
                sound_codec=headers.sound_codecs,
            )
        await self._derived.keep(key, "preview", result)
        return result

    async def _rendition(self, rendition: Rendition, folder: Path) -> Rendition:
        """The rendition with stored keys in place of file names."""
        init = await self._fragment(folder / rendition.init_uri, _HEADER)
        fragments = [
            each.model_copy(update={"uri": (await self._fragment(folder / each.uri, _SEGMENT)).key})
            for each in rendition.fragments
        ]
        return rendition.model_copy(update={"init_uri": init.key, "fragments": tuple(fragments)})

    async def _sprites(self, sprites: Sprites, folder: Path) -> Sprites:
        sheets = []
        for sheet in sprites.sheets:
            asset = await self._workspace.keep(folder / sheet.uri, AssetKind.SPRITES, "image/jpeg")
            sheets.append(sheet.model_copy(update={"uri": asset.key}))
        return sprites.model_copy(update={"sheets": tuple(sheets)})

    async def _fragment(self, path: Path, content_type: str) -> Asset:
        return await self._workspace.keep(path, AssetKind.FRAGMENT, content_type)
