"""Flavours on disk: found, layered, told where they are wrong, and read again when they change."""

import os
import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from film.archetypes import Archetype
from film.brief import Mode
from film.finish import Finish
from film.flavour import Flavour
from film.format import Quality
from film.joints import TransitionKind
from film.lettering import CaptionStyle
from film.look import Look
from film.prompts import MOOD, MOTION, MUSIC, REFERENCE, STORYBOARD
from film.recipe import CharacterView, Recipe
from film.style import StyleSpec
from store.flavours import BrokenFlavourError, Flavours, UnknownFlavourError, load_flavours

BUNDLED = load_flavours()
NAMES = [entry.name for entry in BUNDLED.entries()]


def write(folder: Path, name: str, **parts: str) -> None:
    (folder / name).mkdir(exist_ok=True)
    for part, text in parts.items():
        path = folder / name / f"{part}.yaml"
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_text(text, "utf-8")
        # A file system's clock may not have ticked since the last write.
        os.utime(path, ns=(before + 10_000_000, max(path.stat().st_mtime_ns, before + 10_000_000)))


def fault_of(flavours: Flavours, name: str) -> str:
    with pytest.raises(BrokenFlavourError) as refused:
        flavours.flavour(name)
    return str(refused.value)


def test_the_bundled_flavours_are_whole() -> None:
    assert len(NAMES) >= 6 and NAMES[0] == "default"
    assert [entry.faults for entry in BUNDLED.entries()] == [()] * len(NAMES)


def test_the_default_recipe_is_what_films_without_a_flavour_are_made_by() -> None:
    recipe = BUNDLED.recipe("default")
    assert (recipe.still, recipe.motion) == (STORYBOARD, MOTION)
    assert (recipe.reference, recipe.music, recipe.mood) == (REFERENCE, MUSIC, MOOD)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_is_small_enough_to_travel(name: str) -> None:
    recipe = BUNDLED.recipe(name)
    assert recipe.flavour == name and Recipe.model_validate_json(recipe.model_dump_json()) == recipe
    assert len(recipe.model_dump_json()) < 3000


def test_flavours_differ_in_pace_and_shape() -> None:
    parameters = [BUNDLED.flavour(name).parameters for name in NAMES]
    paces = [each.scene_s for each in parameters if each.scene_s]
    assert max(paces) > 2 * min(paces) and len(set(paces)) >= 6
    assert len({each.transition for each in parameters}) >= 4


@pytest.mark.parametrize("mode", list(Mode))
def test_each_mode_has_flavours_that_suit_it(mode: Mode) -> None:
    assert sum(mode in BUNDLED.flavour(name).parameters.modes for name in NAMES) >= 4


def test_an_unknown_name_is_told_which_there_are() -> None:
    with pytest.raises(UnknownFlavourError, match=r"no flavour 'noire'; there is .*noir, "):
        BUNDLED.recipe("noire")


def test_versions_show_an_edit_even_under_an_old_number(tmp_path: Path) -> None:
    write(tmp_path, "noir", scene_prompts="writing: Write nothing but questions.\n")
    changed, before = Flavours(tmp_path).recipe("noir").versions, BUNDLED.recipe("noir").versions
    assert {name for name in before if before[name] != changed[name]} == {"plan", "brief_chat"}
    assert before["plan"].partition("+")[0] == changed["plan"].partition("+")[0] == "2"


def test_ones_own_folder_changes_a_bundled_flavour_piece_by_piece(tmp_path: Path) -> None:
    write(tmp_path, "noir", parameters="scene_s: 7.5\nstyle: {grade: sepia}\n")
    own, bundled = Flavours(tmp_path).flavour("noir"), BUNDLED.flavour("noir")
    assert own.parameters.scene_s == 7.5 and own.parameters.style.grade == "sepia"
    assert own.parameters.style.lighting == bundled.parameters.style.lighting
    assert own.image_prompts == bundled.image_prompts
    assert {entry.name for entry in Flavours(tmp_path).entries() if entry.own} == {"noir"}


