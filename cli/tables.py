"""Films as tables on a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Column, Table

from api.schemas import LedgerEntry, ProjectInfo, ProjectPage
from cli.dollars import dollars, plain
from film.quality import Severity, Verdict
from film.safety import Verdict as Judged
from film.status import MoneyState

_COMMITTED = (MoneyState.SETTLED, MoneyState.RESERVED, MoneyState.MAYBE_BILLED)


def print_projects(page: ProjectPage) -> None:
    """A line for every film."""
    if not page.projects:
        Console().print('No films yet. Make one: reelwright make "A lighthouse in a storm"')
        return
    table = Table("id", "state", "", "title", "brief", "made", box=None)
    for project in page.projects:
        table.add_row(
            project.project_id,
            project.state.value,
            f"{project.progress:.0%}",
            project.title or "",
            project.prompt[:50],
            f"{project.created_at.astimezone():%Y-%m-%d %H:%M}",
        )
    Console().print(table)


def print_project(project: ProjectInfo, ledger: Sequence[LedgerEntry]) -> None:
    """A film: head, scenes, cuts, ledger."""
    console = Console()
    width, height = project.film_format.size
    console.print(f"[bold]{project.title or project.brief.prompt}[/]  {project.state.value}, {project.progress:.0%}")
    if project.logline:
        console.print(project.logline, style="italic")
    console.print(f"{width}x{height} at {project.film_format.fps} fps, {_budget(project)}", style="dim")
    if project.links.temporal:
        console.print(project.links.temporal, style="dim", soft_wrap=True)
    console.print(_scenes(project))
    for cut in project.cuts:
        takes = ", ".join(f"{scene} take {take}" for scene, take in cut.takes.items())
        versions = ", ".join(version.name for version in cut.versions)
        console.print(f"Cut {cut.number}: {cut.duration_s:g} s, {versions} ({takes})", highlight=False)
    for line in shortfalls(project):
        console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if ledger:
        print_ledger(console, ledger)


def shortfalls(project: ProjectInfo) -> list[str]:
    """What the film goes without, what is doubtful in its texts, and wrong with the clips in it, a line each."""
    cut = project.cuts[-1].fallbacks if project.cuts else []
    lines = [
        f"Without {fallback.stage.value}: {fallback.instead} ({fallback.reason})"
        for fallback in (*project.fallbacks, *cut)
    ]
    lines += [
        f"Doubtful in the {each.what} ({each.category}): “{each.passage}”"
        for each in project.judgements
        if each.verdict is Judged.REVIEW
    ]
    for scene in project.scenes:
        take = next((take for take in scene.takes if take.number == scene.selected_take), None)
        if take is None or take.quality is None or take.quality.verdict is Verdict.OK:
            continue
        told = (each for each in take.quality.findings if each.severity is not Severity.INFO)
        lines += [f"Scene {scene.number} at {each.start_s:.1f} s: {each.message}" for each in told]
    return lines


def print_ledger(console: Console, ledger: Sequence[LedgerEntry]) -> None:
    """Every purchase with its money, and the sums."""
    table = Table(
        Column("attempt", overflow="fold"),
        "model",
        "state",
        "money",
        "cost",
        title="Ledger",
        title_justify="left",
        box=None,
    )
    for entry in ledger:
        money = entry.money.value.replace("_", " ") + ("" if entry.wanted else ", not wanted")
        cost = dollars(entry.cost) if entry.currency == "USD" else f"{plain(entry.cost)} {entry.currency}"
        # Within a film its id is on every key; without it a line fits a terminal, and `decide` takes it so.
        table.add_row(entry.attempt_key.partition("/")[2], entry.model, entry.state.value, money, cost)
    console.print(table)
    sums = {money: sum((e.cost for e in ledger if e.money is money), Decimal(0)) for money in _COMMITTED}
    told = ", ".join(f"{money.value.replace('_', ' ')} {dollars(total)}" for money, total in sums.items())
    console.print(f"Sums: {told}", highlight=False)


def _scenes(project: ProjectInfo) -> Table:
    table = Table("scene", "seconds", "takes", "picture", "line", title="Scenes", title_justify="left", box=None)
    for scene in project.scenes:
        takes = " ".join(
            f"[bold]{take.number}[/]" if take.number == scene.selected_take else f"{take.number}({take.state.value})"
            for take in scene.takes
        )
        picture = (
            f"{scene.plan.framing.value}, {scene.plan.subject} {scene.plan.action}, {scene.plan.time_of_day.value}"
        )
        table.add_row(scene.scene_id, f"{scene.duration_s:.1f}", takes, picture, scene.plan.narration)
    return table


def _budget(project: ProjectInfo) -> str:
    budget = project.budget
    cap = f" of {dollars(budget.cap_usd)}" if budget.cap_usd is not None else ""
    said = project.costs.estimated_usd
    estimated = f", estimated {dollars(said)}" if said is not None else ""
    return f"{dollars(budget.committed_usd)}{cap}{estimated}"
