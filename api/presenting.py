"""From the read model to what the API gives: scenes in order, presigned links."""

from collections.abc import Sequence

from activities.contract import Receipt
from api.costs import costs
from api.money import HoldInfo, budget_info, hold_info
from api.schemas import (
    ChunkInfo,
    CutInfo,
    File,
    LedgerEntry,
    Links,
    ProjectInfo,
    ProjectStatus,
    SceneInfo,
    SceneStatus,
    SoundInfo,
    TakeInfo,
    VersionInfo,
)
from film.assets import Asset
from film.budget import Budget, BudgetScope
from film.events import ProjectView
from film.finish import version_of
from film.holds import needed_usd
from film.production import Cut, CutSound, CutVersion, Take, workflow_id
from film.referencing import known_references
from film.status import TakeState
from store.ledger import Entry
from store.objects import ObjectStore
from store.projects import StoredProject

MASTER, THUMBNAILS = "master.m3u8", "thumbnails.vtt"
"""How players' documents are called below a cut or a preview."""

_STAGE_START = {
    TakeState.QUEUED: 0.0,
    TakeState.STORYBOARD: 0.0,
    TakeState.CLIP: 0.15,
    TakeState.LIPSYNC: 0.8,
    TakeState.CONFORM: 0.92,
    TakeState.DONE: 1.0,
    TakeState.FAILED: 1.0,
    TakeState.CANCELLED: 1.0,
}
_STAGE_SHARE = {TakeState.STORYBOARD: 0.15, TakeState.CLIP: 0.65, TakeState.LIPSYNC: 0.12}