def test_a_new_flavour_needs_no_more_than_what_is_different(tmp_path: Path) -> None:
    write(tmp_path, "rainy-noir", parameters="extends: noir\ntitle: Rainy noir\n")
    write(tmp_path, "plain", image_parameters="reference: turnaround\n")
    found = Flavours(tmp_path)
    assert found.flavour("rainy-noir").parameters.title == "Rainy noir"
    assert found.recipe("rainy-noir").still == BUNDLED.recipe("noir").still
    assert found.recipe("plain").view is CharacterView.TURNAROUND
    assert found.recipe("plain").avoid == BUNDLED.recipe("default").avoid
    assert [entry.name for entry in found.entries()] == ["default", *sorted([*NAMES[1:], "plain", "rainy-noir"])]


FAULTS = [
    ("parameters", "title: X\n\nscene_s: 0\n", "x/parameters.yaml:3: scene_s: must be above 1"),
    ("parameters", "title: X\nscene: 4\n", "x/parameters.yaml:2: scene: there is no such name; there is title, desc"),
    (
        "parameters",
        "style:\n  lens: wide\n  lense: wide\n",
        "x/parameters.yaml:3: style.lense: there is no such name; ",
    ),
    ("parameters", "modes:\n  - ad\n  - opera\n", "x/parameters.yaml:3: modes.1: must be 'ad', 'music_video' or 'st"),
    ("parameters", "modes: [ad, ad]\n", "x/parameters.yaml:1: modes names one twice"),
    ("parameters", "title: X\ntitle: Y\n", "x/parameters.yaml:2: title: stands here twice; see line 1"),
    ("parameters", "title: X\n  modes: [ad\n", "x/parameters.yaml:2: mapping values are not allowed here"),
    ("parameters", "- title\n", "x/parameters.yaml:1: must be names and values"),
    ("parameters", "title: a\x07b\n", "x/parameters.yaml:1: holds a character that YAML cannot"),
    (
        "parameters",
        "title: !!python/object:os.system {}\n",
        "x/parameters.yaml:1: title: Input should be a valid string",
    ),
    ("parameters", "title: !secret a\n", "x/parameters.yaml:1: could not determine a constructor"),
    ("parameters", "? [a]\n: b\n", "x/parameters.yaml:1: a name must be plain text"),
    ("parameters", "extends: [noir]\n", "x/parameters.yaml:1: extends: must be the name of a flavour"),
    ("parameters", "title: X\nextends: nowhere\n", "x/parameters.yaml:2: extends: there is no flavour 'nowhere'"),
    ("parameters", "extends: x\n", "x/parameters.yaml:1: extends: goes round in circles: x → x"),
    ("image_parameters", "boards: 3\n", "x/image_parameters.yaml:1: boards: must be 1 or 4"),
    (
        "scene_prompts",
        "plan:\n  version: 1.10\n",
        "x/scene_prompts.yaml:2: plan.version: Input should be a valid string",
    ),
    (
        "image_prompts",
        "storyboard:\n  version: 1\n  text: >-\n    {Subject} {action}. {look}. {setting}\n    {sujet}. {note}\n",
        "x/image_prompts.yaml:5: storyboard: there is no {sujet}; there is {action}",
    ),
    (
        "image_prompts",
        "motion:\n  version: 1\n  text: |\n    {Subject} {action}.\n\n    {look} {camera} [x] {note}\n",
        "x/image_prompts.yaml:6: motion: a part in brackets needs a name in it",
    ),
    (
        "image_prompts",
        "mood:\n  version: 1\n  text: '{framing} of {asked} {hour}'\n",
        "x/image_prompts.yaml:3: mood: must say {look}",
    ),
]


@pytest.mark.parametrize(("part", "text", "says"), FAULTS, ids=[says[2:60] for *_, says in FAULTS])
def test_a_fault_is_told_with_file_line_and_field(tmp_path: Path, part: str, text: str, says: str) -> None:
    write(tmp_path, "x", **{part: text})
    assert fault_of(Flavours(tmp_path), "x").startswith(says)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "x", parameters="scene_s: 0\nlongest_clip_s: 900\n", image_parameters="boards: 2\n")
    told = fault_of(Flavours(tmp_path), "x").split("\n")
    assert [line.split(": ")[:2] for line in told] == [
        ["x/parameters.yaml:1", "scene_s"],
        ["x/parameters.yaml:2", "longest_clip_s"],
        ["x/image_parameters.yaml:1", "boards"],
    ]


