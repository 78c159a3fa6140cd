"""An advertisement in a given number of scenes: hook, problem, product, detail, benefit, proof, call to action."""

from random import Random

from film.plan import MusicMood, PlannedScene
from film.shot import Framing
from previz.language.banks import Beat, Line, ads
from previz.language.casting import LABELLED
from previz.language.coverage import cover
from previz.language.narration import Narrator
from previz.language.premise import Premise
from previz.language.tokens import word_set
from previz.shot import ActorKind

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
    "hook": ("looking up", "waiting by the window"),
    "problem": ("sitting down, tired", "walking with quick steps"),
    "product": ("smiling and looking up", "working with care"),
    "detail": ("working with careful hands", "smiling"),
    "benefit": ("laughing", "walking lightly"),
    "proof": ("talking and laughing", "waving to a friend"),
    "action": ("waving with a smile", "smiling warmly"),
}
_TITLES = {
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
    "skincare": MusicMood.DREAMY,
}


def product_kind(premise: Premise) -> str:
    """The kind of product a brief advertises: by its words, else by what it looks like."""
    text = premise.brief.prompt.lower()
    words = [word.strip(".,;:!?\"'()") for word in text.split()]
    counts = {kind: sum(word in signs for word in words) for kind, signs in _KINDS.items()}
    if not counts["service"] and premise.subject is not None and premise.subject.kind in _KIND_OF_ACTOR:
        named = set(premise.subject.word.split()) | set(premise.subject.modifiers)
        return next((kind for kind, signs in _KINDS.items() if signs & named), _KIND_OF_ACTOR[premise.subject.kind])
    best = max(counts, key=lambda kind: (counts[kind], kind == "service"))
    return best if counts[best] else "any"


def ad_title(kind: str, premise: Premise, rng: Random) -> str:
    """A title: the brand with a promise, or the promise alone."""
    title = rng.choice(_TITLES[kind])
    branded = f"{premise.brand}: {title}" if premise.brand else title
    return branded if len(branded.split()) <= 5 else title


def ad_mood(kind: str, premise: Premise) -> MusicMood:
    """The brief's mood, else what suits the product."""
    return premise.told_mood or _MOODS.get(kind, MusicMood.WARM)


def advertise(premise: Premise, kind: str, narrator: Narrator, count: int, rng: Random) -> list[PlannedScene]:
    """The scenes of an advertisement."""
    parts = _parts(count)
    setups = cover(
        [_BEATS[part] for part in parts],
        world=_world(premise, kind),
        first_setting=premise.setting,
        place=premise.place,
        time=premise.time,
        weather=premise.weather,
        rng=rng,
    )
    call = narrator.fill(rng.choice([c for c in ads()["calls"] if bool(premise.brand) == ("{brand}" in c)]))
    scenes: list[PlannedScene] = []
    for part, setup in zip(parts, setups, strict=True):
        framing = Framing.CLOSE if part == "action" and setup.framing is Framing.WIDE else setup.framing
        scenes.append(
            PlannedScene(
                setting=setup.setting,
                time_of_day=setup.time,
                weather=setup.weather,
                subject=premise.hero.looks,
                action=_seen(part, premise, rng),
                framing=setup.framing if _clashes(scenes, setup.setting, framing, setup.time.value) else framing,
                camera=setup.camera,
                narration=_line(part, kind, narrator),
                speaker=None,
                on_screen_text=_text(part, premise, call, scenes),
                weight=1.2 if part in {"product", "action"} else 0.95,
            )
        )
    return scenes


def _world(premise: Premise, kind: str) -> str:
    """Where a product is shown: things stay on tables and in studios unless the brief takes them outdoors."""
    if premise.hero.role not in LABELLED or premise.world not in _INDOORS:
        return premise.world
    return "table" if kind in {"drink", "food"} else "product"


def _clashes(scenes: list[PlannedScene], setting: str, framing: Framing, time: str) -> bool:
    taken = any((s.setting, s.framing, s.time_of_day.value) == (setting, framing, time) for s in scenes)
    return taken or bool(scenes and scenes[-1].framing is framing)


def _parts(count: int) -> list[str]:
    if count <= max(_SHORT):
        return list(_SHORT[max(1, count)])
    extra = [_GROWTH[i % len(_GROWTH)] for i in range(count - len(_ORDER))]
    return sorted([*_ORDER, *extra], key=_ORDER.index)


def _line(part: str, kind: str, narrator: Narrator) -> str:
    for bank in (kind, "any"):
        found = narrator.choose(Line(say=text) for text in ads()[bank][part])
        if found is not None:
            return found[1]
    for other in ("detail", "benefit", "hook", "problem"):
        found = narrator.choose(Line(say=text) for bank in (kind, "any") for text in ads()[bank][other])
        if found is not None:
            return found[1]
    return ""


def _seen(part: str, premise: Premise, rng: Random) -> str:
    thing = premise.subject is None or premise.subject.kind in LABELLED
    if premise.deed and not thing and part in {"hook", "product"}:
        return premise.deed
    if premise.hero.role == "place":
        return ""
    living = premise.hero.role in {"person", "child", "robot", "dog", "cat", "fox", "horse"}
    return rng.choice((_SEEN_PEOPLE if living else _SEEN)[part])


def _text(part: str, premise: Premise, call: str | None, scenes: list[PlannedScene]) -> str | None:
    """The product's name where it first appears, the call to action at the end."""
    if part == "action":
        return call
    shown = any(scene.on_screen_text for scene in scenes)
    return premise.brand if part == "product" and not shown else None