class Presenter:
    """Builds answers; presigns links, which needs no network."""

    def __init__(self, objects: ObjectStore, temporal_ui_url: str | None, namespace: str) -> None:
        self._objects = objects
        self._temporal_ui_url = temporal_ui_url
        self._namespace = namespace

    def project(self, stored: StoredProject, ledger: Sequence[Entry], budgets: Sequence[Budget]) -> ProjectInfo:
        """Everything about a project."""
        view = stored.view
        return ProjectInfo(
            project_id=stored.project_id,
            state=view.state,
            phase=view.phase,
            progress=view.progress,
            title=view.title,
            logline=view.plan.logline if view.plan else None,
            brief=stored.opening.brief,
            film_format=view.film_format,
            references=list(
                known_references(view.plan, stored.opening.brief) if view.plan else stored.opening.brief.references
            ),
            scenes=self._scenes(view, ledger),
            finish=view.finish,
            cuts=[self._cut(view, cut) for cut in view.cuts],
            fallbacks=list(view.fallbacks),
            failure=view.failure,
            judgements=list(view.judgements),
            spent_usd=view.spent_usd,
            costs=costs(view.estimate, [scene.scene_id for scene in view.scenes], ledger),
            budget=budget_info(budgets, BudgetScope.PROJECT),
            holds=_holds(view),
            needed_usd=needed_usd(view.holds, budgets),
            created_at=stored.created_at,
            updated_at=stored.updated_at,
            links=self.links(stored.project_id),
        )

    def links(self, project_id: str) -> Links:
        """Where a project is found, here and in the Temporal UI."""
        here = f"/v1/projects/{project_id}"
        return Links(
            self=here,
            events=f"{here}/events",
            preview=f"{here}/preview/{MASTER}",
            temporal=self.workflow(workflow_id(project_id)),
        )

    def workflow(self, workflow_id: str | None) -> str | None:
        """A workflow in the Temporal UI."""
        if workflow_id is None or self._temporal_ui_url is None:
            return None
        return f"{self._temporal_ui_url}/namespaces/{self._namespace}/workflows/{workflow_id}"

    def bought(self, entry: Entry) -> LedgerEntry:
        """A ledger row: not what was sent, but what it cost and what came home."""
        receipt = Receipt.model_validate(entry.receipt) if entry.receipt is not None else None
        return LedgerEntry(
            attempt_key=entry.attempt_key,
            scene_id=entry.scene_id,
            take=entry.take,
            stage=entry.stage,
            model=entry.model,
            state=entry.state,
            prediction_id=entry.provider_id,
            money=entry.money,
            currency=entry.currency,
            cost=entry.cost,
            wanted=entry.wanted,
            file=self.maybe(receipt.asset if receipt else None),
            workflow=self.workflow(entry.workflow_id),
            error=entry.error,
            created_at=entry.created_at,
            updated_at=entry.updated_at,
        )

    def status(
        self, view: ProjectView, ledger: Sequence[Entry], budgets: Sequence[Budget], *, live: bool
    ) -> ProjectStatus:
        """Where a production is, scene by scene."""
        newest = {board.scene_id: board.takes[-1] for board in view.scenes if board.takes}
        scenes = view.plan.scenes if view.plan else ()
        return ProjectStatus(
            project_id=view.project_id,
            state=view.state,
            phase=view.phase,
            progress=view.progress,
            title=view.title,
            scenes=[
                SceneStatus(
                    scene_id=scene.scene_id,
                    number=scene.number,
                    title=f"{scene.subject} {scene.action}".strip(),
                    take=take.number if (take := newest.get(scene.scene_id)) else None,
                    state=take.state if take else None,
                    progress=_take_progress(scene.scene_id, take, ledger) if take else 0.0,
                )
                for scene in scenes
            ],
            fallbacks=list(view.fallbacks),
            failure=view.failure,
            budget=budget_info(budgets, BudgetScope.PROJECT),
            holds=_holds(view),
            needed_usd=needed_usd(view.holds, budgets),
            last_event=view.last_event,
            live=live,
        )

    def _cut(self, view: ProjectView, cut: Cut) -> CutInfo:
        name = f"{view.project_id}-cut-{cut.number}"
        own = CutVersion(version=version_of(view.film_format), film=cut.film, poster=cut.poster, stream=cut.stream)
        return CutInfo(
            number=cut.number,
            duration_s=cut.duration_s,
            frames=cut.frames,
            takes=cut.takes,
            film=self._file(cut.film, f"{name}.mp4"),
            captions=self._file(cut.captions, f"{name}.srt"),
            subtitles=self._file(cut.subtitles, f"{name}.vtt") if cut.subtitles else None,
            poster=self.maybe(cut.poster),
            versions=[self._version(view.project_id, cut.number, each) for each in (own, *cut.also)],
            sound=self._sound(cut.sound, name) if cut.sound else None,
            fallbacks=list(cut.fallbacks),
        )

    def _version(self, project_id: str, number: int, made: CutVersion) -> VersionInfo:
        name = made.version.name
        here = f"/v1/projects/{project_id}/cuts/{number}/{name}"
        return VersionInfo(
            name=name,
            aspect=made.version.aspect,
            codec=made.version.codec,
            film=self._file(made.film, f"{project_id}-cut-{number}-{name}.mp4"),
            poster=self.maybe(made.poster),
            stream=f"{here}/{MASTER}" if made.stream else None,
            thumbnails=f"{here}/{THUMBNAILS}" if made.stream else None,
        )

    def _sound(self, sound: CutSound, name: str) -> SoundInfo:
        return SoundInfo(
            loudness_lufs=sound.loudness_lufs,
            peak_dbtp=sound.peak_dbtp,
            track=self._file(sound.track, f"{name}.m4a"),
            stems={
                stem: self._file(asset, f"{name}-{stem}.{asset.key.rpartition('.')[2]}")
                for stem, asset in sound.stems.items()
            },
            waveform=self.maybe(sound.waveform),
        )

    def _scenes(self, view: ProjectView, ledger: Sequence[Entry]) -> list[SceneInfo]:
        boards = {board.scene_id: board for board in view.scenes}
        made = []
        for scene in view.plan.scenes if view.plan else ():
            board = boards[scene.scene_id]
            made.append(
                SceneInfo(
                    scene_id=scene.scene_id,
                    number=scene.number,
                    duration_s=round(view.film_format.seconds(scene.frames), 3),
                    plan=scene,
                    selected_take=board.selected_take,
                    takes=[self._take(scene.scene_id, take, ledger) for take in board.takes],
                    narration=self.maybe(board.narration.audio if board.narration else None),
                    narration_s=board.narration.duration_s if board.narration else None,
                )
            )
        return made

    def _take(self, scene_id: str, take: Take, ledger: Sequence[Entry]) -> TakeInfo:
        return TakeInfo(
            number=take.number,
            state=take.state,
            note=take.note,
            progress=_take_progress(scene_id, take, ledger),
            still=self.maybe(take.still),
            clip=self.maybe(take.clip),
            chunks=[ChunkInfo(clip=self._file(chunk.asset), frames=chunk.frames) for chunk in take.chunks],
            segment=self.maybe(take.segment),
            poster=self.maybe(take.poster),
            quality=take.quality,
            fallbacks=list(take.fallbacks),
            failure=take.failure,
        )

    def maybe(self, asset: Asset | None) -> File | None:
        """A stored file with its link, if there is one."""
        return self._file(asset) if asset else None

    def _file(self, asset: Asset, name: str | None = None) -> File:
        return File(
            url=self._objects.url(asset.key, download_as=name),
            content_type=asset.content_type,
            size_bytes=asset.size_bytes,
            sha256=asset.sha256,
        )


def _holds(view: ProjectView) -> list[HoldInfo]:
    return [hold_info(hold, f"/v1/projects/{view.project_id}/purchases/decide") for hold in view.holds]


def _take_progress(scene_id: str, take: Take, ledger: Sequence[Entry]) -> float:
    """A take's share done: by its stage, and within the stage by what the model says."""
    within = [e.progress for e in ledger if (e.scene_id, e.take, e.stage) == (scene_id, take.number, take.state.value)]
    share = _STAGE_SHARE.get(take.state, 0.0) * (within[-1] if within else 0.0)
    return round(_STAGE_START[take.state] + share, 3)
