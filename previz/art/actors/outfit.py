"""What a person wears and how they look, read from traits and filled in by chance."""

from dataclasses import dataclass

from previz.art.actors.traits import Traits
from previz.art.paint import mix

_SKINS = ("#f3c9a5", "#e8b48c", "#d79a70", "#b97a50", "#92593a", "#6b402b")
_HAIRS = ("#2b2024", "#3d2a22", "#5a3a26", "#7b4a2a", "#1f1b22", "#a3672f", "#c9994f")
_SHIRTS = ("#d9583f", "#2f7f86", "#e0a63a", "#5a6fb0", "#7d9a5a", "#b85a7a", "#e9e2d4", "#3f5a78")
_TROUSERS = ("#33415f", "#4a4450", "#5f5346", "#2f3a44", "#6a5a4a")
_WHITE_HAIR = "#e4e2e0"

_WOMEN = (
    "woman",
    "women",
    "lady",
    "girl",
    "mother",
    "mum",
    "mom",
    "grandmother",
    "granny",
    "daughter",
    "sister",
    "queen",
    "actress",
    "waitress",
    "she",
    "her",
    "female",
    "bride",
    "ballerina",
    "aunt",
    "wife",
)
_MEN = (
    "man",
    "men",
    "boy",
    "father",
    "dad",
    "grandfather",
    "grandpa",
    "son",
    "brother",
    "king",
    "gentleman",
    "he",
    "his",
    "male",
    "guy",
    "husband",
    "uncle",
    "keeper",
    "fisherman",
)
_OLD = ("old", "elderly", "aged", "grandmother", "grandfather", "granny", "grandpa", "senior", "ancient", "wise")
_IN_SPACE = ("astronaut", "spacesuit", "cosmonaut")
_ASHORE = ("keeper", "sailor", "fisherman", "captain", "raincoat")


@dataclass(frozen=True)
class Outfit:
    """One person's looks. ``top`` is shirt, sweater, jacket, coat, suit or dress; ``hair`` a style; ``hat`` or None."""

    woman: bool
    old: bool
    skin: str
    hair: str
    hair_colour: str
    eyes: str
    beard: str | None
    glasses: bool
    top: str
    top_colour: str
    under_colour: str
    bottom_colour: str
    shoe_colour: str
    boots: bool
    apron: str | None
    scarf: str | None
    hat: str | None
    hat_colour: str
    striped: bool


def outfit_of(traits: Traits, child: bool = False) -> Outfit:
    """Dress a person: what the prompt says first, then chance, in colours that go together."""
    has = traits.has
    coin = traits.pick(["woman", "man"])
    woman = has(*_WOMEN) or (not has(*_MEN) and not has("beard", "bearded") and coin == "woman")
    old = has(*_OLD) and not child
    skin = _skin(traits)
    top, hat = _top(traits, woman, child), _hat(traits)
    main = traits.colour_of(top, "coat", "dress", "shirt", "jacket", "sweater", "raincoat", "suit", "hoodie", "clothes")
    colour = main or traits.main(*_SHIRTS)
    if top == "suit" and main is None and traits.actor.colour is None:
        colour = traits.pick(["#3b4665", "#4c4a58", "#2f3f4a", "#5a4636"])
    if has("keeper", "fisherman") and main is None and traits.actor.colour is None:
        colour = "#f0b92f"
    if has("doctor", "scientist", "chef", "cook", "baker", "nurse") and main is None and traits.actor.colour is None:
        colour = "#f4f1ea"
    if top == "spacesuit":
        colour = traits.colour_of("spacesuit", "suit") or traits.actor.colour or "#eef1f4"
    apron = None
    if has("apron", "barista", "waiter", "waitress", "baker", "potter", "florist", "blacksmith", "vendor"):
        apron = traits.colour_of("apron") or ("#4a6b57" if has("barista") else traits.pick(["#8a5a3a", "#3d4a63"]))
    hair_colour = traits.colour_of("hair", "haired") or (
        "#c96a2c" if has("redhead", "ginger") else _natural_hair(skin, traits)
    )
    if has("grey", "gray", "white") and not traits.colour_of("hair", "haired") and old:
        hair_colour = _WHITE_HAIR
    if old and traits.colour_of("hair", "haired") is None:
        hair_colour = mix(_WHITE_HAIR, hair_colour, 0.08)
    scarf = traits.colour_of("scarf") or ("#d8412f" if has("scarf") or (child and has("kite")) else None)
    return Outfit(
        woman=woman,
        old=old,
        skin=skin,
        hair=_hair(traits, woman, old, child),
        hair_colour=hair_colour,
        eyes=traits.colour_of("eyes", "eyed") or traits.pick(["#4a342a", "#3f5a4a", "#3f5f7f", "#2f2428"]),
        beard=_beard(traits, woman, old, child),
        glasses=has("glasses", "spectacles", "bespectacled", "nerd", "librarian", "professor"),
        top=top,
        top_colour=colour,
        under_colour="#f1ece2" if top in ("suit", "jacket") else mix(colour, "#2c2a3a", 0.45),
        bottom_colour=traits.colour_of("trousers", "pants", "jeans", "skirt", "shorts")
        or (mix(colour, "#1c1a2a", 0.12) if top in ("suit", "spacesuit") else traits.pick(_TROUSERS)),
        shoe_colour=traits.colour_of("shoes", "boots", "sneakers")
        or ("#8a94a4" if top == "spacesuit" else traits.pick(["#3a2c2c", "#6a4230", "#e9e4da", "#2f3038"])),
        boots=has("boots", "hiker", "explorer", *_ASHORE, *_IN_SPACE),
        apron=apron,
        scarf=scarf,
        hat=hat,
        hat_colour=traits.colour_of("hat", "cap", "beanie", "helmet", "hood") or _hat_colour(hat, colour, traits),
        striped=has("striped", "stripes", "stripy"),
    )


