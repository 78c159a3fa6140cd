"""An advertisement in a given number of scenes: hook, problem, product, detail, benefit, proof, call to action."""

import re
from random import Random

from film.plan import MusicMood, PlannedScene
from film.planning import PlanRequest
from film.shot import Framing
from planner.banks import Beat, Line, ads
from planner.casting import LABELLED
from planner.coverage import cover
from planner.narration import Narrator
from planner.offers import MAX_WORDS
from planner.premise import Premise
from planner.shot import ActorKind
from planner.tokens import word_set
from planner.trades import stand_for

_KINDS = {
    "drink": word_set(
        "coffee tea espresso latte cappuccino beer wine champagne soda cola lemonade juice water drink "
        "whisky whiskey gin rum vodka kombucha smoothie cider seltzer cocoa matcha milk barista cafe café "
        "brewery"
    ),
    "food": word_set(
        "honey jam chocolate chocolates cookie cookies bread cake pizza burger pasta cereal granola snack "
        "sauce ketchup oil butter yoghurt yogurt soup ramen noodles ice-cream restaurant bakery food "
        "marmalade pickle meal sandwich"
    ),
    "sound": word_set(
        "headphones headphone earbuds earbud speaker radio podcast guitar piano microphone turntable music"
    ),
    "motion": word_set(
        "shoe shoes sneaker sneakers boot boots bike bicycle car truck running sport gym scooter motorcycle "
        "skateboard e-bike suv van tent backpack outdoor"
    ),
    "keepsake": word_set(
        "watch watches wristwatch ring necklace bracelet jewellery jewelry earring book guitar camera pen "
        "wallet bag"
    ),
    "skincare": word_set(
        "serum cream lotion skincare moisturizer moisturiser cleanser toner soap shampoo conditioner "
        "perfume fragrance cologne balm sunscreen retinol beauty makeup mascara lipstick oil face skin"
    ),
    "tech": word_set(
        "phone smartphone app laptop computer software website tablet ai robot saas dashboard smartwatch "
        "startup start-up drone vacuum"
    ),
    "service": word_set(
        "dentist bank insurance lawyer hotel airline school course clinic hospital therapist service agency "
        "plumber tax studio salon gym museum charity vet doctor travel trip holiday delivery"
    ),
}  # fmt: skip
_KIND_OF_ACTOR = {
    ActorKind.DROPPER_BOTTLE: "skincare", ActorKind.CUP: "drink", ActorKind.CAN: "drink",
    ActorKind.COFFEE_CART: "drink",
    ActorKind.HEADPHONES: "sound", ActorKind.SHOE: "motion", ActorKind.BICYCLE: "motion", ActorKind.CAR: "motion",
    ActorKind.WATCH: "keepsake", ActorKind.PHONE: "tech", ActorKind.LAPTOP: "tech", ActorKind.ROBOT: "tech",
}  # fmt: skip
_SOLD_AS_SEEN = frozenset({"car", "bicycle", "coffee_cart", "house", "plant", "tent", "guitar", "lantern"})
_INDOORS = frozenset({"city", "town", "home", "office", "table", "product", "stage", "work"})
_ORDER = ("hook", "problem", "product", "detail", "benefit", "proof", "action")
_SHORT = {
    1: ("action",),
    2: ("product", "action"),
    3: ("hook", "product", "action"),
    4: ("hook", "problem", "product", "action"),
    5: ("hook", "problem", "product", "benefit", "action"),
    6: ("hook", "problem", "product", "detail", "benefit", "action"),
    7: _ORDER,
}
_GROWTH = ("detail", "benefit", "problem", "detail", "proof", "benefit", "detail", "hook", "benefit", "proof")
_BEATS = {
    "hook": Beat.OPEN, "problem": Beat.TROUBLE, "product": Beat.TURN, "detail": Beat.DETAIL, "benefit": Beat.CHANGE,
    "proof": Beat.GO, "action": Beat.END,
}  # fmt: skip
_SEEN = {
    "hook": ("standing in soft light", "catching the first light"),
    "problem": ("standing alone in cool shadow", "standing still, half in shadow"),
    "product": ("turning slowly in the light", "glowing in a pool of light"),
    "detail": ("catching the light", "sparkling in the light", "turning slowly"),
    "benefit": ("standing in warm light", "shining in warm light"),
    "proof": ("turning slowly", "standing in clear light"),
    "action": ("standing in a bright pool of light", "glowing softly"),
}
_SEEN_PEOPLE = {
    "hook": ("looking up", "looking around"),
    "problem": ("sitting down, tired", "walking with quick steps"),
    "product": ("smiling and looking up", "working with care"),
    "detail": ("working with careful hands", "smiling"),
    "benefit": ("laughing", "walking lightly"),
    "proof": ("talking and laughing", "waving to a friend"),
    "action": ("waving with a smile", "smiling warmly"),
}
_SEEN_ALOFT = ("flying across the sky", "flying into the light", "flying above the clouds")
_SEEN_ON_STAGE = ("singing under the lights", "dancing in the light", "waving to the crowd", "swaying to the music")
_LIVING = frozenset({"person", "child", "robot", "dog", "cat", "fox", "horse"})
_TITLES = {
    "event": ("Be There", "One Night Only", "All Together Now"),
    "place": ("Come On In", "The Good Corner", "A Table for You"),
    "travel": ("Go Somewhere", "Window Seat", "Further"),
    "skill": ("Day One", "You Can", "Start Small"),
    "skincare": ("Skin, Kept Simple", "One Quiet Minute", "Your Own Light"),
    "drink": ("Pour Slowly", "The First Sip", "A Better Morning"),
    "food": ("Come to the Table", "The Slow Way", "Seconds, Please"),
    "sound": ("Between the Notes", "Press Play", "All of It"),
    "tech": ("Time, Returned", "One Tap", "Close the Rest"),
    "motion": ("One More Mile", "Out the Door", "Second Wind"),
    "keepsake": ("Made for Keeps", "Worth Keeping", "The Long Run"),
    "service": ("Someone Picks Up", "Consider It Done", "Just Say Hello"),
    "any": ("Made on Purpose", "Nothing Extra", "Good Things"),
}
_MOODS = {
    "motion": MusicMood.ENERGETIC,
    "tech": MusicMood.HOPEFUL,
    "sound": MusicMood.ENERGETIC,
    "event": MusicMood.ENERGETIC,
    "travel": MusicMood.HOPEFUL,
    "skill": MusicMood.HOPEFUL,
    "skincare": MusicMood.DREAMY,
}


