"""Models to call, as a catalogue would hold them."""

from datetime import date

from film.catalogue import Capability, Makes, Model, Studio
from film.model_input import ModelInput, Rule
from film.prices import Price, Rate

DAY = date(2026, 11, 21)


def model_of(capability: Capability, slug: str = "openai/some-model", *, makes: Makes | None = None) -> Model:
    return Model(
        slug=slug,
        provider="openai",
        capability=capability,
        studio=Studio.LIVE,
        inputs={"prompt": "prompt"},
        takes=ModelInput(as_of=DAY, source="a test", rules={"prompt": Rule(type="string")}),
        makes=makes or Makes(),
        price=Price(rates=(Rate(),), as_of=DAY, source="a test"),
        max_s=60,
    )
