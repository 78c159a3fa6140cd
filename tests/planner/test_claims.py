import pytest

from planner.ad_kinds import KINDS
from planner.banks import ads
from planner.claims import audience_of, claims_of
from planner.reader import Reader


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("running shoes by Kestrel, light as air", ("light as air",)),
        ("ZING, the energy drink with no sugar", ("no sugar",)),
        ("EcoWash detergent sheets, plastic-free", ("plastic-free",)),
        ("Promo for Ember, the candle that smells like rain", ("it smells like rain",)),
        ("A face cream with 2% retinol", ("with 2% retinol",)),
        ("A mug made of clay from the river", ("made of clay",)),
        ("A coffee ad in a cinematic style, moody music", ()),
        ("a serum bottle on marble", ()),
    ],
)
def test_claims_are_those_of_the_brief(text: str, claims: tuple[str, ...]) -> None:
    assert claims_of(text, ("Kestrel", "ZING", "EcoWash", "Ember")) == claims


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("A serum for tired skin", "tired skin"),
        ("Insurance for start-ups by Fernwood", "start-ups"),
        ("Meal kits for young parents, delivered", "young parents"),
        ("An ad for my bakery", None),
        ("Buy now for $24.99", None),
        ("cover for your bike", None),
    ],
)
def test_finds_whom_it_is_for(reader: Reader, text: str, audience: str | None) -> None:
    assert audience_of(text, reader) == audience


def test_our_own_lines_claim_nothing() -> None:
    forbidden = (
        "clinical",
        "proven",
        "doctor",
        "guarantee",
        "percent",
        "%",
        "award",
        "best in",
        "number one",
        "tested",
    )
    for bank, parts in ads().items():
        lines = parts if isinstance(parts, list) else [line for lines in parts.values() for line in lines]
        for line in lines:
            assert not any(word in line.lower() for word in forbidden), (bank, line)


def test_every_kind_of_product_has_lines_for_every_part() -> None:
    parts = {"hook", "problem", "product", "detail", "demo", "benefit", "proof", "action"}
    for kind in (*KINDS, "event", "place", "travel", "skill", "any"):
        assert parts <= set(ads()[kind])
