"""One scene brought into every format it is needed in: a clip, a still under a slow move, or a card of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from activities.media_contract import ConformRequest
from activities.threads import Reins
from film.format import FilmFormat
from film.quality import ClipExpectation, QualityReport, Severity
from film.sound import Word
from media.lettering.caption_track import CaptionTrack
from media.lettering.cards import title_card
from media.lettering.lower_third import LowerThird, lower_third
from media.picture.conform import Strip, Target, conform
from media.picture.overlay import Drawn
from media.picture.product import Product, load_cutout
from media.picture.still import ken_burns
from media.picture.thumbnail import Thumbnails, poster
from media.probe import probe
from media.profile import VideoProfile
from media.quality.clip import ClipCheck
from media.segment import Segment

_TEXT_IN_S, _TEXT_OUT_S = 0.6, 0.6
_POSTER_WIDTH = 640
_MOST_FINDINGS = 12


@dataclass(frozen=True)
class Sources:
    """The local files of what a scene is made from. ``words`` are those of its captions, with their times.

    ``more`` are clips that follow ``picture``.
    """

    picture: Path | None
    product: Path | None
    words: Sequence[Word] = ()
    more: Sequence[Path] = ()


@dataclass(frozen=True)
class Scene:
    """A scene in all its formats, in the order they were asked for, with a picture of it."""

    segments: tuple[Segment, ...]
    poster: Path
    quality: QualityReport | None
    sounds: bool


def make_scene(request: ConformRequest, sources: Sources, folder: Path, reins: Reins) -> Scene:
    """Make all segments of a scene in ``folder``; a clip is decoded once for all of them.

    Raises ``UnreadableError`` for a clip or picture that cannot be used.
    """
    formats = (request.film_format, *request.also)
    if sources.picture is None or request.still:
        return _drawn(request, sources, formats, folder, reins)
    clip, cover = sources.picture, folder / "poster.jpg"
    profiles = [VideoProfile.of(film_format) for film_format in formats]
    targets = [
        Target(
            out=_out(folder, place),
            profile=profile,
            overlays=overlays(request, sources, profile),
            fit=request.look.fit,
            focus=request.look.focus,
        )
        for place, profile in enumerate(profiles)
    ]
    check, thumbnails = ClipCheck(ClipExpectation(sound=False)), Thumbnails()
    segments = conform(
        _strips(request, clip, sources.more) if request.more else clip,
        targets,
        frames=request.frames,
        edge_frames=request.edge_frames,
        timing=request.look.timing,
        observers=(check, thumbnails),
        on_progress=reins.progress,
        should_stop=reins.should_stop,
    )
    thumbnails.write(cover, size=_poster_size(request.film_format), fit=request.look.fit, focus=request.look.focus)
    return Scene(
        segments,
        cover,
        _told(check.report()),
        sounds=any(probe(each).audio is not None for each in (clip, *sources.more)),
    )


def _strips(request: ConformRequest, first: Path, more: Sequence[Path]) -> list[Strip]:
    fps = request.film_format.fps
    rest = sum(chunk.frames for chunk in request.more)
    strips = [Strip(first, Fraction(request.frames - rest, fps))]
    for chunk, path in zip(request.more, more, strict=True):
        strips.append(Strip(path, Fraction(chunk.frames, fps), Fraction(chunk.skip, fps)))
    return strips


def overlays(request: ConformRequest, sources: Sources, profile: VideoProfile) -> list[Drawn]:
    """What is laid over the scene in one format, the lowest first. Captions keep clear of other lettering."""
    look, frames = request.look, request.frames
    drawn: list[Drawn] = []
    if sources.product and look.product:
        image = load_cutout(sources.product)
        drawn.append(Product(image, look.product.placement, profile=profile, first=0, last=frames))
    text = _lower_third(request, profile)
    drawn += [text] if text else []
    if look.captions and sources.words:
        clear_of = text.area if text else None
        drawn.append(
            CaptionTrack(
                sources.words, look.captions, profile=profile, frames=frames, colours=look.colours, clear_of=clear_of
            )
        )
    return drawn


def _drawn(
    request: ConformRequest, sources: Sources, formats: Sequence[FilmFormat], folder: Path, reins: Reins
) -> Scene:
    made = []
    for place, film_format in enumerate(formats):
        profile = VideoProfile.of(film_format)
        make: Callable[..., Segment]
        if sources.picture is None:
            make = partial(title_card, title=request.words, colours=request.look.colours)
        else:
            make = partial(ken_burns, sources.picture, overlays=overlays(request, sources, profile))
        made.append(
            make(
                out=_out(folder, place),
                profile=profile,
                frames=request.frames,
                edge_frames=request.edge_frames,
                on_progress=reins.progress,
                should_stop=reins.should_stop,
            )
        )
    cover = folder / "poster.jpg"
    poster(made[0].path, cover, width=_poster_size(request.film_format)[0])
    return Scene(tuple(made), cover, quality=None, sounds=False)


def _lower_third(request: ConformRequest, profile: VideoProfile) -> LowerThird | None:
    if not request.text:
        return None
    first = request.edge_frames + round(_TEXT_IN_S * profile.fps)
    last = request.frames - request.edge_frames - round(_TEXT_OUT_S * profile.fps)
    if last - first < profile.fps // 2:
        first, last = 0, request.frames
    return lower_third(request.text, profile=profile, first=first, last=last, colours=request.look.colours)


def _out(folder: Path, place: int) -> Path:
    return folder / f"segment-{place}.mp4"


def _poster_size(film_format: FilmFormat) -> tuple[int, int]:
    width = min(_POSTER_WIDTH, film_format.width)
    return width, round(width * film_format.height / film_format.width)


def _told(report: QualityReport) -> QualityReport:
    """The report as it travels with a take: the worst findings, still in the order of time."""
    rank = list(Severity)
    worst = sorted(report.findings, key=lambda finding: rank.index(finding.severity), reverse=True)[:_MOST_FINDINGS]
    return report.model_copy(update={"findings": tuple(each for each in report.findings if each in worst)})
