"""Near misses: what a model calls a framing, a camera move, a time of day, a weather, a mood."""

import difflib
from enum import StrEnum
from typing import TypeVar

from pydantic import JsonValue

from film.plan import MusicMood
from film.shot import CameraMove, Framing, TimeOfDay, Weather

Choice = TypeVar("Choice", bound=StrEnum)

FRAMINGS = {
    "extreme close": Framing.DETAIL,
    "macro": Framing.DETAIL,
    "insert": Framing.DETAIL,
    "close": Framing.CLOSE,
    "head": Framing.CLOSE,
    "portrait": Framing.CLOSE,
    "medium": Framing.MEDIUM,
    "mid": Framing.MEDIUM,
    "waist": Framing.MEDIUM,
    "two": Framing.MEDIUM,
    "shoulder": Framing.MEDIUM,
    "long": Framing.WIDE,
    "full": Framing.WIDE,
    "establish": Framing.WIDE,
    "aerial": Framing.WIDE,
    "drone": Framing.WIDE,
    "bird": Framing.WIDE,
    "wide": Framing.WIDE,
}
CAMERAS = {
    "push": CameraMove.PUSH_IN,
    "zoom in": CameraMove.PUSH_IN,
    "dolly in": CameraMove.PUSH_IN,
    "pull": CameraMove.PULL_OUT,
    "zoom out": CameraMove.PULL_OUT,
    "dolly out": CameraMove.PULL_OUT,
    "dolly back": CameraMove.PULL_OUT,
    "crane up": CameraMove.TILT_UP,
    "pedestal up": CameraMove.TILT_UP,
    "tilt up": CameraMove.TILT_UP,
    "crane": CameraMove.TILT_DOWN,
    "tilt": CameraMove.TILT_DOWN,
    "left": CameraMove.PAN_LEFT,
    "pan": CameraMove.PAN_RIGHT,
    "right": CameraMove.PAN_RIGHT,
    "whip": CameraMove.PAN_RIGHT,
    "track": CameraMove.TRACK,
    "follow": CameraMove.TRACK,
    "handheld": CameraMove.TRACK,
    "steadicam": CameraMove.TRACK,
    "dolly": CameraMove.TRACK,
    "orbit": CameraMove.TRACK,
    "static": CameraMove.STATIC,
    "still": CameraMove.STATIC,
    "fixed": CameraMove.STATIC,
    "locked": CameraMove.STATIC,
    "none": CameraMove.STATIC,
}
TIMES = {
    "sunrise": TimeOfDay.DAWN,
    "dawn": TimeOfDay.DAWN,
    "early": TimeOfDay.DAWN,
    "golden": TimeOfDay.SUNSET,
    "sunset": TimeOfDay.SUNSET,
    "late afternoon": TimeOfDay.SUNSET,
    "evening": TimeOfDay.DUSK,
    "dusk": TimeOfDay.DUSK,
    "twilight": TimeOfDay.DUSK,
    "blue hour": TimeOfDay.DUSK,
    "midnight": TimeOfDay.NIGHT,
    "night": TimeOfDay.NIGHT,
    "morning": TimeOfDay.DAY,
    "noon": TimeOfDay.DAY,
    "afternoon": TimeOfDay.DAY,
    "day": TimeOfDay.DAY,
}
WEATHERS = {
    "thunder": Weather.STORM,
    "storm": Weather.STORM,
    "snow": Weather.SNOW,
    "blizzard": Weather.SNOW,
    "rain": Weather.RAIN,
    "drizzle": Weather.RAIN,
    "wet": Weather.RAIN,
    "fog": Weather.FOG,
    "mist": Weather.FOG,
    "haz": Weather.FOG,
    "wind": Weather.WINDY,
    "breez": Weather.WINDY,
    "cloud": Weather.CLOUDY,
    "overcast": Weather.CLOUDY,
    "grey": Weather.CLOUDY,
    "gray": Weather.CLOUDY,
    "sun": Weather.CLEAR,
    "indoor": Weather.CLEAR,
    "fair": Weather.CLEAR,
    "none": Weather.CLEAR,
}
MOODS = {
    "happy": MusicMood.PLAYFUL,
    "fun": MusicMood.PLAYFUL,
    "quirky": MusicMood.PLAYFUL,
    "uplift": MusicMood.HOPEFUL,
    "inspir": MusicMood.HOPEFUL,
    "optimis": MusicMood.HOPEFUL,
    "sad": MusicMood.MELANCHOLIC,
    "nostalg": MusicMood.MELANCHOLIC,
    "sombre": MusicMood.MELANCHOLIC,
    "somber": MusicMood.MELANCHOLIC,
    "suspense": MusicMood.TENSE,
    "dark": MusicMood.TENSE,
    "myster": MusicMood.TENSE,
    "dramatic": MusicMood.EPIC,
    "cinematic": MusicMood.EPIC,
    "heroic": MusicMood.EPIC,
    "upbeat": MusicMood.ENERGETIC,
    "driving": MusicMood.ENERGETIC,
    "calm": MusicMood.DREAMY,
    "ambient": MusicMood.DREAMY,
    "ethereal": MusicMood.DREAMY,
    "gentle": MusicMood.WARM,
    "tender": MusicMood.WARM,
    "romantic": MusicMood.WARM,
}


def nearest(value: JsonValue, choices: type[Choice], meant: dict[str, Choice]) -> Choice | None:
    """The choice that ``value`` is, or is called otherwise; ``None`` when it is none of them."""
    if not isinstance(value, str):
        return None
    word = " ".join(value.casefold().replace("_", " ").replace("-", " ").split())[:60]
    by_value = {choice.value: choice for choice in choices}
    if word in by_value:
        return by_value[word]
    for part, choice in meant.items():
        if part in word:
            return choice
    close = difflib.get_close_matches(word, by_value, n=1, cutoff=0.75)
    return by_value[close[0]] if close else None
