import pytest

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.reader import Reader
from planner.shot import Action, ActorKind, Setting, Shot

K, S, T, W, F, C, A = ActorKind, Setting, TimeOfDay, Weather, Framing, CameraMove, Action

# Each prompt with what must be read from it; what is not named may be anything.
NATURAL = [
    (
        "A silver robot walks through downtown Austin at sunset",
        {
            "kind": K.ROBOT,
            "setting": S.CITY_STREET,
            "time": T.SUNSET,
            "place": "austin",
            "action": A.WALK,
            "colour": "#c3c8d6",
        },
    ),
    ("a serum bottle on marble", {"kind": K.DROPPER_BOTTLE, "setting": S.MARBLE_COUNTER, "label": "Serum"}),
    ("a lighthouse in a storm", {"kind": K.LIGHTHOUSE, "setting": S.ROCKY_COAST, "weather": W.STORM}),
    ("a child and a kite on a hill", {"kind": K.CHILD, "setting": S.HILLS, "holding": K.KITE, "weather": W.WINDY}),
    ("a coffee cart at dawn", {"kind": K.COFFEE_CART, "setting": S.CITY_STREET, "time": T.DAWN}),
    (
        "An old woman in a red coat with long hair feeds pigeons in the park",
        {"kind": K.PERSON, "traits": {"old", "red coat", "long hair"}},
    ),
    (
        "an empty street without rain at night",
        {"setting": S.CITY_STREET, "time": T.NIGHT, "weather": W.CLEAR, "cast": 0},
    ),
    ("a street with no people at sunset", {"setting": S.CITY_STREET, "time": T.SUNSET, "cast": 0}),
    ('A Lumen serum called "Glow" on a marble counter', {"kind": K.DROPPER_BOTTLE, "label": "Glow", "action": A.IDLE}),
    ("a Lumen serum on marble", {"label": "Lumen"}),
    ("a bottle of shampoo named Tide Pool", {"kind": K.BOTTLE, "label": "Tide Pool"}),
    ("the fish market in Tokyo", {"setting": S.MARKET, "place": "tokyo", "cast": 0}),
    ("a girl waves goodbye", {"kind": K.CHILD, "action": A.WAVE}),
    ("crashing waves at dusk", {"setting": S.OPEN_SEA, "time": T.DUSK}),
    (
        "a man riding a bicycle through Paris in the rain",
        {"kind": K.PERSON, "holding": K.BICYCLE, "place": "paris", "weather": W.RAIN},
    ),
    ("three dogs running on a beach at golden hour", {"kind": K.DOG, "cast": 3, "setting": S.BEACH, "time": T.SUNSET}),
    ("macro shot of a wristwatch, studio", {"kind": K.WATCH, "framing": F.DETAIL, "setting": S.STUDIO}),
    ("two astronauts dance on the moon", {"kind": K.PERSON, "cast": 2, "setting": S.SPACE, "action": A.DANCE}),
    ("a ship in a bottle", {"kind": K.BOAT}),
    ("a whale swims under the sea", {"kind": K.WHALE, "setting": S.UNDERWATER, "action": A.SWIM}),
    (
        "Tokyo at night in the rain, neon pink",
        {"place": "tokyo", "time": T.NIGHT, "weather": W.RAIN, "accent": "#ee8fb0"},
    ),
    ("a wizard reads a spellbook in an attic", {"kind": K.PERSON, "holding": K.BOOK, "setting": S.LIVING_ROOM}),
    ("a platypus swims in a river", {"kind": K.FOX, "action": A.SWIM, "setting": S.FOREST}),
    ("quiet forest, no people, misty", {"setting": S.FOREST, "weather": W.FOG, "cast": 0, "framing": F.WIDE}),
    ("a girl flying a red kite", {"kind": K.CHILD, "holding": K.KITE, "action": A.HOLD}),
    (
        "a musician playing guitar on a rooftop in Brooklyn",
        {"holding": K.GUITAR, "setting": S.ROOFTOP, "place": "new_york"},
    ),
    ("an old fisherman in the harbour", {"kind": K.PERSON, "setting": S.ROCKY_COAST, "traits": {"old", "fisherman"}}),
    ("Ein alter Mann füttert Tauben im Park", {"kind": K.PERSON}),
    ("Un gato negro duerme en la cocina de noche", {"kind": K.CAT, "setting": S.KITCHEN, "time": T.NIGHT}),
    ("une fille dans la rue", {"kind": K.CHILD, "setting": S.CITY_STREET}),
    (
        "a train crosses a snowy mountain pass at dawn",
        {"kind": K.TRAIN, "setting": S.MOUNTAINS, "weather": W.SNOW, "action": A.RIDE},
    ),
    (
        "drone shot of a winding coastal road, blue car",
        {"kind": K.CAR, "framing": F.WIDE, "setting": S.ROAD, "colour": "#2f6fc4"},
    ),
    ("a pair of running shoes on a racetrack", {"kind": K.SHOE, "cast": 2, "setting": S.ROAD}),
    ("a jar of honey on a wooden table in the kitchen", {"kind": K.JAR, "setting": S.KITCHEN, "label": "Honey"}),
    ("a can of Zing soda", {"kind": K.CAN, "label": "Zing"}),
    (
        "black cat watches the moon from a rooftop",
        {"kind": K.CAT, "setting": S.ROOFTOP, "action": A.LOOK_UP, "colour": "#2c2a33"},
    ),
    ("toaster", {"kind": K.BOX}),
    ("vintage typewriter on a desk", {"kind": K.LAPTOP, "setting": S.OFFICE}),
    ("a mother and her son walk along the beach", {"kind": K.PERSON, "cast": 2, "setting": S.BEACH, "action": A.WALK}),
    ("a rocket launches from the desert", {"kind": K.ROCKET, "setting": S.DESERT, "action": A.FLY}),
    (
        "a red bicycle leaning against a wall in Amsterdam",
        {"kind": K.BICYCLE, "colour": "#d8412f", "place": "amsterdam"},
    ),
    (
        "horse galloping across the prairie, storm clouds behind",
        {"kind": K.HORSE, "setting": S.HILLS, "action": A.RUN, "weather": W.STORM},
    ),
    (
        "a boy with a blue backpack waits for the school bus",
        {"kind": K.CHILD, "traits": {"blue backpack"}, "action": A.SIT},
    ),
    ("pan left over a foggy harbour", {"camera": C.PAN_LEFT, "setting": S.ROCKY_COAST, "weather": W.FOG}),
    ("she runs through the rain", {"kind": K.PERSON, "action": A.RUN, "traits": {"she"}, "camera": C.TRACK}),
    ("close-up of an old sailor's face", {"kind": K.PERSON, "framing": F.CLOSE, "cast": 1}),
    ("underwater city with glowing jellyfish", {"kind": K.FISH, "setting": S.UNDERWATER}),
    ("a knight and a dragon in front of a castle", {"kind": K.PERSON}),
    ("spaceship over Mars", {"kind": K.ROCKET, "place": "mars"}),
    ("the cat is not sleeping, it dances", {"kind": K.CAT, "action": A.DANCE}),
    ("the meaning of hope", {"kind": K.ORB}),
    ("a hot air balloon over Provence", {"kind": K.BALLOON, "place": "provence"}),
    ("wooden box on a pedestal", {"kind": K.BOX, "setting": S.STUDIO, "colour": "#a9743f"}),
    ("a robot dog barks", {"kind": K.DOG, "cast": 1}),
    ("the camera tilts up over the trees", {"camera": C.TILT_UP}),
    ("a red vintage car on the coast road", {"kind": K.CAR, "setting": S.ROAD, "traits": {"vintage"}}),
    ("a robot on the moon misses home", {"kind": K.ROBOT, "setting": S.SPACE}),
    ("headphones on a desk", {"kind": K.HEADPHONES, "cast": 1, "setting": S.OFFICE}),
    ("women dancing at a festival", {"kind": K.PERSON, "cast": 2, "action": A.DANCE, "setting": S.STAGE}),
    ("a barista pours a latte", {"kind": K.PERSON, "setting": S.CAFE, "action": A.POUR}),
    ("a start-up team celebrating", {"kind": K.PERSON, "cast": 3, "setting": S.OFFICE}),
    ("you can see a fox", {"kind": K.FOX, "cast": 1}),
    ("a fox sits in the snow, not at night", {"kind": K.FOX, "weather": W.SNOW, "time": T.DAY}),
]

