"""Attempts to buy something, as a workflow would make them."""

from activities.contract import Attempt, Order
from film.assets import AssetKind
from film.catalogue import Capability, Model, Price, Studio
from film.production import Stage
from tests.store.samples import fresh

CLIP = Model(
    slug="previz/motion",
    provider="previz",
    capability=Capability.MOTION,
    studio=Studio.PREVIZ,
    inputs={"prompt": "prompt", "image": "image", "seed": "seed"},
    price=Price(per_call_usd="0.05", per_second_usd="0.01", as_of="2026-11-21", source="a test"),
)


def attempt(*, prompt: str | None = None, kind: AssetKind = AssetKind.CLIP, provider: str = "previz") -> Attempt:
    """A try that no other test makes, unless it says the same ``prompt``."""
    key = fresh("order")
    model = CLIP.model_copy(update={"provider": provider})
    order = Order(
        key=key,
        project_id="p",
        scene_id="s1",
        take=1,
        stage=Stage.CLIP,
        kind=kind,
        label="Scene 1",
        models=(model,),
        wants={"prompt": prompt or key, "seed": 7},
        assets={"image": "assets/still/aa/x.png"},
        seconds=2.0,
    )
    return Attempt(key=f"{key}/1", order=order, model=model)