def product_kind(premise: Premise) -> str:
    """The kind of product a brief advertises: by its words, else by what it looks like."""
    stand = premise.stand or stand_for(premise.brief.prompt)
    if stand is not None and stand.lines is not None and (premise.stand is not None or stand.lines == "skill"):
        return stand.lines
    text = premise.brief.prompt.lower()
    words = [word.strip(".,;:!?\"'()") for word in text.split()]
    counts = {kind: sum(word in signs for word in words) for kind, signs in _KINDS.items()}
    if not counts["service"] and premise.subject is not None and premise.subject.kind in _KIND_OF_ACTOR:
        named = set(premise.subject.word.split()) | set(premise.subject.modifiers)
        return next((kind for kind, signs in _KINDS.items() if signs & named), _KIND_OF_ACTOR[premise.subject.kind])
    if premise.subject is not None:
        own = {*premise.subject.word.split(), *premise.subject.modifiers}
        counts = {kind: count + bool(own & _KINDS[kind]) for kind, count in counts.items()}
    best = max(counts, key=lambda kind: (counts[kind], kind == "service"))
    return best if counts[best] else "any"


def ad_title(kind: str, premise: Premise, rng: Random) -> str:
    """A title: the brand with a promise, or the promise alone."""
    title = rng.choice(_TITLES[kind])
    branded = f"{premise.brand}: {title}" if premise.brand else title
    options = (branded, premise.brand or title, title)
    return next(option for option in options if len(option.split()) <= 5)


def ad_mood(kind: str, premise: Premise) -> MusicMood:
    """The brief's mood, else what suits the product."""
    return premise.told_mood or _MOODS.get(kind, MusicMood.WARM)


def product_name(premise: Premise) -> str:
    """What an advertisement calls its product: the brand, else "this serum", else "it"."""
    hero = premise.hero
    if premise.brand:
        return premise.brand
    if premise.stand is not None:
        return f"this {premise.stand.word}"
    if hero.role in LABELLED or hero.role in _SOLD_AS_SEEN:
        many = hero.noun.endswith("s") and not hero.noun.endswith("ss")
        return f"these {hero.noun}" if many else f"this {hero.noun}"
    things = [m.word for m in premise.reading.mentions if m.kind in LABELLED and m.link != "for"]
    return f"this {things[0]}" if things else "it"


def is_plural(sold: str) -> bool:
    """Whether a product's name takes a plural verb."""
    return sold.startswith("these ")


