"""From our words to a model's inputs: only what it maps is sent, in its own words and lengths."""

import pytest

from film.catalogue import Model
from film.model_input import InputFault
from tests.film.models import named, small, small_taking


def test_only_mapped_and_given_values_are_sent() -> None:
    sent = named("bytedance/seedance-1-pro").arguments(
        prompt="a robot", image=None, references=[], seconds=5, frames=120, width=1920, quality="final"
    )
    assert sent == {"prompt": "a robot", "duration": 5, "resolution": "1080p", "fps": 24}


@pytest.mark.parametrize(("quality", "resolution"), [("draft", "480p"), ("final", "1080p")])
def test_a_draft_is_shot_at_the_cheap_resolution(quality: str, resolution: str) -> None:
    model = named("bytedance/seedance-1-pro")
    assert model.arguments(prompt="a robot", quality=quality)["resolution"] == resolution
    assert model.arguments(prompt="a robot", quality=quality, resolution="720p")["resolution"] == "720p"


def test_a_clip_is_asked_for_in_the_shortest_offered_length_that_covers_it() -> None:
    model = named("bytedance/seedance-1-pro")
    assert [model.seconds_for(wanted) for wanted in (0.5, 4.6, 5.0, 40)] == [2, 5, 5, 12]
    sent = model.arguments(prompt="a robot", seconds=4.5)["duration"]
    assert sent == 5 and isinstance(sent, int)


def test_a_model_of_one_length_always_gives_it() -> None:
    assert named("minimax/video-01").seconds_for(2.5) == 6
    assert named("google/lyria-2").arguments(prompt="warm", seconds=90) == {"prompt": "warm"}


@pytest.mark.parametrize(
    ("slug", "wanted", "beside", "given"),
    [
        ("minimax/hailuo-02", 8, {"resolution": "768p"}, 10),
        ("minimax/hailuo-02", 8, {"quality": "final"}, 6),
        ("minimax/hailuo-2.3", 8, {"quality": "draft"}, 10),
        ("google/veo-3.1", 3, {}, 4),
        ("google/veo-3.1", 3, {"references": ["https://x/face.png"], "aspect": "16:9"}, 8),
        ("google/veo-3.1-lite", 3, {"quality": "draft"}, 4),
        ("google/veo-3.1-lite", 3, {"quality": "final"}, 8),
    ],
)
def test_fewer_lengths_go_with_some_calls(slug: str, wanted: float, beside: dict[str, str], given: float) -> None:
    model = named(slug)
    assert model.seconds_for(wanted, **beside) == given
    sent = model.arguments(prompt="a robot", seconds=wanted, **beside)
    assert sent["duration"] == given and model.faults(sent) == []


def test_a_model_of_any_length_is_asked_for_exactly_what_is_wanted_within_its_bounds() -> None:
    score = named("previz/score")
    assert score.arguments(seconds=7.25, mood="warm") == {"duration_s": 7.25, "mood": "warm"}
    assert (score.seconds_for(0.2), score.seconds_for(9000)) == (1, 600)


def test_whole_seconds_are_rounded_up() -> None:
    model = named("meta/musicgen")
    assert model.seconds_for(7.25) == 8
    sent = model.arguments(prompt="warm", seconds=7.25)["duration"]
    assert sent == 8 and isinstance(sent, int)


def test_a_model_may_count_in_milliseconds() -> None:
    model = named("elevenlabs/music-v2.5")
    sent = model.arguments(prompt="warm", seconds=12.3456)["music_length_ms"]
    assert sent == 12_346 and isinstance(sent, int)
    assert (model.seconds_for(12.3456), model.seconds_for(1), model.seconds_for(5000)) == (12.346, 3, 600)


def test_a_shape_may_be_called_by_its_size() -> None:
    model = named("openai/gpt-image-2.5-flare")
    sent = model.arguments(prompt="a robot", aspect="9:16", quality="draft")
    assert (sent["size"], sent["quality"]) == ("1008x1792", "low") and model.faults(sent) == []


def test_a_list_gathers_every_picture() -> None:
    model = named("google/nano-banana-2")
    sent = model.arguments(prompt="both", image="https://x/1.png", references=["https://x/2.png", "https://x/3.png"])
    assert sent["image_input"] == ["https://x/1.png", "https://x/2.png", "https://x/3.png"]
    assert model.arguments(prompt="none").get("image_input") is None


def test_a_list_of_ours_may_be_taken_apart() -> None:
    model = named("flux-kontext-apps/multi-image-kontext-pro")
    sent = model.arguments(prompt="both", image="https://x/1.png", references=["https://x/2.png"])
    assert (sent["input_image_1"], sent["input_image_2"]) == ("https://x/1.png", "https://x/2.png")
    assert model.faults(sent) == []


def test_an_item_without_a_place_is_refused_and_not_lost() -> None:
    model = named("minimax/video-01")
    sent = model.arguments(prompt="two", references=["https://x/1.png", "https://x/2.png"])
    assert [str(fault) for fault in model.faults(sent)] == ["references[1]: there is no such input"]


def small_with_sound() -> Model:
    return small_taking({"audio": {"type": "boolean"}}, inputs={"prompt": "prompt", "sound": "audio"})


def test_a_no_is_sent() -> None:
    assert small_with_sound().arguments(prompt="quiet", sound=False) == {"prompt": "quiet", "audio": False}


def test_a_fault_is_told_by_our_name() -> None:
    model = named("flux-kontext-apps/multi-image-kontext-pro")
    names = [model.fault_field(InputFault(name=name, rule="is needed")) for name in ("input_image_2", "aspect_ratio")]
    assert names == ["references", "aspect"]
    assert small().fault_field(InputFault(name="fps", rule="is odd")) == "fps"
