"""Kinds of product: told by the words of a brief, else by what the product looks like."""

from film.plan import MusicMood
from planner.premise import Premise
from planner.shot import ActorKind
from planner.tokens import word_set
from planner.trades import stand_for

KINDS = {
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
        "shoe shoes sneaker sneakers boot boots bike bicycle running sport gym fitness scooter skateboard e-bike tent "
        "backpack outdoor"
    ),
    "drive": word_set("car cars suv van truck motorcycle motorbike roadster convertible pickup"),
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
        "plumber tax studio salon museum charity vet doctor travel trip holiday delivery"
    ),
}  # fmt: skip
_KIND_OF_ACTOR = {
    ActorKind.DROPPER_BOTTLE: "skincare", ActorKind.CUP: "drink", ActorKind.CAN: "drink",
    ActorKind.COFFEE_CART: "drink",
    ActorKind.HEADPHONES: "sound", ActorKind.SHOE: "motion", ActorKind.BICYCLE: "motion",
    ActorKind.CAR: "drive", ActorKind.TRUCK: "drive",
    ActorKind.WATCH: "keepsake", ActorKind.PHONE: "tech", ActorKind.LAPTOP: "tech", ActorKind.ROBOT: "tech",
}  # fmt: skip
_MOODS = {
    "motion": MusicMood.ENERGETIC,
    "drive": MusicMood.ENERGETIC,
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
    counts = {kind: sum(word in signs for word in words) for kind, signs in KINDS.items()}
    if not counts["service"] and premise.subject is not None and premise.subject.kind in _KIND_OF_ACTOR:
        named = set(premise.subject.word.split()) | set(premise.subject.modifiers)
        return next((kind for kind, signs in KINDS.items() if signs & named), _KIND_OF_ACTOR[premise.subject.kind])
    if premise.subject is not None:
        own = {*premise.subject.word.split(), *premise.subject.modifiers}
        counts = {kind: count + bool(own & KINDS[kind]) for kind, count in counts.items()}
    best = max(counts, key=lambda kind: (counts[kind], kind == "service"))
    return best if counts[best] else "any"


def ad_mood(kind: str, premise: Premise) -> MusicMood:
    """The brief's mood, else what suits the product."""
    return premise.told_mood or _MOODS.get(kind, MusicMood.WARM)
