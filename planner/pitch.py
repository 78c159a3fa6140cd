"""What an advertisement has to work with: the product as it is seen, whom it is for, what may be said of it."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from film.reference import ReferenceKind
from planner.ad_kinds import product_kind
from planner.casting import LABELLED
from planner.claims import audience_of, claims_of
from planner.foreign import is_foreign
from planner.hero import Hero, make_hero
from planner.names import blank
from planner.people import LIVING, dressed, person_in, reference_of
from planner.premise import Premise
from planner.reader import Reader
from planner.shot import ActorKind
from planner.tokens import with_article

_SOLD_AS_SEEN = frozenset({"car", "bicycle", "coffee_cart", "house", "plant", "tent", "guitar", "lantern"})


@dataclass(frozen=True)
class Pitch:
    """``sold`` is how lines call the product ("Glow", "this serum"), ``product`` its looks in every picture of it.

    ``presenter`` is who stands for a product without looks (a singer for a festival). ``customer`` is None in a film
    without people. ``in_hand`` is whether the product can be held. ``composited`` means that the real product is laid
    over the pictures later, which leave room for it. ``pictures`` is the bank of what is shown for its ``kind``.
    """

    kind: str
    sold: str
    product: str
    customer: Hero | None
    presenter: Hero | None
    in_hand: bool
    composited: bool
    claims: tuple[str, ...]
    pictures: dict[str, list[str]]


def make_pitch(premise: Premise, reader: Reader, rng: Random) -> Pitch:
    """The pitch of an advertisement's brief."""
    brief, hero = premise.brief, premise.hero
    kind = product_kind(premise)
    shown = reference_of(brief, ReferenceKind.PRODUCT)
    product, living = _product(premise, reader, rng)
    if living is not None:
        # The name in the brief is that of the product.
        living = replace(living, name=None)
    presenter = living if product is None else None
    if shown is not None:
        looks = shown.looks.strip()
        product = (
            shown.name if not looks else looks if shown.name.lower() in looks.lower() else f"{shown.name}, {looks}"
        )
        presenter = None
    photos = bool(brief.ad and brief.ad.photos) and shown is None
    customer = _customer(premise, kind, reader, rng) if presenter is living else living
    return Pitch(
        kind=kind,
        sold=product_name(premise),
        product=product if product is not None else (presenter or hero).looks,
        customer=customer,
        presenter=presenter,
        in_hand=shown is not None or (product is not None and _is_held(premise)),
        composited=photos,
        claims=claims_of(_without_names(premise), tuple(n for n in (premise.brand, premise.maker) if n)),
        pictures=pictures_of(kind),
    )


@cache
def _bank() -> dict[str, Any]:
    path = Path(__file__).parent / "tales" / "ad_pictures.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def pictures_of(kind: str) -> dict[str, list[str]]:
    """What is shown for a kind of product."""
    found = _bank().get(kind, _bank()["any"])
    return {key: value if isinstance(value, list) else [str(value)] for key, value in found.items()}


def usual_audience(kind: str) -> str:
    """Whom a kind of product is for when nobody says."""
    return str(_bank().get(kind, _bank()["any"])["audience"])


def product_name(premise: Premise) -> str:
    """What an advertisement calls its product: the brand, else "this serum", else "it"."""
    hero = premise.hero
    if premise.brand:
        return premise.brand
    if premise.stand is not None:
        return f"this {premise.stand.word}"
    if hero.role in LABELLED or hero.role in _SOLD_AS_SEEN:
        return f"these {hero.noun}" if _is_many(hero.noun) else f"this {hero.noun}"
    things = [m.word for m in premise.reading.mentions if m.kind in LABELLED and m.link != "for"]
    return f"this {things[0]}" if things else "it"


def is_plural(sold: str) -> bool:
    """Whether a product's name takes a plural verb."""
    return sold.startswith("these ")


def _product(premise: Premise, reader: Reader, rng: Random) -> tuple[str | None, Hero | None]:
    """The product's looks, and whoever the brief itself shows; no looks where somebody has to stand for it."""
    hero = premise.hero
    if hero.role not in LIVING and hero.role not in {"place", "orb"}:
        return _touchable(hero.looks), None
    thing = next((m for m in premise.reading.mentions if m.kind in LABELLED and m is not premise.subject), None)
    if thing is not None and premise.stand is None:
        looks = _touchable(make_hero(thing, premise.reading, rng, label=premise.brand).looks)
        return looks, hero if hero.role in LIVING and premise.subject is not None else None
    if hero.role in LIVING and (premise.stand is not None or premise.subject is not None):
        return None, hero
    told = premise.brief.ad.product if premise.brief.ad is not None else None
    bare = re.sub(r"^(?:the|an?|our|my) ", "", told, flags=re.IGNORECASE) if told else None
    label = f' labelled "{premise.brand}"' if premise.brand else ""
    if bare:
        known = next((m for m in reader.understand(with_article(bare)).mentions), None)
        if known is not None and known.kind not in {ActorKind.PERSON, ActorKind.CHILD}:
            return f"{with_article(bare)}{label if known.kind in LABELLED else ''}", None
        named = bare if is_foreign(premise.brief.prompt) else with_article(bare)
        return f"{named} beside its box{label}", None
    return (f"a plain box{label}", None) if premise.brand else ("", None)


def _touchable(looks: str) -> str:
    """What has no body by what it is seen on (an app on its phone); shoes go in pairs."""
    seen = re.sub(r"\b(?:(?:mobile )?app|mobile game)\b", "phone", looks)
    seen = re.sub(r"\b(dog|cat|pet) food\b", r"bag of \1 food", seen)
    seen = re.sub(r"\b(?:website|software|saas|dashboard|online course|cloud storage)\b", "laptop", seen)
    return re.sub(r"^two (?=[\w -]*(?:shoes|boots|sneakers|trainers|sandals|slippers)\b)", "a pair of ", seen)


def _is_held(premise: Premise) -> bool:
    role = premise.hero.role
    carried = role in LABELLED and role not in {"coffee_cart", "truck", "boat", "rocket", "balloon"}
    return carried or role in LIVING | {"place", "orb", "guitar", "lantern", "plant"}


def _customer(premise: Premise, kind: str, reader: Reader, rng: Random) -> Hero | None:
    """Whom the brief says it is for, else somebody who would use such a thing; nobody where it denies people."""
    usual = rng.choice(pictures_of(kind)["customer"])
    if ActorKind.PERSON in premise.reading.absent:
        return None
    ad = premise.brief.ad
    told = (ad.audience if ad is not None else None) or audience_of(premise.brief.prompt, reader)
    return (person_in(told, reader, rng) if told else None) or dressed(usual, reader, rng)


def _without_names(premise: Premise) -> str:
    return blank(premise.brief.prompt, premise.offer.spans)


def _is_many(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")