PLANNED = (
    "Wide shot, push in. A silver robot walking. Setting: downtown Austin, Texas. Sunset, rain. "
    "Look: Warm dusk palette of coral and amber, soft grain."
)
DIRECTED = [
    (
        "",
        {
            "framing": F.WIDE,
            "camera": C.PUSH_IN,
            "time": T.SUNSET,
            "weather": W.RAIN,
            "place": "austin",
            "accent": "#f07f66",
        },
    ),
    ("closer, at night", {"framing": F.MEDIUM, "time": T.NIGHT, "kind": K.ROBOT}),
    ("much closer", {"framing": F.CLOSE}),
    ("from further away", {"framing": F.WIDE}),
    ("make it a close-up and let it snow", {"framing": F.CLOSE, "weather": W.SNOW}),
    ("without rain", {"weather": W.CLEAR}),
    ("in red", {"colour": "#d8412f", "kind": K.ROBOT}),
    ("make the robot gold", {"kind": K.ROBOT, "cast": 1}),
    ("on a beach instead", {"setting": S.BEACH, "kind": K.ROBOT}),
    ("a dog instead of the robot", {"kind": K.DOG, "cast": 1, "action": A.WALK}),
    ("add a dog", {"kind": K.ROBOT, "cast": 2}),
    ("no robot, an empty street", {"cast": 0}),
    ("let it dance", {"action": A.DANCE}),
    ("static camera", {"camera": C.STATIC}),
    ("darker", {"time": T.DUSK}),
    ("in Tokyo", {"place": "tokyo", "setting": S.CITY_STREET}),
    ("holding a lantern", {"kind": K.ROBOT}),
]


