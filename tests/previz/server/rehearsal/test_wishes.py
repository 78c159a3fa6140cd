"""What a call asks for, read from the inputs of the paid models."""

import itertools
from fractions import Fraction

import pytest

from film.catalogue import Capability
from previz.server.rehearsal.catalogue import read_catalogue
from previz.server.rehearsal.makers import MAKERS
from previz.server.rehearsal.wish import Wish
from previz.server.rehearsal.words import spoken_seconds, timed_words

CATALOGUE = {model.slug: model for model in read_catalogue().models}


def wish(slug: str, **told: object) -> Wish:
    return Wish(CATALOGUE[slug], CATALOGUE[slug].takes.with_defaults(told))


@pytest.mark.parametrize(
    ("slug", "told", "seconds", "fps"),
    [
        ("google/veo-3.1", {"duration": 4}, 4, 24),
        ("google/veo-3.1", {}, 8, 24),
        ("minimax/video-01", {}, 6, 25),
        ("bytedance/seedance-2.0", {"duration": -1}, 5, 24),
        ("wan-video/wan-2.2-i2v-fast", {}, 81 / 16, 16),
        ("wan-video/wan-2.2-i2v-fast", {"num_frames": 100, "frames_per_second": 25}, 4, 25),
        ("google/lyria-2", {}, 30, 24),
        ("meta/musicgen", {"duration": 12}, 12, 24),
    ],
)
def test_lengths_and_rates(slug, told, seconds, fps):
    asked = wish(slug, **told)
    assert (asked.seconds, asked.fps) == (pytest.approx(seconds), Fraction(fps))


@pytest.mark.parametrize(
    ("slug", "told", "image", "size"),
    [
        ("bytedance/seedance-1-pro", {"resolution": "480p"}, None, (854, 480)),
        ("bytedance/seedance-1-pro", {"resolution": "720p", "aspect_ratio": "9:16"}, None, (720, 1280)),
        ("bytedance/seedance-1-pro", {"resolution": "720p", "aspect_ratio": "9:16"}, (800, 800), (720, 720)),
        ("google/veo-3.1", {"resolution": "720p", "aspect_ratio": "16:9"}, (800, 800), (1280, 720)),
        ("minimax/hailuo-02", {"resolution": "768p"}, (900, 1600), (768, 1366)),
        ("bytedance/seedance-2.0", {"resolution": "4k"}, None, (3840, 2160)),
    ],
)
def test_the_shape_of_clips(slug, told, image, size):
    assert wish(slug, **told).clip_size(image) == size


@pytest.mark.parametrize(
    ("slug", "told", "image", "size"),
    [
        ("black-forest-labs/flux-dev", {}, None, (1024, 1024)),
        ("black-forest-labs/flux-dev", {"aspect_ratio": "16:9"}, None, (1344, 768)),
        ("black-forest-labs/flux-dev", {"aspect_ratio": "9:16", "megapixels": "0.25"}, None, (384, 640)),
        ("stability-ai/sdxl", {"width": 640, "height": 512}, None, (640, 512)),
        ("black-forest-labs/flux-kontext-pro", {}, (1600, 900), (1344, 768)),
        ("google/nano-banana-2", {"resolution": "2K", "aspect_ratio": "1:1"}, None, (2048, 2048)),
    ],
)
def test_the_shape_of_pictures(slug, told, image, size):
    assert wish(slug, **told).still_size(image) == size


def test_a_line_takes_its_characters_by_its_speed_and_its_pauses():
    assert spoken_seconds("x" * 40, 1) == pytest.approx(3)
    assert spoken_seconds("x" * 40, 2) == pytest.approx(1.5)
    assert spoken_seconds("x" * 40 + "<#0.5#>", 2) == pytest.approx(2)


def test_words_follow_one_another_within_their_time():
    words = timed_words("I saw one smile.", 2.0)
    assert [word.text for word in words] == ["I", "saw", "one", "smile."]
    assert words[0].start_s == 0
    assert words[-1].end_s == 2.0
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(words))


def test_every_model_at_replicate_can_be_rehearsed():
    at_replicate = [model for model in CATALOGUE.values() if model.provider == "replicate"]
    assert len(at_replicate) > 25
    assert {model.capability for model in at_replicate} <= set(MAKERS)
    assert Capability.PLAN not in MAKERS
