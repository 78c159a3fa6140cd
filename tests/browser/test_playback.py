"""Films of ours in a real browser: every picture carries its number, so what is seen can be told exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import pytest
from playwright.async_api import Page

from film.playlist import Fragment, PictureSize, Rendition, growing_playlist, master_playlist, ready_prefix
from media.assemble import Part, assemble
from media.encode import encode
from media.outputs.cmaf import Pictures, Sample, fragment, header
from media.outputs.codecs import codec_string
from media.outputs.hls import write_hls
from media.outputs.preview import PreviewHeaders, ScenePreview, SceneSound, preview_fragment, preview_headers
from media.source import opened
from media.span import Span
from tests.browser.frames import numbered
from tests.browser.player import Played, Player
from tests.browser.serving import served
from tests.media.material import SMALL, tone
from tests.media.outputs.films import aac_track, film_of, hum, scenes

EDGE = 12
LENGTHS = (54, 60, 42)
STARTS = (0, 42, 90)
FRAMES = 132
JOINTS = (54, 102)
"""Where the preview cuts: after the whole of the scene before."""

# The first and the last picture, IDR pictures and those around them, pictures between, and all kinds of blended ones.
PLACES = (0, 1, 11, 12, 30, 41, 42, 45, 47, 53, 54, 55, 66, 70, 89, 90, 96, 101, 102, 103, 120, 130, 131, 5)


@dataclass(frozen=True)
class Made:
    """The same film in all its forms, in one folder."""

    folder: Path
    headers: PreviewHeaders
    scenes: list[ScenePreview]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("film")

    def clip(path: Path, frames: int, number: int) -> Path:
        # Blended pictures have the same number in both scenes, so that it can be read in the blend as well.
        draw = numbered(STARTS[number], SMALL.width, SMALL.height)
        encode((draw(frame) for frame in range(frames)), path, SMALL, keyframes=range(0, frames, 12))
        return path

    segments = scenes(folder, LENGTHS, EDGE, clip=clip)
    spans = film_of(segments, folder, EDGE)
    track = aac_track(folder / "film.m4a", hum(FRAMES * 2000))
    parts = [Part(path=span.path, first=span.first, last=span.last) for span in spans]
    assert assemble(parts, track, folder / "film.mp4", profile=SMALL).frames == FRAMES
    write_hls(spans, track, folder / "hls", profile=SMALL)
    sounds = [SceneSound(path=tone(folder / "tone.wav", 8), start_s=0)]
    previews, start = [], 0
    for number, segment in enumerate(segments):
        span = Span(segment.path, EDGE if number else 0, segment.last)
        previews.append(
            preview_fragment(
                span,
                folder / f"picture{number}.m4s",
                folder / f"sound{number}.m4s",
                profile=SMALL,
                start=start,
                film_frames=FRAMES,
                sounds=sounds,
            )
        )
        start += span.frames
    headers = preview_headers(segments[0], folder / "picture.mp4", folder / "sound.mp4", profile=SMALL)
    return Made(folder, headers, previews)


@pytest.fixture(scope="module")
def address(made: Made) -> Iterator[str]:
    with served(made.folder) as found:
        yield found


def publish(made: Made, ready: int) -> None:
    """The preview's playlists once the first ``ready`` scenes are there."""
    pictures = [
        Fragment(uri=scene.picture.name, duration_s=scene.picture_s, size_bytes=scene.picture.stat().st_size)
        for scene in made.scenes
    ]
    sounds = [
        Fragment(uri=scene.sound.name, duration_s=scene.sound_s, size_bytes=scene.sound.stat().st_size)
        for scene in made.scenes
    ]
    longest = Fraction(max(LENGTHS), 24)
    renditions = []
    for name, head, codecs, fragments in (
        ("pictures.m3u8", made.headers.picture, made.headers.picture_codecs, pictures),
        ("sounds.m3u8", made.headers.sound, made.headers.sound_codecs, sounds),
    ):
        places = [fragment if number < ready else None for number, fragment in enumerate(fragments)]
        (made.folder / name).write_text(growing_playlist(head.name, places, longest_s=longest))
        renditions.append(Rendition(init_uri=head.name, codecs=codecs, fragments=ready_prefix(places)))
    size = PictureSize(width=SMALL.width, height=SMALL.height, fps=SMALL.fps)
    (made.folder / "preview.m3u8").write_text(
        master_playlist(renditions[0], "pictures.m3u8", size, renditions[1], "sounds.m3u8")
    )