def advertise(premise: Premise, kind: str, narrator: Narrator, request: PlanRequest, rng: Random) -> list[PlannedScene]:
    """The scenes of an advertisement."""
    parts = _parts(request.scene_count)
    setups = cover(
        [_BEATS[part] for part in parts],
        world=_world(premise, kind),
        first_setting=premise.setting,
        place=premise.place,
        time=premise.time,
        weather=premise.weather,
        rng=rng,
    )
    call = premise.offer.headline or narrator.fill(
        rng.choice([c for c in ads()["calls"] if bool(premise.brand) == ("{brand}" in c)])
    )
    if call and premise.brand and len(call.split()) == 1:
        call = f"{premise.brand} · {call}"
    scenes: list[PlannedScene] = []
    for part, setup in zip(parts, setups, strict=True):
        framing = Framing.CLOSE if part == "action" and setup.framing is Framing.WIDE else setup.framing
        scenes.append(
            PlannedScene(
                setting=setup.setting,
                time_of_day=setup.time,
                weather=setup.weather,
                subject=premise.hero.looks,
                action=_seen(part, kind, premise, rng),
                framing=setup.framing if _clashes(scenes, setup.setting, framing, setup.time.value) else framing,
                camera=setup.camera,
                narration=_line(part, kind, premise, narrator, request.max_words_per_scene),
                speaker=None,
                on_screen_text=_text(part, premise, call, scenes),
                weight=1.2 if part in {"product", "action"} else 0.95,
                characters=[],
                location=None,
                avoid=None,
            )
        )
    return scenes


def _world(premise: Premise, kind: str) -> str:
    """Where a product is shown: things stay on tables and in studios unless the brief takes them outdoors."""
    if premise.hero.role not in LABELLED:
        return "home" if premise.world == "product" and premise.hero.role in _LIVING else premise.world
    if premise.hero.role == ActorKind.ROCKET or premise.world not in _INDOORS:
        return premise.world
    if kind == "place" and premise.hero.role == ActorKind.BOOK:
        return "home"
    return "table" if kind in {"drink", "food", "place"} else "product"


def _clashes(scenes: list[PlannedScene], setting: str, framing: Framing, time: str) -> bool:
    taken = any((s.setting, s.framing, s.time_of_day.value) == (setting, framing, time) for s in scenes)
    return taken or bool(scenes and scenes[-1].framing is framing)


def _parts(count: int) -> list[str]:
    if count <= max(_SHORT):
        return list(_SHORT[max(1, count)])
    extra = [_GROWTH[i % len(_GROWTH)] for i in range(count - len(_ORDER))]
    return sorted([*_ORDER, *extra], key=_ORDER.index)


def _line(part: str, kind: str, premise: Premise, narrator: Narrator, max_words: int) -> str:
    """What is said: in the last scene the offer, where it is more than what is shown; the name where it helps."""
    if part == "action" and (offer := _spoken_offer(premise, max_words)) is not None:
        return offer
    for bank in (kind, "any"):
        found = narrator.choose(_lines(bank, part, premise))
        if found is not None:
            return found[1]
    for other in ("detail", "benefit", "hook", "problem"):
        found = narrator.choose(line for bank in (kind, "any") for line in _lines(bank, other, premise))
        if found is not None:
            return found[1]
    return ""


def _lines(bank: str, part: str, premise: Premise) -> list[Line]:
    """The lines of a bank; without a name, those that stand without one."""
    if premise.brand:
        words = set(re.findall(r"\w+", premise.brand.lower()))
        # "Glow. Glow on.": a slogan must not stumble over the name.
        return [Line(say=text) for text in ads()[bank][part] if not words & set(re.findall(r"\w+", text.lower()))]
    if part == "product":
        return [Line(say=text) for text in ads()["unnamed"]]
    texts = [text.removeprefix("{Brand}. ") for text in ads()[bank][part]]
    return [Line(say=text) for text in texts if "rand}" not in text]


def _spoken_offer(premise: Premise, max_words: int) -> str | None:
    name = f"{premise.brand}. " if premise.brand else ""
    offer = premise.offer.spoken(max_words - len(name.split()))
    return f"{name}{offer}" if offer else None


def _seen(part: str, kind: str, premise: Premise, rng: Random) -> str:
    thing = premise.subject is None or premise.subject.kind in LABELLED
    if premise.deed and not thing and part in {"hook", "product"}:
        return premise.deed
    if premise.hero.role == "place":
        return ""
    if kind == "event" and premise.hero.role == ActorKind.PERSON:
        return rng.choice(_SEEN_ON_STAGE)
    if premise.hero.role == ActorKind.ROCKET:
        return rng.choice(_SEEN_ALOFT)
    return rng.choice((_SEEN_PEOPLE if premise.hero.role in _LIVING else _SEEN)[part])


def _text(part: str, premise: Premise, call: str | None, scenes: list[PlannedScene]) -> str | None:
    """The product's name where it first appears, the call to action at the end."""
    if part == "action":
        return call
    shown = any(scene.on_screen_text for scene in scenes)
    if part != "product" or shown or premise.brand is None:
        return None
    signed = f"{premise.brand} by {premise.maker}"
    return signed if premise.maker and len(signed.split()) <= MAX_WORDS else premise.brand
