"""The ``models`` command, with no studio open."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.exits import CommandError, Exit
from cli.main import app
from cli.models import lengths, takes
from film.catalogue import Makes
from film.model_input import Rule
from store.catalogue import FOLDER_VARIABLE, load_catalogue


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["models", *arguments], env={"COLUMNS": "160"})


def refused(*arguments: str) -> CommandError:
    result = run(*arguments)
    assert isinstance(result.exception, CommandError)
    return result.exception


def test_a_list_tells_lengths_price_and_end() -> None:
    lines = {line.split()[0]: line.split() for line in run().output.splitlines() if line.strip()}
    assert lines["google/veo-3.1"][1:] == ["motion", "4,", "6,", "8", "s", "6", "s", "$2.4000"]
    assert lines["bytedance/seedance-1-pro"][1:5] == ["motion", "live", "1", "2"]
    assert lines["openai/gpt-4o"][-1] == "2027-01-14"
    assert lines["openai/gpt-4"] == ["openai/gpt-4", "2026-10-23", "openai/gpt-5.6-sol"]


def test_a_list_can_be_of_one_kind() -> None:
    output = run("--capability", "edit").output
    assert "black-forest-labs/flux-kontext-pro" in output and "openai/gpt-image-2.5-flare" in output
    assert "google/veo-3.1" not in output and "gpt-3.5-turbo" not in output


def test_one_model_is_told_whole() -> None:
    output = run("google/veo-3.1").output
    for told in (
        "references only with 16:9 and 8 s",
        "generate_audio false: $0.2 a second",
        "price of 2026-11-21: public code and logs in three places",
        "inputs of 2026-09-01: schema from Replicate's API",
        "reference_images  references  files, 1 to 3",
    ):
        assert told in output


def test_json_is_the_same_for_scripts() -> None:
    model = json.loads(run("minimax/hailuo-02", "--json").output)
    assert (model["typical"], model["typical_usd"], model["combinations"]) == ("6 s", "0.4800", ["10 s only at 768p"])
    listed = json.loads(run("--capability", "motion", "--json").output)["models"]
    assert next(each for each in listed if each["slug"] == "minimax/hailuo-02") == model


def test_a_model_that_is_gone_is_refused_with_its_successor() -> None:
    error = refused("gpt-4")
    assert error.code is Exit.NOT_FOUND and "use openai/gpt-5.6-sol" in str(error)


def test_a_broken_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.yaml").write_text("models: [{slug: acme/clips}]", "utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    load_catalogue.cache_clear()
    try:
        error = refused()
    finally:
        load_catalogue.cache_clear()
    assert error.code is Exit.BAD_INPUT and "own.yaml: acme/clips: provider: Field required" in str(error)


def test_lengths_and_rules_are_told_in_words() -> None:
    offered = [Makes(seconds=(2, 3, 4, 5)), Makes(seconds=(5, 10)), Makes(fixed_seconds=5.0625), Makes()]
    assert [lengths(makes) for makes in offered] == ["2 to 5 s", "5, 10 s", "always 5.06 s", ""]
    rules = [
        Rule(type="integer", least=2, most=12, required=True),
        Rule(type="array", most=4, file=True),
        Rule(type="boolean"),
        Rule(type="number", least=0.5),
        Rule(type="integer", one_of=(4, 6)),
        Rule(type="string", least=1),
    ]
    assert [takes(rule) for rule in rules] == [
        "integer, 2 to 12, needed",
        "files, at most 4",
        "boolean",
        "number, at least 0.5",
        "one of 4, 6",
        "string",
    ]
