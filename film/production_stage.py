"""The steps in the making of a film."""

from enum import StrEnum


class Stage(StrEnum):
    """A step in the making of a film that can be paid for, fail, or be done again."""

    MODERATION = "moderation"
    BRIEF = "brief"
    MOOD = "mood"
    SONG = "song"
    PLAN = "plan"
    REFERENCES = "references"
    STORYBOARD = "storyboard"
    CLIP = "clip"
    LIPSYNC = "lipsync"
    CONFORM = "conform"
    NARRATION = "narration"
    MUSIC = "music"
    CUTOUT = "cutout"
    TRANSCRIPT = "transcript"
    TITLES = "titles"
    CUT = "cut"
