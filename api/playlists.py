"""HLS playlists, their fragments, and thumbnails: stored lists of keys, with addresses that players can use."""

import asyncio
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.context import Context, Here, Owner
from api.parameters import ProjectId
from api.presenting import MASTER, THUMBNAILS
from api.problems import ProblemError
from api.responses import UNKNOWN
from film.assets import AssetKind
from film.events import ProjectView
from film.finish import version_of
from film.playlist import (
    MEDIA_TYPE,
    Fragment,
    PictureSize,
    Rendition,
    growing_playlist,
    master_playlist,
    media_playlist,
    ready_prefix,
)
from film.production import Preview
from film.sprites import sprite_index
from film.streams import Stream
from store.objects import MissingObjectError

router = APIRouter(prefix="/v1/projects/{project_id}", tags=["playing"])

PICTURE, SOUND = "video.m3u8", "audio.m3u8"

CutNumber = Annotated[int, Path(ge=1, le=100_000, examples=[1])]
VersionName = Annotated[str, Path(max_length=20, pattern=r"^[a-z0-9-]+$", examples=["16x9", "9x16-av1"])]


FragmentName = Annotated[str, Path(max_length=80, pattern=r"^[0-9a-f]{64}\.(mp4|m4s)$", examples=["0" * 64 + ".m4s"])]

_LARGEST_FRAGMENT_BYTES = 512 * 1024 * 1024


class Playlist(Response):
    """An HLS playlist."""

    media_type = MEDIA_TYPE


@router.get(f"/cuts/{{number}}/{{version}}/{MASTER}", responses=UNKNOWN, response_class=Playlist)
async def play_cut(
    here: Here, owner: Owner, project_id: ProjectId, number: CutNumber, version: VersionName
) -> Playlist:
    """A finished cut as an HLS stream."""
    stream = await _stream(here, owner, project_id, number, version)
    return _unkept(master_playlist(stream.picture, PICTURE, stream.size, stream.sound, SOUND))


@router.get(f"/cuts/{{number}}/{{version}}/{PICTURE}", responses=UNKNOWN, response_class=Playlist)
async def cut_pictures(
    here: Here, owner: Owner, project_id: ProjectId, number: CutNumber, version: VersionName
) -> Playlist:
    """The pictures of a cut's stream."""
    return _unkept(
        media_playlist(_linked(project_id, (await _stream(here, owner, project_id, number, version)).picture))
    )


@router.get(f"/cuts/{{number}}/{{version}}/{SOUND}", responses=UNKNOWN, response_class=Playlist)
async def cut_sound(
    here: Here, owner: Owner, project_id: ProjectId, number: CutNumber, version: VersionName
) -> Playlist:
    """The sound of a cut's stream."""
    return _unkept(media_playlist(_linked(project_id, (await _stream(here, owner, project_id, number, version)).sound)))


@router.get(f"/cuts/{{number}}/{{version}}/{THUMBNAILS}", responses=UNKNOWN)
async def cut_thumbnails(
    here: Here, owner: Owner, project_id: ProjectId, number: CutNumber, version: VersionName
) -> Response:
    """Small pictures to scrub over, as WebVTT."""
    sprites = (await _stream(here, owner, project_id, number, version)).sprites
    sheets = tuple(sheet.model_copy(update={"uri": here.objects.url(sheet.uri)}) for sheet in sprites.sheets)
    text = sprite_index(sprites.model_copy(update={"sheets": sheets}))
    return Response(text, media_type="text/vtt", headers={"Cache-Control": "no-store"})


@router.get(f"/preview/{MASTER}", responses=UNKNOWN, response_class=Playlist)
async def play_preview(here: Here, owner: Owner, project_id: ProjectId) -> Playlist:
    """The finished scenes as an HLS stream, which grows while the others are being made."""
    view = (await here.projects.get(owner, project_id)).view
    first = _first_preview(view)
    picture = _preview_rendition(_address(project_id, first.picture_header), first.picture_codec, _pictures(view))
    sound = _preview_rendition(_address(project_id, first.sound_header), first.sound_codec, _sounds(view))
    width, height = view.film_format.size
    size = PictureSize(width=width, height=height, fps=view.film_format.fps)
    return _unkept(master_playlist(picture, PICTURE, size, sound, SOUND))


