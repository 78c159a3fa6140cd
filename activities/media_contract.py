"""The work on pictures and sound as workflows order it: names, requests and results."""

from pydantic import Field

from activities.chunk_contract import ChunkRef
from activities.contract import Activity
from film.assets import Asset
from film.finish import Finish
from film.format import FilmFormat
from film.joints import TransitionKind
from film.lettering import BrandColours
from film.look import Look
from film.mix import MixSettings
from film.model import Value
from film.orders import SongCue, SpokenWords
from film.production import Preview
from film.quality import QualityReport
from film.song import Lyrics


class ConformRequest(Value):
    """A clip (or a still to move over) to bring into the film's exact format. ``source`` is a stored key.

    Without a source a card with ``words`` is drawn. ``text`` is lettering to burn in, ``spoken`` what captions show
    where ``look`` wants them in the picture. ``also`` are further formats that the same scene is needed in. ``more``
    are clips that follow ``source``, which is shown for the rest of the frames.
    """

    project_id: str
    scene_id: str
    frames: int
    film_format: FilmFormat
    edge_frames: int
    source: str | None
    still: bool = False
    text: str | None = None
    words: str = ""
    also: tuple[FilmFormat, ...] = ()
    look: Look = Look()
    spoken: SpokenWords | None = None
    more: tuple[ChunkRef, ...] = ()


class Conformed(Value):
    """A scene's segment and poster. ``copied`` says that no frame had to be encoded again.

    ``also`` are its segments in the other formats, in the order they were asked for. ``quality`` is what was seen in
    the clip while it was decoded; ``sounds`` that the clip has a sound of its own.
    """

    segment: Asset
    poster: Asset
    copied: bool
    reused: bool
    also: tuple[Asset, ...] = ()
    quality: QualityReport | None = None
    sounds: bool = False


class CutScene(Value):
    """A scene as the cut needs it. ``card_still`` is its first frame ever drawn: cards keep it through all retakes.

    ``also`` are its segments in other versions, by their names. ``missing`` is how those are made that the film is to
    be delivered in and the take does not have yet. ``clip`` is the clip whose own sound is heard, ``more`` are those
    that follow it.
    """

    scene_id: str
    frames: int
    segment: str
    also: dict[str, str] = Field(default_factory=dict)
    missing: ConformRequest | None = None
    clip: str | None = None
    card_still: str | None
    narration: str | None
    narration_s: float
    timings: str | None
    narration_text: str
    more: tuple[ChunkRef, ...] = ()


class CutOrder(Value):
    """Everything one cut is made of, frozen when it is ordered. ``lyrics`` are sung from the film's first frame on."""

    project_id: str
    number: int
    film_format: FilmFormat
    title: str
    logline: str
    title_frames: int
    end_frames: int
    transition_frames: int
    scenes: tuple[CutScene, ...]
    music: str | None
    finish: Finish = Finish()
    previous_track: str | None = None
    gain_before_db: float | None = None
    lyrics: Lyrics | None = None


class CardRequest(Value):
    """A title or end card to draw over a still."""

    project_id: str
    film_format: FilmFormat
    end: bool
    title: str
    subtitle: str
    frames: int
    edge_frames: int
    background: str | None
    colours: BrandColours | None = None


class TransitionRequest(Value):
    """The overlap of two neighbouring segments, to be blended."""

    project_id: str
    film_format: FilmFormat
    before: str
    after: str
    frames: int
    kind: TransitionKind = TransitionKind.FADE


class Segment(Value):
    """A stored run of frames in the film's format. ``reused`` says it had been made before."""

    asset: Asset
    reused: bool


class MixLine(Value):
    """One spoken line in the mix."""

    audio: str
    start_s: float


class MixClip(Value):
    """The sound of a scene's own clip, from its beginning, for as long as the scene."""

    clip: str
    start_s: float
    duration_s: float


class MixRequest(Value):
    """The sound of a cut: lines and clips with their film times, the music bed, the film's exact length.

    ``previous`` is the encoded sound of the cut before: what did not change since is copied from it. Its gain is kept
    too while it is right, so that a small edit changes the sound only where it was made.
    """

    project_id: str
    lines: tuple[MixLine, ...]
    music: str | None
    frames: int
    fps: int
    clips: tuple[MixClip, ...] = ()
    settings: MixSettings = MixSettings()
    previous: str | None = None
    gain_before_db: float | None = None


class Mixed(Value):
    """A finished mix and its measured loudness: encoded, in stems, and as a drawing for players."""

    asset: Asset
    loudness_lufs: float
    reused: bool
    peak_dbtp: float | None = None
    gain_db: float = 0.0
    track: Asset | None = None
    stems: dict[str, Asset] = Field(default_factory=dict)
    waveform: Asset | None = None
    missing: tuple[str, ...] = ()


class PartRef(Value):
    """Frames ``first`` up to ``last`` (exclusive) of a stored segment."""

    segment: str
    first: int
    last: int


class CaptionLine(Value):
    """A spoken line for the captions: its words' times where known, its place in the film."""

    text: str
    timings: str | None
    start_s: float
    end_s: float


class AssembleRequest(Value):
    """Parts to join, sound to lay under them, captions to write beside them."""

    project_id: str
    number: int
    film_format: FilmFormat
    title: str
    parts: tuple[PartRef, ...]
    mix: str
    captions: tuple[CaptionLine, ...]
    lyrics: Lyrics | None = None


class Assembled(Value):
    """A finished film with its captions (SubRip and WebVTT) and poster.

    ``reencoded`` names parts that broke the encoder contract and had to be encoded again.
    """

    film: Asset
    captions: Asset
    poster: Asset
    frames: int
    duration_s: float
    subtitles: Asset | None = None
    reencoded: tuple[str, ...] = ()


class ExportRequest(Value):
    """What players want beside the film: made of the same parts and the same encoded sound."""

    project_id: str
    number: int
    film_format: FilmFormat
    film: str
    parts: tuple[PartRef, ...]
    track: str


class Exported(Value):
    """A stored document (``film.streams.Stream``) that says where players find what."""

    stream: Asset


class PreviewRequest(Value):
    """A finished scene to be watched before the film is whole: where its frames stand in the film, and what is said.

    ``song`` is heard with its first frame that is shown.
    """

    project_id: str
    scene_id: str
    film_format: FilmFormat
    segment: str
    first: int
    last: int
    start: int
    film_frames: int
    line: MixLine | None
    song: SongCue | None = None


CONFORM = Activity("conform", ConformRequest, Conformed)
CARD = Activity("card", CardRequest, Segment)
TRANSITION = Activity("transition", TransitionRequest, Segment)
MIX = Activity("mix", MixRequest, Mixed)
ASSEMBLE = Activity("assemble", AssembleRequest, Assembled)
EXPORT = Activity("export", ExportRequest, Exported)
PREVIEW = Activity("preview", PreviewRequest, Preview)
