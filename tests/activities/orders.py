"""Attempts to buy something, as a workflow would make them, from models that only the tests have."""

from datetime import date
from decimal import Decimal

from activities.contract import Attempt, Order
from film.assets import AssetKind
from film.catalogue import Capability, Catalogue, LostAnswer, Makes, Model, Route, Studio
from film.model_input import ModelInput, Rule
from film.prices import FailureBilling, Price, Rate
from film.production_stage import Stage
from store.catalogue import load_catalogue
from tests.store.samples import fresh

_PRICE = Price(
    rates=(Rate(per_call_usd=Decimal("0.05"), per_second_usd=Decimal("0.01")),),
    failures=FailureBilling.FREE,
    as_of=date(2026, 11, 21),
    source="a test",
)
_RULES = {
    "prompt": Rule(type="string", required=True),
    "image": Rule(type="string", file=True),
    "seed": Rule(type="integer"),
}


def _takes(rules: dict[str, Rule]) -> ModelInput:
    return ModelInput(as_of=date(2026, 11, 21), source="a test", checked=False, rules=rules)


CLIP = Model(
    slug="test/clip",
    provider="previz",
    capability=Capability.MOTION,
    studio=Studio.PREVIZ,
    inputs={"prompt": "prompt", "image": "image", "seed": "seed"},
    takes=_takes(_RULES),
    price=_PRICE,
)
BOUNDED = CLIP.model_copy(
    update={"slug": "test/bounded", "takes": _takes({**_RULES, "seed": Rule(type="integer", most=5)})}
)
IN_LENGTHS = CLIP.model_copy(
    update={
        "slug": "test/in-lengths",
        "inputs": {"prompt": "prompt", "seconds": "duration"},
        "makes": Makes(seconds=(5, 10)),
        "takes": _takes({**_RULES, "duration": Rule(type="integer", one_of=(5, 10))}),
    }
)
LIPS = CLIP.model_copy(
    update={
        "slug": "test/lips",
        "capability": Capability.LIPSYNC,
        "inputs": {"audio": "audio"},
        "takes": _takes({"audio": Rule(type="string", file=True)}),
    }
)
LIPS_WITH_LEAD = LIPS.model_copy(
    update={
        "slug": "test/lips-with-lead",
        "inputs": {"audio": "audio", "lead": "audio_offset_s"},
        "takes": _takes({"audio": Rule(type="string", file=True), "audio_offset_s": Rule(type="number")}),
    }
)
BLEND = CLIP.model_copy(
    update={
        "slug": "test/blend",
        "spread": {"references": ("other_image",)},
        "takes": _takes({**_RULES, "other_image": Rule(type="string", file=True, required=True)}),
    }
)
GATHERING = CLIP.model_copy(
    update={
        "slug": "test/gathering",
        "inputs": {"prompt": "prompt", "image": "images", "references": "images"},
        "takes": _takes({**_RULES, "images": Rule(type="array", file=True)}),
    }
)
DOUBTFUL = CLIP.model_copy(
    update={"slug": "test/doubtful", "price": _PRICE.model_copy(update={"failures": FailureBilling.MAYBE})}
)
BY_MACHINE_TIME = CLIP.model_copy(
    update={
        "slug": "test/by-machine-time",
        "price": _PRICE.model_copy(
            update={"rates": (Rate(per_compute_second_usd=Decimal("0.001")),), "typical_compute_s": 60.0}
        ),
    }
)
WATCHED = CLIP.model_copy(update={"slug": "test/watched", "takes": _takes(_RULES).model_copy(update={"checked": True})})
ELSEWHERE = CLIP.model_copy(update={"slug": "test/elsewhere", "provider": "nobody"})
ENDED = CLIP.model_copy(update={"slug": "test/ended", "ends": date(2026, 1, 2), "successor": "test/clip"})
AT_ONCE = CLIP.model_copy(update={"slug": "test/at-once", "provider": "direct", "route": Route.DIRECT})
AT_ONCE_CHEAP = AT_ONCE.model_copy(update={"slug": "test/at-once-cheap", "lost_answer": LostAnswer.AGAIN})

MODELS = (CLIP, BOUNDED, IN_LENGTHS, LIPS, LIPS_WITH_LEAD, DOUBTFUL, BY_MACHINE_TIME, WATCHED, ELSEWHERE, ENDED)
CATALOGUE: Catalogue = load_catalogue().model_copy(
    update={"models": (*MODELS, BLEND, GATHERING, AT_ONCE, AT_ONCE_CHEAP)}
)


def attempt(
    model: Model = CLIP, *, prompt: str | None = None, kind: AssetKind = AssetKind.CLIP, owner: str = "local"
) -> Attempt:
    """A try that no other test makes, unless it says the same ``prompt``."""
    key = fresh("order")
    order = Order(
        key=key,
        owner=owner,
        project_id=fresh("p"),
        scene_id="s1",
        take=1,
        stage=Stage.CLIP,
        kind=kind,
        label="Scene 1",
        models=(model.ref,),
        wants={"prompt": prompt or key, "seed": 7},
        assets={"image": "assets/still/aa/x.png"},
        seconds=2.0,
    )
    return Attempt(key=f"{key}/1", order=order, model=model.ref)
