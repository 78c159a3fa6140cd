"""The bank of moods: looks that are whole in themselves and unlike each other."""

from enum import StrEnum
from typing import NamedTuple

from film.style import StyleSpec


class Family(StrEnum):
    """What moods have in common; a board has no two of a family as long as there are others."""

    WARM = "warm"
    COOL = "cool"
    DARK = "dark"
    BRIGHT = "bright"
    BOLD = "bold"
    QUIET = "quiet"


class KnownMood(NamedTuple):
    """A mood of the bank. ``said`` are words of a brief that speak for it; longer ones stand for all that begin so.

    ``hour`` is when it is drawn, where the brief does not say.
    """

    name: str
    family: Family
    hour: str
    said: str
    style: StyleSpec


def _look(mood: str, lighting: str, palette: str, grade: str, camera: str, lens: str, texture: str) -> StyleSpec:
    return StyleSpec(
        mood=mood,
        lighting=lighting,
        palette=tuple(palette.split(", ")),
        grade=grade,
        camera=camera,
        lens=lens,
        texture=texture,
    )


BANK = (
    KnownMood(
        "Golden hour",
        Family.WARM,
        "at sunset",
        "sunset evening summer love memor nostalg home family honey gold walk austin desert farm bread baker",
        _look(
            "wistful and warm",
            "low sun from behind, long soft shadows",
            "amber, honey, dusty rose",
            "warm highlights, gently lifted blacks",
            "slow drift beside the subject",
            "50 mm, shallow focus",
            "fine film grain",
        ),
    ),
    KnownMood(
        "Candlelight",
        Family.WARM,
        "at night, indoors",
        "dinner night winter cosy cozy cabin fire tale grandm restaurant wine christmas letter old",
        _look(
            "intimate, hushed",
            "small flames as the only light, deep falloff",
            "ember orange, walnut, cream",
            "rich and warm, dense shadows",
            "close and still",
            "85 mm, very shallow focus",
            "soft, slightly grainy",
        ),
    ),
    KnownMood(
        "Blue hour",
        Family.COOL,
        "at dusk",
        "dusk city rain lonely alone wait train station leave goodbye sea harbour blue night quiet",
        _look(
            "pensive, a little lonely",
            "last skylight against lit windows",
            "steel blue, slate, pale gold",
            "cool shadows, warm points of light",
            "patient pans",
            "35 mm, deep focus",
            "clean with a trace of grain",
        ),
    ),
    KnownMood(
        "Nordic morning",
        Family.COOL,
        "on a clear cold day",
        "snow winter ice north mountain mist fog cold fresh water skin serum clean nature outdoor",
        _look(
            "clear and calm",
            "high overcast, bright and shadowless",
            "ice blue, birch white, moss",
            "low saturation, crisp whites",
            "level, unhurried",
            "40 mm, everything readable",
            "sharp and clean",
        ),
    ),
    KnownMood(
        "Neon rain",
        Family.BOLD,
        "at night, in the rain",
        "neon tokyo cyber future robot street night club synth rain game arcade city electric drive",
        _look(
            "restless, electric",
            "coloured signs on wet ground, faces lit from the side",
            "magenta, cyan, ink",
            "high contrast, saturated lights, crushed blacks",
            "gliding low",
            "28 mm, reflections in the foreground",
            "wet gloss and haze",
        ),
    ),
    KnownMood(
        "Pop studio",
        Family.BOLD,
        "in bright daylight",
        "pop colour color fun snack soda shoe sneaker dance party launch young street candy trend sale",
        _look(
            "loud and playful",
            "hard flash, crisp short shadows",
            "tomato red, sunflower yellow, turquoise",
            "saturated, flat, graphic",
            "snappy, centred",
            "35 mm, sharp from front to back",
            "seamless paper, glossy",
        ),
    ),
    KnownMood(
        "Chiaroscuro",
        Family.DARK,
        "at night, in fog",
        "mystery crime detective secret murder shadow ghost noir opera watch whisky spy dark thriller",
        _look(
            "tense, secretive",
            "one hard source, most of the frame in shadow",
            "charcoal, oxblood, brass",
            "deep blacks, restrained colour",
            "slow and deliberate",
            "50 mm, focus on a detail",
            "velvet shadows, coarse grain",
        ),
    ),
    KnownMood(
        "Midnight velvet",
        Family.DARK,
        "at night",
        "luxury perfume jewel elegant gala silk dress hotel moon night premium black champagne piano",
        _look(
            "sensual, precious",
            "narrow beams, edges drawn by light",
            "midnight blue, black, champagne",
            "glossy, low key",
            "slow arcs",
            "100 mm macro, falling focus",
            "silk and polished metal",
        ),
    ),
    KnownMood(
        "Bright morning",
        Family.BRIGHT,
        "in the morning",
        "morning coffee breakfast start day child school garden kitchen fresh juice app work happy baby",
        _look(
            "hopeful, awake",
            "big window light, airy bounce",
            "warm white, leaf green, sky blue",
            "bright, soft contrast",
            "easy and handheld",
            "35 mm, natural depth",
            "clean and soft",
        ),
    ),
    KnownMood(
        "White space",
        Family.BRIGHT,
        "in even daylight",
        "product phone tech device design minimal bottle cream software pure simple headphones apple lamp",
        _look(
            "calm, exact",
            "large soft sources, even gradients",
            "paper white, pale grey, one accent of teal",
            "clean, open shadows",
            "precise slides",
            "90 mm, travelling focus",
            "matte, seamless",
        ),
    ),
    KnownMood(
        "Faded postcard",
        Family.QUIET,
        "at noon, in haze",
        "retro vintage seventies 70s road trip beach holiday motel record memory old travel van summer",
        _look(
            "nostalgic, unhurried",
            "midday sun through haze",
            "sand, faded teal, tangerine",
            "lifted blacks, shifted like old prints",
            "static wides, slow zooms",
            "zoom lens, soft edges",
            "expired film stock, light leaks",
        ),
    ),
    KnownMood(
        "Pastel dream",
        Family.QUIET,
        "at dawn",
        "dream fairy cloud sleep magic wish wedding flower girl kitten unicorn lullaby soft float bakery",
        _look(
            "dreamy, weightless",
            "glowing, light from everywhere",
            "blush pink, lilac, mint",
            "milky highlights, soft contrast",
            "floating",
            "50 mm with a soft filter",
            "powdery, hazy",
        ),
    ),
    KnownMood(
        "Forest floor",
        Family.QUIET,
        "by day",
        "forest tree wood fox deer moss mushroom river leaf hike earth organic tea herb animal bird",
        _look(
            "hushed, full of small life",
            "sun in broken patches through leaves",
            "moss green, bark brown, fern",
            "natural, deep greens",
            "low and curious",
            "macro and 35 mm by turns",
            "dew, bark and soil",
        ),
    ),
    KnownMood(
        "Grand epic",
        Family.BOLD,
        "at dawn, under storm clouds",
        "hero quest battle king dragon ocean storm climb champion race rocket space world legend win",
        _look(
            "heroic, vast",
            "low sun breaking through cloud",
            "bronze, storm grey, deep teal",
            "strong contrast, warm against cool",
            "sweeping cranes and aerials",
            "24 mm, immense depth",
            "dust, spray and haze in the air",
        ),
    ),
    KnownMood(
        "Workshop daylight",
        Family.WARM,
        "in the afternoon",
        "craft hand made maker wood repair workshop potter shoe leather local real honest documentary farmer tool",
        _look(
            "honest, absorbed",
            "daylight from one side, dust in it",
            "oak, linen, iron grey",
            "true to life, slightly warm",
            "handheld at eye level",
            "35 mm, close to the hands",
            "tactile, unpolished",
        ),
    ),
    KnownMood(
        "Underwater glow",
        Family.COOL,
        "by day",
        "sea ocean whale fish swim dive water deep submarine mermaid lagoon aquarium float surf",
        _look(
            "weightless, wondrous",
            "shafts from above, drifting caustics",
            "aqua, deep navy, pearl",
            "cool, luminous",
            "slow drifting",
            "20 mm, wide and near",
            "suspended particles, soft blur",
        ),
    ),
)
