"""The work on a film's song as workflows order it: names, requests and results."""

from pydantic import Field

from activities.contract import Activity
from film.assets import Asset
from film.model import Value
from film.song import SongHeard


class SongRequest(Value):
    """A stored song to listen to. ``lyrics`` are plain or LRC; ``start_s`` is where the film begins in the song."""

    project_id: str
    song: str
    start_s: float = Field(default=0.0, ge=0)
    lyrics: str | None = None


class SongCutRequest(Value):
    """The part of a song that lies under a film: exactly ``seconds`` from ``start_s`` on.

    It fades in only if it begins inside the song, and out only if the song goes on after it.
    """

    project_id: str
    song: str
    start_s: float = Field(ge=0)
    seconds: float = Field(gt=0)
    fade_in_s: float = Field(default=0.05, ge=0)
    fade_out_s: float = Field(default=1.5, ge=0)


class SongSliceRequest(Value):
    """The part of a song that is heard in one scene, for the lips of whoever sings it: exactly ``seconds`` long."""

    project_id: str
    song: str
    start_s: float = Field(ge=0)
    seconds: float = Field(gt=0)


ANALYSE_SONG = Activity("analyse_song", SongRequest, SongHeard)
CUT_SONG = Activity("cut_song", SongCutRequest, Asset)
SLICE_SONG = Activity("slice_song", SongSliceRequest, Asset)
