"""Plans for tests of the domain."""

from typing import Any

from film.plan import MusicMood, Plan, Scene
from film.shot import CameraMove, Framing, TimeOfDay, Weather


def scene_of(number: int = 1, **changes: Any) -> Scene:
    """A scene of four seconds at 30 frames a second."""
    return Scene(
        **{
            "scene_id": f"s{number}",
            "number": number,
            "frames": 120,
            "setting": "a lighthouse",
            "time_of_day": TimeOfDay.DUSK,
            "weather": Weather.CLEAR,
            "subject": "an old keeper",
            "action": "climbs the stairs",
            "framing": Framing.MEDIUM,
            "camera": CameraMove.STATIC,
            "seed": number,
            **changes,
        }
    )


def plan_of(*scenes: Scene, **changes: Any) -> Plan:
    """A plan of these scenes with half a second of transition."""
    return Plan(
        **{
            "title": "Light",
            "logline": "A keeper waits.",
            "look": "warm",
            "music_mood": MusicMood.WARM,
            "music_tempo_bpm": 90,
            "title_frames": 60,
            "end_frames": 60,
            "transition_frames": 15,
            "scenes": scenes,
            **changes,
        }
    )
