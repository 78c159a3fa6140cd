"""What a call costs: exact money, by what is asked for, known before it is made."""

from decimal import Decimal

import pytest
from pydantic import JsonValue

from film.catalogue import Capability
from film.prices import Usage
from film.typical import typical_call
from tests.film.models import ALL, named


@pytest.mark.parametrize(
    ("slug", "arguments", "usage", "usd"),
    [
        ("google/veo-3.1", {}, Usage(seconds=8), "3.20"),
        ("google/veo-3.1", {"generate_audio": False}, Usage(seconds=8), "1.60"),
        ("google/veo-3.1-lite", {"duration": 8}, Usage(seconds=8), "0.40"),
        ("google/veo-3.1-lite", {"duration": 8, "resolution": "1080p"}, Usage(seconds=8), "0.64"),
        # 1080p by default.
        ("minimax/hailuo-02", {}, Usage(seconds=6), "0.48"),
        ("minimax/hailuo-02", {"resolution": "768p"}, Usage(seconds=6), "0.27"),
        ("minimax/hailuo-02-fast", {"duration": 10}, Usage(seconds=10), "0.17"),
        ("minimax/video-01", {}, Usage(seconds=6), "0.50"),
        ("bytedance/seedance-1-pro", {"resolution": "480p"}, Usage(seconds=4.5), "0.1350"),
        ("bytedance/seedance-1-lite", {}, Usage(seconds=5), "0.18"),
        ("wan-video/wan-2.2-i2v-fast", {"resolution": "480p"}, Usage(seconds=5.0625), "0.05"),
        ("minimax/speech-02-hd", {}, Usage(seconds=3, characters=120), "0.0120"),
        ("google/nano-banana-2", {"resolution": "4K"}, Usage(images=2), "0.32"),
        ("meta/musicgen", {}, Usage(seconds=30), "0.0924"),
        ("meta/musicgen", {}, Usage(seconds=30, compute_s=10), "0.0140"),
        ("openai/gpt-6.1-terra", {}, Usage(input_tokens=3000, output_tokens=2000), "0.0130"),
        ("openai/omni-moderation-latest", {}, Usage(), "0"),
    ],
)
def test_a_call_costs_what_it_asks_for(slug: str, arguments: dict[str, JsonValue], usage: Usage, usd: str) -> None:
    assert named(slug).cost({"prompt": "p", **arguments}, usage) == Decimal(usd)


def test_a_typical_call_is_one_that_could_be_made() -> None:
    clip = typical_call(named("google/veo-3.1-lite"))
    assert (clip.says, clip.usd) == ("8 s", Decimal("0.64"))
    costs = [typical_call(model).usd for model in ALL if model.capability is Capability.MOTION]
    assert max(costs) < 5
