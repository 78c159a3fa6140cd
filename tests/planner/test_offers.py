"""What a brief offers and asks for: prices, discounts, gifts, dates and trials, and never what a product does."""

import pytest

from planner.offers import find_offer


@pytest.mark.parametrize(
    ("prompt", "call", "terms"),
    [
        ("An app that finds a free parking space in Berlin, under ten seconds", None, ()),
        ("An app that finds free wifi anywhere", None, ()),
        ("An insurance that calls you back", None, ()),
        ("A free spirit perfume called Wild", None, ()),
        ("A language app that gets you talking in ten days", None, ()),
        ("Zero-waste shop where you fill your own jars", None, ()),
        ("A hotel by the lake with free parking, from €89 a night", None, ("free parking", "from €89 a night")),
        ("A café with free wifi and the best cake", None, ("free wifi",)),
        ("Kestrel running shoes, light as air, €129, out 3 May", None, ("€129", "3 May")),
        ("Buy one, get one free this weekend", "Get one free this weekend", ("Buy one, get one free", "this weekend")),
        ("Book a table from 1 May at our new place", "Book now · from 1 May", ("from 1 May",)),
        ("Order a new pair of boots before Friday at 20% off", "Order now · 20% off", ("before Friday", "20% off")),
        ("Try Kestrel free for 30 days", "Free for 30 days", ("free for 30 days",)),
        ("Get a free month of Hush, join today", "Get a free month", ("free month",)),
        ("Yoga in Leeds. First class free. Book a mat at glow.com", "Book a mat at glow.com",
         ("First class free", "glow.com")),
    ],
)  # fmt: skip
def test_the_offer_and_the_call_of_a_prompt(prompt: str, call: str | None, terms: tuple[str, ...]) -> None:
    offer = find_offer(prompt)
    assert (offer.call, offer.terms) == (call, terms)
