"""The conversation about a brief: brief."""

import secrets
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.chat_schemas import NewChatTurn
from cli.brief_options import checked
from cli.client import StudioClient
from cli.delivery import check_out, check_space
from cli.exits import CommandError, Exit
from cli.films import OutOption
from cli.following import follow, save
from cli.options import HomeOption, JsonOption
from cli.studio import studio
from film.brief import Telling
from film.catalogue import Studio
from film.conversation import BriefDraft, ChatMessage, ChatReply, Question, Role

_OPENING = "What should the film be about?"
_AGREED = "OK"


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(brief)


def brief(
    home: HomeOption,
    prompt: Annotated[str | None, typer.Argument(help="What the film is about; asked for without it.")] = None,
    models: Annotated[Studio, typer.Option("--studio", help="Who answers; live costs money.")] = Studio.PREVIZ,
    make: Annotated[bool, typer.Option("--make", help="Make the film at once.")] = False,
    out: OutOption = Path("film.mp4"),
    as_json: JsonOption = False,
) -> None:
    """Talk a film over: at most three questions, Enter takes what is assumed. Ends in a brief that can be made."""
    console = Console(stderr=as_json)
    if make:
        check_out(out)
        check_space(home)
    first = prompt or _heard(console, _OPENING, "")
    if not any(character.isalnum() for character in first):
        raise CommandError(Exit.BAD_INPUT, "The brief is empty; say what the film is about")
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        reply = _talked(client, first, models, console)
        if as_json and not make:
            print(reply.brief.model_dump_json(indent=2, exclude_none=True, exclude_defaults=True))
            return
        console.print(_table(reply))
        if not make:
            console.print(f"Make it with:\n{command_for(reply.brief, models)}", markup=False, soft_wrap=True)
            return
        told = reply.brief.model_dump(exclude_none=True, exclude_defaults=True)
        project = client.create(checked({**told, "studio": models}), idempotency_key=secrets.token_hex(16))
        console.print(f"Project {project.project_id}  [dim]{project.links.temporal or ''}", soft_wrap=True)
        save(client, follow(client, project.project_id, console), console, out, as_json=as_json)


def command_for(draft: BriefDraft, models: Studio = Studio.PREVIZ) -> str:
    """The command that makes a film of this brief, ready for a shell."""
    words = ["reelwright", "make", draft.prompt or ""]
    for option, value in _options(draft):
        words += [option, value]
    if models is not Studio.PREVIZ:
        words += ["--studio", models.value]
    if draft.story and draft.story.telling:
        words.append("--dialogue" if draft.story.telling is Telling.DIALOGUE else "--narrated")
    return shlex.join(words)


def _options(draft: BriefDraft) -> Iterator[tuple[str, str]]:
    ad, song = draft.ad, draft.song
    told: dict[str, object] = {
        "--mode": draft.mode,
        "--title": draft.title,
        "--duration": draft.duration_s,
        "--aspect": draft.aspect,
        "--quality": draft.quality,
        "--language": draft.language,
        "--archetype": draft.archetype,
        "--flavour": draft.flavour,
        "--mood": draft.mood,
        "--brand-name": ad and ad.brand,
        "--product": ad and ad.product,
        "--audience": ad and ad.audience,
        "--offer": ad and ad.offer,
        "--call": ad and ad.call_to_action,
        "--character": song and song.character,
    }
    yield from ((option, str(value)) for option, value in told.items() if value is not None)
    yield from (("--reference", name) for name in draft.references)


def _talked(client: StudioClient, first: str, models: Studio, console: Console) -> ChatReply:
    """The last answer of a conversation that begins with ``first``."""
    messages = [ChatMessage(role=Role.USER, content=first[:4000])]
    draft = BriefDraft()
    while True:
        with console.status("Thinking …"):
            reply = client.chat(NewChatTurn(messages=messages, brief=draft, studio=models))
        draft = reply.brief
        console.print(reply.reply, markup=False, highlight=False, soft_wrap=True)
        if reply.by_rule:
            console.print(f"Answered by rule: {reply.by_rule}", style="yellow", markup=False, soft_wrap=True)
        if not reply.questions:
            return reply
        said = " ".join([reply.reply, *(question.text for question in reply.questions)])
        asks = tuple(question.topic for question in reply.questions)
        messages.append(ChatMessage(role=Role.ASSISTANT, content=said[:4000], asks=asks))
        messages.append(ChatMessage(role=Role.USER, content=_answers(reply.questions, console)[:4000]))


def _answers(questions: Sequence[Question], console: Console) -> str:
    """What is answered; what several questions get is said with them."""
    answers = [_heard(console, each.text, each.assumed) or each.assumed or _AGREED for each in questions]
    if len(answers) == 1:
        return answers[0]
    return "\n".join(f"{each.text} {answer}" for each, answer in zip(questions, answers, strict=True))


def _heard(console: Console, question: str, assumed: str) -> str:
    """A line from whoever is there; nothing when nobody is."""
    hint = f" [dim]({escape(assumed)})[/]" if assumed else ""
    console.print(f"[bold]{escape(question)}[/]{hint} ", end="", highlight=False, soft_wrap=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        console.print(line.rstrip("\n"), markup=False, highlight=False)
    return line.strip()


def _table(reply: ChatReply) -> Table:
    """The brief, and what was read into it."""
    table = Table("field", "brief", "assumed", title="Brief", title_justify="left")
    told = reply.brief.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    rows: dict[str, str] = {}
    for name, value in told.items():
        rows |= {part: str(each) for part, each in value.items()} if isinstance(value, dict) else {name: _shown(value)}
    for name in (*rows, *(name for name in reply.inferred if name not in rows)):
        table.add_row(name.replace("_", " "), escape(rows.get(name, "")), escape(reply.inferred.get(name, "")))
    return table


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