@router.get(f"/preview/{PICTURE}", responses=UNKNOWN, response_class=Playlist)
async def preview_pictures(here: Here, owner: Owner, project_id: ProjectId) -> Playlist:
    """The pictures of the preview."""
    view = (await here.projects.get(owner, project_id)).view
    header = _address(project_id, _first_preview(view).picture_header)
    return _unkept(growing_playlist(header, _pictures(view), longest_s=_longest_s(view)))


@router.get(f"/preview/{SOUND}", responses=UNKNOWN, response_class=Playlist)
async def preview_sound(here: Here, owner: Owner, project_id: ProjectId) -> Playlist:
    """The sound of the preview: what is spoken; the music comes with the cut."""
    view = (await here.projects.get(owner, project_id)).view
    header = _address(project_id, _first_preview(view).sound_header)
    return _unkept(growing_playlist(header, _sounds(view), longest_s=_longest_s(view)))


def _unkept(playlist: str) -> Playlist:
    """A playlist's links expire: nobody may keep it."""
    return Playlist(playlist, headers={"Cache-Control": "no-store"})


@router.get("/fragments/{name}", responses=UNKNOWN, response_class=Response)
async def get_fragment(here: Here, owner: Owner, project_id: ProjectId, name: FragmentName) -> Response:
    """A header or fragment that a playlist lists."""
    await here.projects.get(owner, project_id)
    try:
        key = f"assets/{AssetKind.FRAGMENT.value}/{name[:2]}/{name}"
        content = await asyncio.to_thread(here.objects.read, key, most_bytes=_LARGEST_FRAGMENT_BYTES)
    except MissingObjectError as error:
        raise ProblemError(404, "not-found", "There is no such fragment") from error
    kind = "video/mp4" if name.endswith(".mp4") else "video/iso.segment"
    return Response(content, media_type=kind, headers={"Cache-Control": "private, max-age=31536000, immutable"})


async def _stream(here: Context, owner: str, project_id: str, number: int, version: str) -> Stream:
    view = (await here.projects.get(owner, project_id)).view
    cut = next((cut for cut in view.cuts if cut.number == number), None)
    if cut is None:
        raise ProblemError(404, "not-found", f"The film has no cut {number}")
    made = {version_of(view.film_format).name: cut.stream, **{each.version.name: each.stream for each in cut.also}}
    document = made.get(version)
    if document is None:
        detail = f"Cut {number} has no stream in version {version}; it has {', '.join(n for n, e in made.items() if e)}"
        raise ProblemError(404, "not-found", detail)
    return Stream.model_validate_json(await asyncio.to_thread(here.objects.read, document.key))


def _address(project_id: str, key: str) -> str:
    """Where a fragment is served: beside its playlist, as players ask for ranges that not all storage answers well."""
    return f"/v1/projects/{project_id}/fragments/{key.rpartition('/')[2]}"


def _linked(project_id: str, rendition: Rendition) -> Rendition:
    fragments = (each.model_copy(update={"uri": _address(project_id, each.uri)}) for each in rendition.fragments)
    return rendition.model_copy(
        update={"init_uri": _address(project_id, rendition.init_uri), "fragments": tuple(fragments)}
    )


def _preview_rendition(header: str, codecs: str, places: list[Fragment | None]) -> Rendition:
    return Rendition(init_uri=header, codecs=codecs, fragments=ready_prefix(places))


def _pictures(view: ProjectView) -> list[Fragment | None]:
    return [
        Fragment(
            uri=_address(view.project_id, preview.picture),
            duration_s=preview.picture_s,
            size_bytes=preview.picture_bytes,
        )
        if preview
        else None
        for preview in _previews(view)
    ]


def _sounds(view: ProjectView) -> list[Fragment | None]:
    return [
        Fragment(
            uri=_address(view.project_id, preview.sound), duration_s=preview.sound_s, size_bytes=preview.sound_bytes
        )
        if preview
        else None
        for preview in _previews(view)
    ]


def _previews(view: ProjectView) -> list[Preview | None]:
    boards = {board.scene_id: board.preview for board in view.scenes}
    return [boards.get(scene.scene_id) for scene in view.plan.scenes] if view.plan else []


def _first_preview(view: ProjectView) -> Preview:
    previews = _previews(view)
    if not previews or previews[0] is None:
        raise ProblemError(404, "not-ready", "The first scene is not finished yet; ask again in a moment")
    return previews[0]


def _longest_s(view: ProjectView) -> Fraction:
    scenes = view.plan.scenes if view.plan else ()
    return max(Fraction(scene.frames, view.film_format.fps) for scene in scenes)