def check(shot: Shot, wanted: dict[str, object]) -> None:
    subject = shot.actors[0] if shot.actors else None
    read = {
        "setting": shot.setting,
        "time": shot.time_of_day,
        "weather": shot.weather,
        "framing": shot.framing,
        "camera": shot.camera,
        "place": shot.place,
        "accent": shot.accent,
        "cast": len(shot.actors),
        "kind": subject and subject.kind,
        "action": subject and subject.action,
        "colour": subject and subject.colour,
        "label": subject and subject.label,
        "holding": subject and subject.holding,
    }
    for what, value in wanted.items():
        if what == "traits":
            assert isinstance(value, set)
            assert subject is not None
            assert value <= set(subject.traits)
        else:
            assert read[what] == value, (what, shot)


@pytest.mark.parametrize(("prompt", "wanted"), NATURAL, ids=[prompt for prompt, _ in NATURAL])
def test_reads_a_prompt(reader: Reader, prompt: str, wanted: dict[str, object]) -> None:
    check(reader.read(prompt, seed=3), wanted)


@pytest.mark.parametrize(("note", "wanted"), DIRECTED, ids=[note for note, _ in DIRECTED])
def test_a_direction_overrides_what_came_before(reader: Reader, note: str, wanted: dict[str, object]) -> None:
    check(reader.read(f"{PLANNED} Direction: {note}" if note else PLANNED, seed=3), wanted)


@pytest.mark.parametrize(
    "prompt", ["", "?!", "おばあさんと猫", "zorgblat", "1 2 3", "Direction: closer", "the the the", "a" * 9000]
)
def test_draws_something_for_any_text(reader: Reader, prompt: str) -> None:
    assert isinstance(reader.read(prompt, seed=0), Shot)


def test_the_same_prompt_gives_the_same_shot(reader: Reader) -> None:
    assert reader.read("a fox in the snow", seed=5) == reader.read("a fox in the snow", seed=5)


def test_never_shows_more_than_four_actors(reader: Reader) -> None:
    assert len(reader.read("ten dogs, six cats and a crowd of people", seed=1).actors) == 4
