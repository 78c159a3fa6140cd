"""Judging texts before anything is made from them: by the provider's service, by rules where it fails for good."""

import re
from collections.abc import Mapping, Sequence

import structlog
from temporalio import activity

from activities.failures import translated
from activities.heartbeats import beating
from activities.planning_contract import JUDGE, JudgeRequest
from activities.rules import RuleRoom, Rules
from film.judged_texts import texts_of_brief, texts_of_plan
from film.planned import Judged
from film.safety import Bar, Judgement, Verdict
from planner.moderation import FLAGGED_FROM
from providers.errors import ProviderError, Transient
from providers.text import Moderation, Moderator

log = structlog.get_logger()

_SENTENCE = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*")
_LONGEST_PASSAGE = 200
_SHOWN_FROM, _SHOWN = 0.05, 4
"""Which scores are kept, and how many: the others say nothing."""

_PIECES_AT_ONCE = 32
_TRIES_BEFORE_RULES = 4
"""So often a service that does not answer is asked before rules judge in its place."""

RULES = "embedded rules"


class ModeratingActivities:
    """Judging costs nothing and is repeated freely."""

    def __init__(self, services: Mapping[str, Moderator], rules: RuleRoom, bar: Bar) -> None:
        self._services, self._rules, self._bar = services, rules, bar

    @activity.defn(name=JUDGE.name)
    async def judge(self, request: JudgeRequest) -> Judged:
        """Judge a brief's texts, or a plan's. Of a plan only what is doubtful is kept, and one line for the rest."""
        texts = texts_of_brief(request.brief) if request.brief else []
        texts += texts_of_plan(request.plan) if request.plan else []
        judge, moderations = await self._judged(request.writer, [text for _, text in texts])
        judgements = [
            await self._judgement(what, text, moderation, judge)
            for (what, text), moderation in zip(texts, moderations, strict=True)
        ]
        refused = [each for each in judgements if each.verdict is Verdict.REFUSED]
        refusal = max(refused, key=lambda each: max(each.scores.values(), default=0.0), default=None)
        if refusal is not None:
            log.info("refused", project=request.project_id, what=refusal.what, category=refusal.category, judge=judge)
        return Judged(judgements=tuple(judgements if request.brief else _worth_keeping(judgements)), refusal=refusal)

    async def _judged(self, writer: str, texts: Sequence[str]) -> tuple[str, list[Moderation]]:
        """Who judged, and how: the service, or the rules when it refuses to or has been silent for too long."""
        service = self._services.get(writer)
        if service is None:
            return f"{RULES}: no credentials for {writer}", await self._by_rule(texts)
        try:
            async with beating():
                return writer, await service.moderate(list(texts))
        except ProviderError as error:
            if isinstance(error, Transient) and activity.info().attempt < _TRIES_BEFORE_RULES:
                with translated():
                    raise
            log.warning("moderation failed", service=writer, reason=str(error))
            return f"{RULES}: {writer} failed ({error})"[:_LONGEST_PASSAGE], await self._by_rule(texts)

    async def _by_rule(self, texts: Sequence[str]) -> list[Moderation]:
        def work(rules: Rules) -> list[Moderation]:
            return [_moderation(rules.moderator.scores(text)) for text in texts]

        return await self._rules.run(work)

    async def _judgement(self, what: str, text: str, moderation: Moderation, judge: str) -> Judgement:
        verdict, category = self._bar.verdict(moderation.scores, moderation.flags)
        passage = None
        if category is not None and verdict is not Verdict.ALLOWED:
            passage = await self._passage(text, category, judge)
        return Judgement(
            what=what[:80],
            verdict=verdict,
            scores=_shown(moderation.scores),
            category=category,
            passage=passage,
            judge=judge,
        )

    async def _passage(self, text: str, category: str, judge: str) -> str:
        """The sentence that speaks most against the text, narrowed down by halves of many where it is long."""
        pieces: list[str] = [piece.strip() for piece in _SENTENCE.findall(text) if piece.strip()] or [text]
        while len(pieces) > 1:
            groups = _grouped(pieces)
            moderations = await self._again(judge, [" ".join(group) for group in groups])
            worst = max(range(len(groups)), key=lambda i: moderations[i].scores.get(category, 0.0))
            pieces = groups[worst]
        return pieces[0][:_LONGEST_PASSAGE]

    async def _again(self, judge: str, texts: list[str]) -> list[Moderation]:
        """More of what is being judged, by the same judge."""
        return await self._by_rule(texts) if judge.startswith(RULES) else (await self._judged(judge, texts))[1]


def _moderation(scores: dict[str, float]) -> Moderation:
    return Moderation(
        flagged=any(score >= FLAGGED_FROM for score in scores.values()),
        scores={name: float(score) for name, score in scores.items()},
        categories=frozenset(name for name, score in scores.items() if score >= FLAGGED_FROM),
    )


def _worth_keeping(judgements: list[Judgement]) -> list[Judgement]:
    """What is doubtful; for all the rest together one judgement with the highest of their scores."""
    doubtful = [each for each in judgements if each.verdict is not Verdict.ALLOWED]
    highest: dict[str, float] = {}
    for each in judgements:
        if each.verdict is Verdict.ALLOWED:
            highest |= {name: max(score, highest.get(name, 0.0)) for name, score in each.scores.items()}
    judge = judgements[0].judge if judgements else ""
    whole = Judgement(what="plan", verdict=Verdict.ALLOWED, scores=_shown(highest), judge=judge)
    return [*doubtful[:_PIECES_AT_ONCE], *([] if len(doubtful) == len(judgements) else [whole])]


def _shown(scores: dict[str, float]) -> dict[str, float]:
    ranked = sorted(((score, name) for name, score in scores.items() if score >= _SHOWN_FROM), reverse=True)
    return {name: round(score, 3) for score, name in ranked[:_SHOWN]}


def _grouped(pieces: list[str]) -> list[list[str]]:
    size = -(-len(pieces) // _PIECES_AT_ONCE)
    return [pieces[start : start + size] for start in range(0, len(pieces), size)]
