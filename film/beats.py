"""Beats: what a scene does for its film, and how such scenes are usually shot."""

from enum import StrEnum

from pydantic import Field

from film.model import Value
from film.shot import CameraMove, Framing


class BeatKind(StrEnum):
    """The work of one scene."""

    HOOK = "hook"
    ESTABLISH = "establish"
    WANT = "want"
    PROBLEM = "problem"
    STAKES = "stakes"
    JOURNEY = "journey"
    DETAIL = "detail"
    DISCOVERY = "discovery"
    REVEAL = "reveal"
    FEATURE = "feature"
    DEMONSTRATION = "demonstration"
    BENEFIT = "benefit"
    PROOF = "proof"
    BEFORE = "before"
    AFTER = "after"
    ITEM = "item"
    EXCHANGE = "exchange"
    OBSTACLE = "obstacle"
    TURN = "turn"
    CLIMAX = "climax"
    CHANGE = "change"
    RESOLUTION = "resolution"
    CALL_TO_ACTION = "call-to-action"
    INTRO = "intro"
    VERSE = "verse"
    LIFT = "lift"
    CHORUS = "chorus"
    BRIDGE = "bridge"
    BREAK = "break"
    OUTRO = "outro"


class Beat(Value):
    """What is known of a kind of scene.

    ``energy`` is how much happens (0 to 1), ``share`` its usual length beside an average scene of the same film (1.0),
    ``talk`` how much of the time for words it usually fills (0 to 1). ``framings`` and ``cameras`` suit it, best first.
    """

    kind: BeatKind
    role: str
    energy: float = Field(ge=0, le=1)
    share: float = Field(gt=0)
    talk: float = Field(ge=0, le=1)
    framings: tuple[Framing, ...] = Field(min_length=1)
    cameras: tuple[CameraMove, ...] = Field(min_length=1)


_FRAMINGS = {"W": Framing.WIDE, "M": Framing.MEDIUM, "C": Framing.CLOSE, "D": Framing.DETAIL}
_CAMERAS = {
    "still": CameraMove.STATIC,
    "in": CameraMove.PUSH_IN,
    "out": CameraMove.PULL_OUT,
    "left": CameraMove.PAN_LEFT,
    "right": CameraMove.PAN_RIGHT,
    "up": CameraMove.TILT_UP,
    "down": CameraMove.TILT_DOWN,
    "track": CameraMove.TRACK,
}

_TABLE = (
    # kind             energy share talk framings and cameras  role
    ("hook",           0.75, 0.85, 0.8, "CWD", "in track still",   "Stops whoever passes with its most telling image."),
    ("establish",      0.30, 1.10, 0.9, "WM",  "right in down",    "Shows where we are and whose film this is."),
    ("want",           0.40, 1.00, 1.0, "MC",  "in still",         "Lets us see what somebody longs for."),
    ("problem",        0.50, 1.00, 1.0, "MWC", "still out track",  "Shows what is wrong, so that an answer is wanted."),
    ("stakes",         0.55, 0.95, 0.9, "CM",  "in still",         "Says what will be lost if nothing changes."),
    ("journey",        0.55, 0.95, 0.7, "WMC", "track left right", "Gets under way: distance, time, effort."),
    ("detail",         0.35, 0.85, 0.6, "DC",  "still in down",    "Looks closely at one thing that tells the rest."),
    ("discovery",      0.60, 1.00, 0.8, "CMW", "in up",            "Finds what nobody was looking for."),
    ("reveal",         0.75, 1.10, 0.8, "MCW", "in up out",        "Brings what the film is about into full view."),
    ("feature",        0.50, 0.95, 0.9, "DCM", "in still track",   "Shows one property and what is special about it."),
    ("demonstration",  0.60, 1.05, 0.8, "MCD", "track still in",   "Shows it at work, in somebody's hands."),
    ("benefit",        0.60, 1.00, 0.9, "MCW", "track in still",   "Shows what is better now, on somebody's face."),
    ("proof",          0.45, 1.00, 1.0, "CM",  "still in",         "Lets somebody who knows say that it holds."),
    ("before",         0.35, 1.00, 0.9, "MW",  "still out",        "Shows how it was, in a view that comes back."),
    ("after",          0.65, 1.05, 0.9, "MW",  "still in",         "Shows the view from before, changed."),
    ("item",           0.55, 1.00, 1.0, "MCD", "track in still",   "One entry of the list, complete in itself."),
    ("exchange",       0.45, 1.00, 1.0, "CM",  "still in",         "One line to somebody, and the face that says it."),
    ("obstacle",       0.70, 1.00, 0.8, "MWC", "out track still",  "Stands in the way and does not move."),
    ("turn",           0.75, 1.05, 0.9, "CMW", "in up",            "Changes everything in one move."),
    ("climax",         0.95, 1.10, 0.6, "CWM", "in track up",      "Decides it, with as much as the film can show."),
    ("change",         0.45, 1.00, 0.9, "MC",  "still track in",   "Shows who somebody has become."),
    ("resolution",     0.30, 1.20, 0.9, "WM",  "out up",           "Leaves an image of the new order to keep."),
    ("call-to-action", 0.60, 1.10, 1.0, "CM",  "still in",         "Says what to do now, the name in full view."),
    ("intro",          0.20, 1.20, 0.3, "WD",  "in right still",   "Opens the song's world before anybody sings."),
    ("verse",          0.45, 1.05, 0.8, "MWC", "track left still", "Moves the story on while the words are told."),
    ("lift",           0.65, 0.90, 0.7, "CM",  "in up",            "Gathers for the chorus: closer, faster, higher."),
    ("chorus",         0.90, 0.85, 0.8, "CMW", "track in up",      "Gives the song the image that returns, in full."),
    ("bridge",         0.50, 1.15, 0.6, "WCD", "out still left",   "Steps outside everything seen so far."),
    ("break",          0.40, 1.15, 0.2, "DW",  "still out right",  "Breathes without words: texture, place, light."),
    ("outro",          0.20, 1.25, 0.3, "WM",  "out up",           "Lets the world of the song go."),
)  # fmt: skip

BEATS: dict[BeatKind, Beat] = {
    BeatKind(kind): Beat(
        kind=BeatKind(kind),
        role=role,
        energy=energy,
        share=share,
        talk=talk,
        framings=tuple(_FRAMINGS[letter] for letter in framings),
        cameras=tuple(_CAMERAS[word] for word in cameras.split()),
    )
    for kind, energy, share, talk, framings, cameras, role in _TABLE
}
"""The library of beats."""
