"""The conversation on a terminal: what is answered, and the command it ends in."""

import io
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from cli import briefing
from cli.brief_options import Wanted, ordering
from film.brief import AdBrief, Mode, StoryBrief, Telling
from film.conversation import BriefDraft, ChatReply, Question, Role, Topic

LAMP = BriefDraft(
    prompt="It's a lamp; $HOME",
    mode=Mode.AD,
    duration_s=12,
    references=("r1", "r2"),
    ad=AdBrief(brand="Lumen & Sons", offer="20 % off"),
)
TALE = BriefDraft(prompt="A whale sings", mode=Mode.STORY, story=StoryBrief(telling=Telling.DIALOGUE))


@pytest.mark.parametrize("draft", [LAMP, TALE])
def test_the_command_it_ends_in_orders_the_same_brief(draft: BriefDraft) -> None:
    app, heard = typer.Typer(), []

    @app.command()
    @ordering
    def make(wanted: Wanted) -> None:
        """Make it."""
        heard.append(wanted.told)

    words = shlex.split(briefing.command_for(draft))
    assert words[:2] == ["reelwright", "make"]
    assert CliRunner().invoke(app, words[2:]).exit_code == 0
    told = draft.model_dump(exclude_none=True, exclude_defaults=True)
    assert {name: heard[0].get(name) for name in told} == told | (
        {"references": list(draft.references)} if draft.references else {}
    )


class Client:
    """Asks for the product, then is content."""

    def __init__(self) -> None:
        self.turns: list[Any] = []

    def chat(self, turn: Any) -> ChatReply:
        self.turns.append(turn)
        asking = (Question(topic=Topic.PRODUCT, text="What is it called?", assumed="It needs no name"),)
        done = len(self.turns) == 2
        return ChatReply(reply="An ad.", questions=() if done else asking, brief=LAMP, ready=done)


@pytest.mark.parametrize(
    ("line", "answer"), [("Lumen\n", "Lumen"), ("\n", "It needs no name"), ("", "It needs no name")]
)
def test_enter_and_silence_take_what_is_assumed(monkeypatch: pytest.MonkeyPatch, line: str, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    client = Client()
    told = io.StringIO()
    briefing._talked(client, "An ad", briefing.Studio.PREVIZ, Console(file=told))  # type: ignore[arg-type]
    first, asked, said = client.turns[1].messages
    assert (first.content, said.content) == ("An ad", answer)
    assert asked.role is Role.ASSISTANT and asked.asks == (Topic.PRODUCT,)
    assert client.turns[1].brief == LAMP and "(It needs no name)" in told.getvalue()


def test_a_brief_without_words_is_refused(tmp_path: Path) -> None:
    from cli.main import app

    result = CliRunner().invoke(app, ["brief", "?!", "--home", str(tmp_path)])
    assert result.exit_code != 0 and "empty" in str(result.exception)
