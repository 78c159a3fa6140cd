"""A plan as a storyboard on a terminal: the scenes, how they came to be, and what they will cost."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from api.cost_schemas import Costs
from api.plan_schemas import PlanInfo
from cli.dollars import dollars
from film.plan import Plan, Scene

_MINUTE_S = 60
_PAGE_WIDTH = 140
"""For files and pipes, which have no width of their own."""


def print_plan(info: PlanInfo, console: Console) -> None:
    """The storyboard, the estimate, and what is worth knowing before it is made."""
    plan = info.plan
    if not console.is_terminal:
        console.width = max(console.width, _PAGE_WIDTH)
    console.print(f"[bold]{escape(plan.title)}[/]  {_facts(info)}", highlight=False)
    console.print(plan.logline, style="italic", markup=False, highlight=False)
    for name, told in _head(plan):
        console.print(f"[dim]{name}:[/] {escape(told)}", highlight=False, soft_wrap=True)
    console.print(_storyboard(info))
    console.print(_estimate(info.costs))
    for warning in plan.warnings:
        console.print(warning, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if plan.source.by_rule:
        told = f"Planned by rule: {plan.source.by_rule}"
        console.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _facts(info: PlanInfo) -> str:
    look, plan = info.film_format, info.plan
    shape = f"{info.brief.duration_s} s, {look.aspect.value} at {look.fps} fps, {look.quality.value}"
    kind = f"{info.brief.mode.value.replace('_', ' ')}, {plan.language.english_name}"
    return f"{kind}, {shape}, flavour {info.flavour}"


def _head(plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.archetype:
        yield "Shape", plan.why or plan.archetype.value
    yield "Look", plan.look
    yield "Music", f"{plan.music_mood.value}, {plan.music_tempo_bpm} bpm"
    for character in plan.characters:
        voice = f" (voice {character.voice})" if character.voice else ""
        yield "Character", f"{character.name}: {character.looks}{voice}"
    for location in plan.locations:
        yield "Location", f"{location.name}: {location.looks}"
    for field, told in plan.inferred.items():
        yield f"Assumed {field.replace('_', ' ')}", told


def _storyboard(info: PlanInfo) -> Table:
    table = Table(
        "scene",
        "beat",
        Column("from", justify="right"),
        Column("s", justify="right"),
        "picture",
        "heard",
        "on screen",
        Column("cost", justify="right"),
        title="Storyboard",
        title_justify="left",
        show_lines=True,
    )
    prices = {scene.scene_id: scene.estimated_usd for scene in info.costs.scenes}
    fps, start = info.film_format.fps, info.plan.title_frames - info.plan.transition_frames
    for scene in info.plan.scenes:
        table.add_row(
            str(scene.number),
            scene.beat.value if scene.beat else "",
            f"{max(start, 0) / fps:.1f}",
            f"{scene.frames / fps:.1f}" + (f"\n{len(scene.chunks)} clips" if len(scene.chunks) > 1 else ""),
            escape(_picture(scene)),
            escape(_heard(scene)),
            escape(scene.on_screen_text or ""),
            dollars(prices.get(scene.scene_id)),
        )
        start += scene.frames - info.plan.transition_frames
    return table


def _picture(scene: Scene) -> str:
    """What is seen; people of the film by their names, since their looks stand above."""
    who = " and ".join(scene.characters) or scene.subject
    where = f"{scene.setting}, {scene.time_of_day.value}, {scene.weather.value}"
    lips = "; sings on camera" if scene.lipsync and scene.song_start_s is not None else ""
    return f"{scene.framing.value}, {scene.camera.value}: {who} {scene.action}".strip() + f" ({where}{lips})"


def _heard(scene: Scene) -> str:
    if not scene.narration:
        return f"♪ {scene.sung}" if scene.sung else ""
    return f"{scene.speaker}: {scene.narration}" if scene.speaker else scene.narration


def _estimate(costs: Costs) -> Table:
    table = Table(
        "stage",
        "model",
        Column("calls", justify="right"),
        Column("usual time", justify="right"),
        Column("cost", justify="right"),
        title="Estimate",
        title_justify="left",
        box=None,
        show_footer=True,
    )
    for stage in costs.stages:
        if stage.calls:
            table.add_row(
                stage.stage.value, stage.model, str(stage.calls), _time(stage.estimated_s), dollars(stage.estimated_usd)
            )
    table.columns[0].footer = "film"
    table.columns[2].footer = str(sum(stage.calls for stage in costs.stages))
    table.columns[3].footer = f"about {_time(costs.estimated_s)}" if costs.estimated_s else ""
    table.columns[4].footer = dollars(costs.estimated_usd)
    return table


def _time(seconds: float) -> str:
    return f"{seconds / _MINUTE_S:.1f} min" if seconds >= 2 * _MINUTE_S else f"{seconds:.0f} s"