def _natural_hair(skin: str, traits: Traits) -> str:
    chance = traits.pick(_HAIRS)
    dark = mix(_HAIRS[0], chance, 0.25)
    return dark if skin in _SKINS[3:] else chance


def _skin(traits: Traits) -> str:
    chance = traits.pick(_SKINS)
    if not traits.has("skin", "skinned", "complexion"):
        return chance
    if traits.has("pale", "fair", "light", "white"):
        return _SKINS[0]
    return _SKINS[4] if traits.has("dark", "brown", "black") else chance


def _top(traits: Traits, woman: bool, child: bool) -> str:
    chance = traits.pick(["shirt", "sweater", "jacket", "shirt"])
    words = {
        "spacesuit": _IN_SPACE,
        "coat": (
            "coat",
            "raincoat",
            "trench",
            "overcoat",
            "keeper",
            "fisherman",
            "doctor",
            "scientist",
            "detective",
            "cloak",
            "robe",
        ),
        "dress": ("dress", "gown", "ballerina", "bride", "princess"),
        "suit": ("suit", "businessman", "businesswoman", "manager", "tuxedo", "gentleman", "lawyer", "executive"),
        "jacket": ("jacket", "blazer", "leather", "explorer", "pilot", "hiker", "captain"),
        "sweater": ("sweater", "jumper", "hoodie", "pullover", "cardigan", "sailor"),
        "shirt": ("shirt", "tshirt", "blouse", "barista"),
    }
    named = [top for top, signs in words.items() if traits.has(*signs)]
    if named:
        return named[0]
    return "dress" if woman and child and chance == "shirt" else chance


def _hat(traits: Traits) -> str | None:
    words = {
        "souwester": ("souwester", "sou'wester", "keeper", "fisherman", "rainhat"),
        "chef": ("chef", "cook", "baker"),
        "helmet": ("helmet", "cyclist", "worker", "builder", "engineer", "miner"),
        "beanie": ("beanie", "winter", "sailor", "skater"),
        "cap": ("cap", "baseball", "driver", "captain", "conductor"),
        "brim": ("hat", "fedora", "sunhat", "cowboy", "farmer", "detective", "explorer", "gardener", "wizard"),
        "crown": ("crown", "king", "queen", "princess", "prince"),
        "bubble": _IN_SPACE,
    }
    named = [hat for hat, signs in words.items() if traits.has(*signs)]
    return named[0] if named else None


def _hat_colour(hat: str | None, colour: str, traits: Traits) -> str:
    chance = traits.pick(["#7a4a34", "#3f4a63", "#b0413a"])
    fixed = {"souwester": colour, "chef": "#f7f4ee", "crown": "#e2b24a", "helmet": "#f0b429", "bubble": "#e8edf2"}
    return fixed.get(hat or "", chance)


def _hair(traits: Traits, woman: bool, old: bool, child: bool) -> str:
    women = (
        ["long", "bob", "bun", "ponytail", "curly"] if not child else ["pigtails", "bob", "ponytail", "long", "curly"]
    )
    men = ["short", "short", "side", "curly"] if not child else ["tousled", "short", "curly"]
    chance = traits.pick(women) if woman else traits.pick(men)
    words = {
        "bald": ("bald",),
        "curly": ("curly", "afro"),
        "bun": ("bun",),
        "ponytail": ("ponytail",),
        "pigtails": ("pigtails", "braids", "plaits"),
        "bob": ("bob",),
        "long": ("long",),
        "tousled": ("messy", "tousled", "wild"),
        "short": ("short",),
    }
    named = [style for style, signs in words.items() if traits.has(*signs)]
    if named:
        return named[0]
    if old:
        return "bun" if woman else "fringe"
    return chance


def _beard(traits: Traits, woman: bool, old: bool, child: bool) -> str | None:
    chance = traits.pick(["none", "none", "none", "stubble", "full"])
    if traits.has("moustache", "mustache"):
        return "moustache"
    if traits.has("beard", "bearded", "keeper", "fisherman", "wizard", "viking", "santa") and not traits.has(*_WOMEN):
        return "full"
    if woman or child or chance == "none":
        return "full" if old and not woman and chance == "full" else None
    return chance
