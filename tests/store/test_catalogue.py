"""Reading the catalogue: the bundled files, a folder of one's own over them, and faults that say where they are."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from film.catalogue import Capability, Studio
from film.catalogue_file import catalogue_schema
from store.catalogue import FOLDER_VARIABLE, CatalogueError, load_catalogue, read_catalogue
from tests.film.models import TODAY

OWN = """
models:
  - slug: acme/clips-1
    provider: replicate
    capability: motion
    studio: live
    rank: 1
    inputs: {prompt: prompt, seconds: duration}
    takes:
      as_of: 2026-11-20
      source: its page
      rules:
        prompt: {type: string, least: 1, required: true}
        duration: {type: integer, one_of: [5, 10], default: 5}
    makes: {seconds: [5, 10], fps: 24}
    price:
      rates: [{per_second_usd: 0.01}]
      as_of: 2026-11-20
      source: its page
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    return tmp_path


def test_a_model_is_added_without_code(tmp_path: Path) -> None:
    catalogue = read_catalogue(folder_with(tmp_path, OWN))
    model = catalogue.model("acme/clips-1", TODAY)
    sent = model.arguments(prompt="a robot", seconds=7)
    assert sent == {"prompt": "a robot", "duration": 10} and model.faults(sent) == []
    assert catalogue.chain(Studio.LIVE, Capability.MOTION)[0].slug == "acme/clips-1"
    assert len(catalogue.models) == len(read_catalogue().models) + 1


def test_a_bundled_model_is_replaced_by_name(tmp_path: Path) -> None:
    catalogue = read_catalogue(folder_with(tmp_path, OWN.replace("acme/clips-1", "bytedance/seedance-1-pro")))
    assert catalogue.model("bytedance/seedance-1-pro", TODAY).makes.seconds == (5, 10)
    assert len(catalogue.models) == len(read_catalogue().models)


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder_with(tmp_path, OWN)))
    load_catalogue.cache_clear()
    try:
        assert load_catalogue().model("acme/clips-1", TODAY)
    finally:
        load_catalogue.cache_clear()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("source: its page\n      rules", "rules"), "own.yaml: acme/clips-1: takes.source: Field required"),
        (("per_second_usd", "per_minute_usd"), "own.yaml: acme/clips-1: price.rates.0.per_minute_usd: Extra inputs"),
        (("capability: motion", "capability: movement"), "own.yaml: acme/clips-1: capability: Input should be 'plan'"),
        (("seconds: duration}", "seconds: length}"), "own.yaml: acme/clips-1: length: there is no such input"),
        (("seconds: [5, 10]", "seconds: [6]"), "own.yaml: acme/clips-1: duration: 6 is none of 5, 10"),
        (("slug: acme/clips-1", "name: clips"), "own.yaml: models[0]: slug: Field required"),
        (("models:", "modells:"), "own.yaml: modells: Extra inputs are not permitted"),
        (("inputs: {", "inputs: ["), "own.yaml: while parsing"),
    ],
)
def test_a_fault_names_file_model_and_field(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(folder_with(tmp_path, OWN.replace(*change)))
    assert any(line.startswith(told) for line in str(raised.value).splitlines()), str(raised.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = OWN.replace("provider: replicate", "provider: 7").replace("studio: live", "studio: lively")
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(folder_with(tmp_path, text))
    assert len(str(raised.value).splitlines()) == 2


def test_a_successor_that_is_nowhere_is_told(tmp_path: Path) -> None:
    text = "retired: [{slug: acme/old, ended: 2026-01-01, successor: acme/new, why: a test}]"
    with pytest.raises(CatalogueError, match="acme/old → acme/new"):
        read_catalogue(folder_with(tmp_path, text))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no such folder of model files"):
        read_catalogue(tmp_path / "nowhere")


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("models: nonsense", "utf-8")
    (tmp_path / "empty.yaml").write_text("", "utf-8")
    assert read_catalogue(tmp_path) == read_catalogue()


def test_the_schema_for_editors_is_current() -> None:
    folder = files("film").joinpath("models")
    stored = json.loads(folder.joinpath("catalogue.schema.json").read_text("utf-8"))
    assert stored == catalogue_schema(), "run `make format`"
    for file in folder.iterdir():
        if file.name.endswith(".yaml"):
            first = file.read_text("utf-8").partition("\n")[0]
            assert first == "# yaml-language-server: $schema=catalogue.schema.json", file.name
