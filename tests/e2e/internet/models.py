"""The paid models by their published schemas: what they take, and what they give for it."""

from collections.abc import Callable
from typing import Any

from tests.e2e.internet import material

Files = Callable[[str], bytes]
Inputs = dict[str, Any]

RATIOS = ("1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21")
SPEECH_S_PER_CHARACTER = 0.085
MUSIC_S = 6.5
"""Shorter than the film and in another format than the real one's, so that it must be looped and read."""

SCHEMAS: dict[str, dict[str, type | tuple[Any, ...]]] = {
    "black-forest-labs/flux-dev": {
        **{"prompt": str, "aspect_ratio": RATIOS, "image": str, "prompt_strength": float, "num_outputs": (1, 2, 3, 4)},
        **{"num_inference_steps": int, "guidance": float, "seed": int, "output_format": ("webp", "jpg", "png")},
        **{"output_quality": int, "disable_safety_checker": bool, "go_fast": bool, "megapixels": ("1", "0.25")},
    },
    "bytedance/seedance-1-pro": {
        **{"prompt": str, "image": str, "last_frame_image": str, "duration": tuple(range(2, 13)), "seed": int},
        **{"resolution": ("480p", "720p", "1080p"), "fps": (24,), "camera_fixed": bool},
        "aspect_ratio": ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"),
    },
    "minimax/speech-02-hd": {
        **{"text": str, "voice_id": str, "speed": float, "volume": float, "pitch": int, "emotion": str},
        **{"english_normalization": bool, "sample_rate": int, "bitrate": int, "channel": str, "language_boost": str},
        **{"subtitle_enable": bool, "audio_format": ("mp3", "wav", "flac", "pcm")},
    },
    "google/lyria-2": {"prompt": str, "negative_prompt": str, "seed": int},
    "sync/lipsync-2": {
        **{"video": str, "audio": str, "temperature": float, "active_speaker": bool},
        "sync_mode": ("loop", "bounce", "cut_off", "silence", "remap"),
    },
}


def refusals(slug: str, inputs: Inputs) -> list[dict[str, str]]:
    """``invalid_fields`` of a 422; unknown names are refused, which the real thing drops and bills."""
    schema = SCHEMAS[slug]
    found = [
        {"type": "additional_property_not_allowed", "field": f"input.{name}", "description": "unknown"}
        for name in inputs.keys() - schema.keys()
    ]
    for name, value in inputs.items():
        rule = schema.get(name)
        allowed = any(value == one and type(value) is type(one) for one in rule) if isinstance(rule, tuple) else True
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(rule, type):
            allowed = number if rule is float else type(value) is rule
        if not allowed:
            found.append({"type": "enum", "field": f"input.{name}", "description": f"{value!r} is not allowed"})
    return found


def made(slug: str, inputs: Inputs, fetch: Files) -> tuple[bytes, str]:
    """A model's output and the suffix of its file. ``fetch`` reads an input's URL and raises ``LookupError``."""
    if slug == "black-forest-labs/flux-dev":
        return material.still(inputs["aspect_ratio"]), "png"
    if slug == "bytedance/seedance-1-pro":
        return material.clip(inputs["duration"], portrait=material.is_portrait(fetch(inputs["image"])), fps=24), "mp4"
    if slug == "minimax/speech-02-hd":
        seconds = len(inputs["text"]) * SPEECH_S_PER_CHARACTER / inputs.get("speed", 1)
        return material.speech(seconds), "wav"
    if slug == "google/lyria-2":
        return material.music(MUSIC_S), "mp3"
    video, audio = fetch(inputs["video"]), fetch(inputs["audio"])
    lengths = material.seconds_of(video), material.seconds_of(audio)
    seconds = max(lengths) if inputs["sync_mode"] == "silence" else min(lengths)
    return material.clip(seconds, portrait=True, fps=25), "mp4"
