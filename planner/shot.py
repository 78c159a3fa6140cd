"""What the artist draws: a prompt, read into settings, light and actors the scene kit knows."""

from enum import StrEnum

from pydantic import Field

from film.model import Value
from film.shot import CameraMove, Framing, TimeOfDay, Weather


class Setting(StrEnum):
    """The places of the scene kit. One module of ``previz.art.settings`` each."""

    CITY_STREET = "city_street"
    ROOFTOP = "rooftop"
    MARKET = "market"
    CAFE = "cafe"
    KITCHEN = "kitchen"
    LIVING_ROOM = "living_room"
    OFFICE = "office"
    WORKSHOP = "workshop"
    MARBLE_COUNTER = "marble_counter"
    STUDIO = "studio"
    STAGE = "stage"
    FOREST = "forest"
    HILLS = "hills"
    MOUNTAINS = "mountains"
    BEACH = "beach"
    ROCKY_COAST = "rocky_coast"
    OPEN_SEA = "open_sea"
    UNDERWATER = "underwater"
    DESERT = "desert"
    ROAD = "road"
    VILLAGE = "village"
    SPACE = "space"


class ActorKind(StrEnum):
    """Who or what can be seen. Parametric: colour and traits make one differ from the next."""

    ROBOT = "robot"
    PERSON = "person"
    CHILD = "child"
    DOG = "dog"
    CAT = "cat"
    FOX = "fox"
    HORSE = "horse"
    BIRD = "bird"
    FISH = "fish"
    WHALE = "whale"
    CAR = "car"
    TRUCK = "truck"
    BICYCLE = "bicycle"
    TRAIN = "train"
    BOAT = "boat"
    ROCKET = "rocket"
    BALLOON = "balloon"
    BOTTLE = "bottle"
    DROPPER_BOTTLE = "dropper_bottle"
    JAR = "jar"
    BOX = "box"
    CAN = "can"
    CUP = "cup"
    PHONE = "phone"
    LAPTOP = "laptop"
    HEADPHONES = "headphones"
    SHOE = "shoe"
    WATCH = "watch"
    PLANT = "plant"
    BOOK = "book"
    GUITAR = "guitar"
    CAMERA = "camera"
    LIGHTHOUSE = "lighthouse"
    COFFEE_CART = "coffee_cart"
    HOUSE = "house"
    TREE = "tree"
    TENT = "tent"
    KITE = "kite"
    LANTERN = "lantern"
    ORB = "orb"


class Action(StrEnum):
    """What an actor does; every actor gives each its own motion, or the nearest it has."""

    IDLE = "idle"
    WALK = "walk"
    RUN = "run"
    RIDE = "ride"
    FLY = "fly"
    SWIM = "swim"
    SIT = "sit"
    WAVE = "wave"
    HOLD = "hold"
    LOOK_UP = "look_up"
    DANCE = "dance"
    WORK = "work"
    TALK = "talk"
    SPIN = "spin"
    GLOW = "glow"
    POUR = "pour"


class Actor(Value):
    """One thing to draw. ``colour`` is its main colour as ``#rrggbb``; ``label`` is lettering it wears.

    ``traits`` are lower-case words of the prompt that change its looks ("old", "silver", "red coat",
    "long hair", "striped"); an actor uses those it knows. ``holding`` is a smaller thing in its hands or
    beside it.
    """

    kind: ActorKind
    action: Action = Action.IDLE
    colour: str | None = None
    traits: tuple[str, ...] = ()
    label: str | None = None
    holding: ActorKind | None = None


class Shot(Value):
    """A picture to draw, complete: the same shot and size always give the same bytes.

    ``actors[0]`` is the subject; the rest stand beside or behind it. ``accent`` is a colour named by the
    prompt for the whole picture. ``place`` names a known place ("austin", "paris", "tokyo") whose landmarks a
    setting may draw.
    """

    setting: Setting
    time_of_day: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    framing: Framing = Framing.MEDIUM
    camera: CameraMove = CameraMove.PUSH_IN
    actors: tuple[Actor, ...] = Field(default=(), max_length=4)
    accent: str | None = None
    place: str | None = None
    seed: int = Field(default=7, ge=0)