async def seen_at(player: Player, places: tuple[int, ...]) -> list[int]:
    return [await player.frame_at((place + 0.5) / SMALL.fps) for place in places]


async def played_smoothly(player: Player) -> Played:
    """Play from the start at double speed, and again, ever slower, while pictures are dropped.

    A machine busy with other things drops some, now and then, the fewer the more time it has for each; a film that is
    not right makes them drop every time.
    """
    for rate in (2, 1, 1, 0.5, 0.5, 0.25, 0.25):
        await player.frame_at(0)
        played = await player.play(rate)
        if not played.dropped:
            break
    return played


@pytest.mark.parametrize("name", ["film.mp4", "hls/master.m3u8"])
async def test_a_film_plays_to_its_end_and_seeks_to_the_frame(page: Page, address: str, name: str) -> None:
    player = Player(page)

    assert await player.open(f"{address}/{name}") == pytest.approx(FRAMES / 24, abs=1e-5)
    assert await seen_at(player, PLACES) == list(PLACES)

    played = await played_smoothly(player)
    assert (played.dropped, played.corrupted) == (0, 0)
    # A few pictures after the first were decoded, and counted, by the seek to the start.
    assert played.shown >= FRAMES - 8
    assert played.ended_s == pytest.approx(FRAMES / 24, abs=1e-4)


async def test_a_preview_shows_the_scenes_that_are_there_at_their_place(page: Page, address: str, made: Made) -> None:
    player = Player(page)
    publish(made, 2)

    duration = await player.open(f"{address}/preview.m3u8")
    # The sound may end up to one AAC packet after the picture.
    assert JOINTS[1] / 24 <= duration < JOINTS[1] / 24 + 1024 / 48_000
    places = tuple(place for place in PLACES if place < JOINTS[1])
    assert await seen_at(player, places) == list(places)


async def test_a_complete_preview_plays_to_its_end(page: Page, address: str, made: Made) -> None:
    player = Player(page)
    publish(made, 3)

    assert await player.open(f"{address}/preview.m3u8") == pytest.approx(FRAMES / 24, abs=1e-5)
    assert await seen_at(player, PLACES) == list(PLACES)
    played = await played_smoothly(player)
    assert (played.dropped, played.corrupted) == (0, 0)


async def test_scenes_can_be_watched_in_the_order_in_which_they_are_finished(
    page: Page, address: str, made: Made
) -> None:
    player = Player(page)
    await page.goto(address)

    def tracks(*scenes: int) -> dict[str, list[str]]:
        head = made.headers
        return {
            f'video/mp4; codecs="{head.picture_codecs}"': [
                head.picture.name,
                *(made.scenes[number].picture.name for number in scenes),
            ],
            f'audio/mp4; codecs="{head.sound_codecs}"': [
                head.sound.name,
                *(made.scenes[number].sound.name for number in scenes),
            ],
        }

    assert await player.feed(tracks(2)) == [pytest.approx([JOINTS[1] / 24, FRAMES / 24], abs=1024 / 48_000)]
    assert await seen_at(player, (102, 110, 120)) == [102, 110, 120]

    assert await player.feed(tracks(0, 1), last=True) == [pytest.approx([0, FRAMES / 24], abs=1e-4)]
    assert await seen_at(player, PLACES) == list(PLACES)


async def test_av1_fragments_are_shown(page: Page, tmp_path: Path) -> None:
    draw = numbered(200, SMALL.width, SMALL.height)
    clip = tmp_path / "clip.mp4"
    with av.open(str(clip), "w", format="mp4", options={"video_track_timescale": "30000"}) as container:
        stream = container.add_stream("libsvtav1", rate=24, options={"preset": "12", "g": "24", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = SMALL.width, SMALL.height, "yuv420p"
        for number in range(48):
            frame = draw(number)
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with opened(clip) as container:
        codec = container.streams.video[0].codec_context
        packets = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
        samples = [Sample(bytes(packet), 1250, keyframe=packet.is_keyframe) for packet in packets]
        track = Pictures("av1", codec.extradata or b"", codec.width, codec.height, 30_000, 0)
    (tmp_path / "head.mp4").write_bytes(header(track))
    (tmp_path / "body.m4s").write_bytes(fragment(samples, decode_time=0, number=1))

    player = Player(page)
    with served(tmp_path) as address:
        await page.goto(address)
        kind = f'video/mp4; codecs="{codec_string("av1", track.configuration)}"'
        await player.feed({kind: ["head.mp4", "body.m4s"]}, last=True)
        assert await seen_at(player, (0, 13, 24, 47)) == [200, 213, 224, 247]
