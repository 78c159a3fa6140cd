"""Plans made by hand."""

from film.plan import MusicMood, Plan, Scene


def scene_of(number: int = 1, **changes: object) -> Scene:
    usual: dict[str, object] = {
        **{"scene_id": f"s{number}", "number": number, "frames": 120, "setting": "a street", "time_of_day": "day"},
        **{"weather": "clear", "subject": "a robot", "action": "walks", "framing": "wide", "camera": "static"},
        "seed": number,
    }
    return Scene.model_validate(usual | changes)


def plan_of(*scenes: dict[str, object], **changes: object) -> Plan:
    """A plan of 24 frames a second with these differences in its scenes."""
    usual: dict[str, object] = {
        **{"title": "Robot", "logline": "It walks.", "look": "soft", "music_mood": MusicMood.WARM},
        **{"music_tempo_bpm": 90, "title_frames": 36, "end_frames": 36, "transition_frames": 12},
    }
    made = tuple(scene_of(number, **scene) for number, scene in enumerate(scenes, 1))
    return Plan.model_validate(usual | {"scenes": made} | changes)