def test_a_fault_of_what_is_extended_is_told_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, "base", parameters="title: Base\nscene_s: 99\n")
    write(tmp_path, "top", parameters="extends: base\ntitle: Top\n")
    assert fault_of(Flavours(tmp_path), "top") == "base/parameters.yaml:2: scene_s: must be at most 20"


def test_circles_are_found_however_long(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        write(tmp_path, name, parameters=f"extends: {other}\n")
    assert "goes round in circles: a → b → c → a" in fault_of(Flavours(tmp_path), "a")


def test_a_folder_with_a_name_that_no_order_could_say_is_told(tmp_path: Path) -> None:
    write(tmp_path, "My Look", parameters="title: X\n")
    assert "small letters, digits and hyphens" in fault_of(Flavours(tmp_path), "My Look")


def test_a_folder_that_is_not_there_leaves_the_bundled_ones(tmp_path: Path) -> None:
    with capture_logs() as logs:
        found = Flavours(tmp_path / "nowhere")
    assert [entry.name for entry in found.entries()] == NAMES
    assert [each["event"] for each in logs] == ["no folder of flavours"]


def test_a_change_is_seen_by_the_next_use(tmp_path: Path) -> None:
    write(tmp_path, "x", parameters="scene_s: 3\n")
    found = Flavours(tmp_path)
    assert found.flavour("x").parameters.scene_s == 3
    write(tmp_path, "x", parameters="scene_s: 4\n")
    assert found.flavour("x").parameters.scene_s == 4
    write(tmp_path, "y", parameters="title: New\n")
    assert found.flavour("y").parameters.title == "New"
    shutil.rmtree(tmp_path / "x")
    with pytest.raises(UnknownFlavourError):
        found.flavour("x")


def test_a_broken_edit_keeps_the_last_good_version_and_says_so_once(tmp_path: Path) -> None:
    write(tmp_path, "x", parameters="scene_s: 3\n")
    found = Flavours(tmp_path)
    assert found.flavour("x").parameters.scene_s == 3
    with capture_logs() as logs:
        write(tmp_path, "x", parameters="scene_s: 0\n")
        assert found.flavour("x").parameters.scene_s == 3
        write(tmp_path, "y", parameters="title: Another\n")
        assert found.flavour("x").parameters.scene_s == 3
    (entry,) = (entry for entry in found.entries() if entry.name == "x")
    assert entry.faults == ("x/parameters.yaml:1: scene_s: must be above 1",)
    (told,) = (each for each in logs if each["event"] == "flavour broken")
    assert (told["flavour"], told["kept"]) == ("x", True)
    write(tmp_path, "x", parameters="scene_s: 5\n")
    assert found.flavour("x").parameters.scene_s == 5
    assert [entry.faults for entry in found.entries()] == [()] * len(found.entries())


def finished(name: str, finish: Finish, said: tuple[str, ...] = ()) -> Finish:
    flavour: Flavour = BUNDLED.flavour(name)
    return flavour.finished(finish, said)


def test_a_flavour_finishes_what_the_order_leaves_open() -> None:
    social = finished("social-vertical", Finish())
    assert (social.transition, social.look.captions) == (TransitionKind.SLIDE_UP, CaptionStyle.POP)
    asked = Finish(transition=TransitionKind.CUT, look=Look(captions=CaptionStyle.BOX))
    assert finished("social-vertical", asked, ("transition", "look")) == asked
    assert finished("default", Finish()) == Finish()


def test_the_parts_of_a_look_that_a_flavour_fixes_hold_over_what_is_planned() -> None:
    planned = StyleSpec(lighting="a", camera="b", lens="c", texture="d", mood="e", palette=("red",), grade="f")
    looks = BUNDLED.recipe("documentary").styled(planned)
    assert (looks.mood, looks.palette) == ("e", ("red",)) and looks.lighting.startswith("available light")
    assert BUNDLED.recipe("default").styled(planned) == planned


def test_what_a_flavour_prefers_travels_with_the_film() -> None:
    recipe = BUNDLED.recipe("minimal-product")
    assert recipe.archetypes[0] is Archetype.PRODUCT_HERO and recipe.longest_clip_s == 8
    assert BUNDLED.flavour("anime").image_parameters.boards == 4
    assert BUNDLED.flavour("anime").image_parameters.board_quality is Quality.DRAFT
