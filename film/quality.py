"""What was found when pictures and sound were looked at: clips as models return them, films as they go out."""

from enum import StrEnum

from film.model import Value


class Severity(StrEnum):
    """How bad a defect of a clip is: worth knowing, worth a look, or reason to shoot again."""

    INFO = "info"
    WARNING = "warning"
    REJECT = "reject"


class Verdict(StrEnum):
    """What to do with a clip."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


class Defect(StrEnum):
    """What can be wrong with a clip.

    ``stuck`` pictures repeat in the middle of motion, ``gap`` is time without a picture, ``rhythm`` a variable frame
    rate, ``flash`` a light that can harm photosensitive people, ``cut`` a change of scene inside of one scene.
    """

    EMPTY = "empty"
    DAMAGED = "damaged"
    BLACK = "black"
    BLANK = "blank"
    FROZEN = "frozen"
    STUCK = "stuck"
    GAP = "gap"
    RHYTHM = "rhythm"
    FLASH = "flash"
    CUT = "cut"
    DURATION = "duration"
    SIZE = "size"
    FPS = "fps"
    NO_SOUND = "no_sound"
    SILENT = "silent"
    CLIPPING = "clipping"
    OFFSET = "offset"
    FAINT = "faint"


class ClipExpectation(Value):
    """What was ordered. A ``None`` is not looked at; ``sound`` says whether there should be something to hear."""

    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    sound: bool | None = None


class ClipFinding(Value):
    """One defect of a clip, from ``start_s`` to ``end_s``; ``message`` says what ``measure`` counts."""

    kind: Defect
    severity: Severity
    start_s: float
    end_s: float
    measure: float
    message: str


class ClipFacts(Value):
    """What a clip is. ``mean_luma`` is Y (16 black, 235 white), ``motion`` the mean change of Y between pictures."""

    frames: int
    duration_s: float
    width: int
    height: int
    fps: float
    mean_luma: float
    motion: float
    loudness_lufs: float | None = None


class QualityReport(Value):
    """What a clip is, and everything that is wrong with it, in the order of time."""

    facts: ClipFacts
    findings: tuple[ClipFinding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Refused if one finding alone is reason enough, a warning if any is worth a look."""
        severities = {finding.severity for finding in self.findings}
        if Severity.REJECT in severities:
            return Verdict.REFUSE
        return Verdict.WARN if Severity.WARNING in severities else Verdict.OK


class Flaw(StrEnum):
    """What can be wrong with a film.

    ``unreadable`` is no film at all, ``damaged`` one that does not decode throughout; ``changed`` are frames that
    should have been copied and differ from their part, ``sync`` is sound that does not begin with the picture.
    """

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    FRAMES = "frames"
    SIZE = "size"
    CODEC = "codec"
    TIMES = "times"
    BLACK = "black"
    FROZEN = "frozen"
    CHANGED = "changed"
    COLOUR = "colour"
    SOUND = "sound"
    LENGTH = "length"
    SYNC = "sync"
    LOUDNESS = "loudness"
    PEAK = "peak"
    FASTSTART = "faststart"
    STRUCTURE = "structure"


class Finding(Value):
    """One thing about a film that is not as it should be; ``at_s`` says where, if it is in one place."""

    flaw: Flaw
    message: str
    at_s: float | None = None


class SoundFacts(Value):
    """The sound of a film. ``extra_samples`` is by how much it is longer than the picture (negative: shorter)."""

    codec: str
    rate: int
    channels: int
    duration_s: float
    extra_samples: int
    loudness_lufs: float
    peak_dbtp: float


class FilmFacts(Value):
    """What a film is; ``fps`` is ``None`` if it is not constant, ``colour`` names the tags of its pictures."""

    container: str
    codec: str
    width: int
    height: int
    fps: float | None
    frames: int
    duration_s: float
    pixel_format: str
    colour: str
    sound: SoundFacts | None = None


class FilmReport(Value):
    """What a film is, as far as it could be read, and every flaw; none is a good film."""

    facts: FilmFacts | None = None
    flaws: tuple[Finding, ...] = ()
