"""What a model would refuse, or silently drop, is said before anything is bought."""

import pytest
from pydantic import JsonValue

from tests.film.models import named, small_taking

FILE, OTHER = "https://x/1.png", "https://x/2.png"


@pytest.mark.parametrize(
    ("slug", "arguments", "fault"),
    [
        ("black-forest-labs/flux-dev", {"prompt": "p", "aspect_ratio": "2:1"}, "aspect_ratio: '2:1' is none of 1:1, "),
        ("black-forest-labs/flux-dev", {"aspect_ratio": "1:1"}, "prompt: is needed"),
        ("black-forest-labs/flux-dev", {"prompt": ""}, "prompt: 0 characters is less than 1"),
        ("bytedance/seedance-1-pro", {"prompt": "p", "duration": 5.0}, "duration: 5.0 is no integer"),
        ("bytedance/seedance-1-pro", {"prompt": "p", "duration": True}, "duration: True is no integer"),
        ("bytedance/seedance-1-pro", {"prompt": "p", "duration": 13}, "duration: 13 is more than 12"),
        ("bytedance/seedance-1-pro", {"prompt": "p", "fps": 30}, "fps: 30 is none of 24"),
        ("google/veo-3.1", {"prompt": "p", "duration": "8"}, "duration: '8' is no integer"),
        ("google/veo-3.1", {"prompt": "p", "duration": 5}, "duration: 5 is none of 4, 6, 8"),
        ("google/veo-3.1", {"prompt": "p", "last_frame_image": FILE}, "last_frame_image: there is no such input"),
        ("minimax/hailuo-02", {"prompt": "p", "end_image": FILE}, "end_image: there is no such input"),
        ("sync/lipsync-2", {"video": FILE, "audio": FILE, "sync_mode": "trim"}, "sync_mode: 'trim' is none of loop, "),
        ("minimax/speech-02-hd", {"text": "Hello.", "speed": 0.25}, "speed: 0.25 is less than 0.5"),
        ("minimax/speech-02-hd", {"text": ""}, "text: 0 characters is less than 1"),
        ("google/nano-banana-2", {"prompt": "p", "image_input": [FILE] * 15}, "image_input: 15 items is more than 14"),
        ("previz/storyboard", {"prompt": "p", "width": 641}, "width: 641 is no multiple of 2"),
    ],
)
def test_what_a_model_would_refuse_is_said_before(slug: str, arguments: dict[str, JsonValue], fault: str) -> None:
    assert any(str(told).startswith(fault) for told in named(slug).faults(arguments))


@pytest.mark.parametrize(
    ("slug", "good", "bad", "says"),
    [
        (
            "minimax/hailuo-02",
            {"duration": 10, "resolution": "768p"},
            {"duration": 10, "resolution": "1080p"},
            "resolution: 10 s only at 768p",
        ),
        # 1080p is its default.
        ("minimax/hailuo-02", {"duration": 6}, {"duration": 10}, "resolution: 10 s only at 768p"),
        (
            "minimax/hailuo-2.3",
            {"duration": 6, "resolution": "1080p"},
            {"duration": 10, "resolution": "1080p"},
            "duration: 1080p only with 6 s",
        ),
        (
            "google/veo-3.1",
            {"reference_images": [FILE], "aspect_ratio": "16:9", "duration": 8},
            {"reference_images": [FILE], "aspect_ratio": "9:16", "duration": 8},
            "aspect_ratio: references only with 16:9 and 8 s",
        ),
        (
            "google/veo-3.1",
            {"reference_images": [FILE], "aspect_ratio": "16:9"},
            {"reference_images": [FILE], "aspect_ratio": "16:9", "duration": 6},
            "duration: references only with 16:9 and 8 s",
        ),
        (
            "google/veo-3.1",
            {"image": FILE, "last_frame": OTHER},
            {"reference_images": [FILE], "aspect_ratio": "16:9", "last_frame": OTHER},
            "last_frame: a last frame is ignored beside references",
        ),
        (
            "google/veo-3.1-lite",
            {"resolution": "1080p", "duration": 8},
            {"resolution": "1080p", "duration": 6},
            "duration: 1080p only with 8 s",
        ),
        (
            "bytedance/seedance-1-pro",
            {"image": FILE, "last_frame_image": OTHER},
            {"last_frame_image": OTHER},
            "image: a last frame only with a first frame",
        ),
        (
            "bytedance/seedance-1-lite",
            {"reference_images": [FILE], "resolution": "720p"},
            {"reference_images": [FILE], "resolution": "1080p"},
            "resolution: references not at 1080p",
        ),
        (
            "bytedance/seedance-1-lite",
            {"reference_images": [FILE]},
            {"reference_images": [FILE], "image": OTHER},
            "image: references not together with a first or a last frame",
        ),
        (
            "bytedance/seedance-2.0",
            {"reference_images": [FILE]},
            {"reference_images": [FILE], "image": OTHER},
            "image: references not together with a first or a last frame",
        ),
        (
            "black-forest-labs/flux-kontext-pro",
            {"safety_tolerance": 6},
            {"safety_tolerance": 3, "input_image": FILE},
            "safety_tolerance: a safety tolerance of 2 at most with an image",
        ),
    ],
)
def test_a_mixture_that_no_schema_forbids_is_refused_too(
    slug: str, good: dict[str, JsonValue], bad: dict[str, JsonValue], says: str
) -> None:
    model = named(slug)
    needed: dict[str, JsonValue] = {"prompt": "p"}
    assert model.faults(needed | good) == []
    assert says in [str(fault) for fault in model.faults(needed | bad)]


def test_true_is_not_one() -> None:
    model = small_taking({"times": {"type": "integer", "one_of": [1, 2]}})
    assert [str(fault) for fault in model.faults({"prompt": "p", "times": True})] == ["times: True is no integer"]
