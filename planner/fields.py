"""The prompts the studio writes, taken apart into their fields (``film.prompts`` writes them)."""

import re
from dataclasses import dataclass

from film.shot import CameraMove, Framing, TimeOfDay, Weather

_MARKER = re.compile(r"\b(Setting|Look|Direction):\s*")
_OPENING = re.compile(
    rf"^\s*({'|'.join(f.value for f in Framing)}) shot,\s*({'|'.join(c.value for c in CameraMove)})\.\s*", re.IGNORECASE
)
_TIMES, _WEATHERS = "|".join(TimeOfDay), "|".join(Weather)
_LIGHT = re.compile(rf"(?:^|(?<=\.)|(?<=\n))\s*({_TIMES}),\s*({_WEATHERS})\.?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Fields:
    """A prompt by its parts; a prompt nobody structured is all ``scene``.

    ``direction`` is a retake note, which overrides the rest.
    """

    scene: str
    setting: str = ""
    look: str = ""
    direction: str = ""
    framing: Framing | None = None
    camera: CameraMove | None = None
    time: TimeOfDay | None = None
    weather: Weather | None = None


def split_fields(prompt: str) -> Fields:
    """Take a prompt apart at its opening and its "Setting:", "Look:" and "Direction:"."""
    opening = _OPENING.match(prompt)
    pieces = _MARKER.split(prompt[opening.end() if opening else 0 :])
    named = {"Setting": "", "Look": "", "Direction": ""}
    for marker, content in zip(pieces[1::2], pieces[2::2], strict=True):
        named[marker] = f"{named[marker]} {content}".strip()
    light = _LIGHT.search(named["Setting"])
    setting = named["Setting"][: light.start()] if light else named["Setting"]
    return Fields(
        scene=pieces[0].strip(),
        setting=setting.strip(" ."),
        look=named["Look"].strip(),
        direction=named["Direction"],
        framing=Framing(opening[1].lower()) if opening else None,
        camera=CameraMove(opening[2].lower()) if opening else None,
        time=TimeOfDay(light[1].lower()) if light else None,
        weather=Weather(light[2].lower()) if light else None,
    )
