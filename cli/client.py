"""The API as the command line uses it."""

from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter

from api.chat_schemas import NewChatTurn
from api.money import NewDecision, NewOwnerBudget, NewProjectBudget, OwnerBudget, ProjectBudget
from api.mood_schemas import MoodBoardInfo, NewMoodBoard, NewPick
from api.plan_schemas import PlanInfo
from api.prediction_schemas import NewPrediction, PredictionInfo
from api.reference_schemas import NewReference, ReferenceInfo, ReferenceList
from api.schemas import (
    File,
    LedgerEntry,
    NewProject,
    NewRetake,
    ProjectInfo,
    ProjectPage,
    ProjectStatus,
    RetakeTicket,
)
from api.upload_schemas import UploadInfo, UploadList
from cli.exits import CommandError, Exit
from film.conversation import ChatReply
from film.finish import Finish
from media.work import finished

_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
_TALK_TIMEOUT = httpx.Timeout(40.0, connect=5.0)
_EXITS = {
    404: Exit.NOT_FOUND,
    409: Exit.CONFLICT,
    413: Exit.BAD_INPUT,
    415: Exit.BAD_INPUT,
    422: Exit.BAD_INPUT,
    503: Exit.NO_STUDIO,
    507: Exit.NO_SPACE,
}
_LEDGER = TypeAdapter(list[LedgerEntry])

Answer = TypeVar("Answer", bound=BaseModel)


class StudioClient:
    """Calls the API; every refusal becomes a ``CommandError`` with the API's own sentence."""

    def __init__(self, api_url: str) -> None:
        self._http = httpx.Client(base_url=api_url, timeout=_TIMEOUT, trust_env=False)

    def __enter__(self) -> "StudioClient":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def create(self, new: NewProject, idempotency_key: str) -> ProjectInfo:
        """Order a film. What was not said is not sent: the studio decides it."""
        headers = {"Idempotency-Key": idempotency_key}
        return self._call(
            ProjectInfo, "POST", "/v1/projects", json=new.model_dump(mode="json", exclude_unset=True), headers=headers
        )

    def upload(self, name: str, content: BinaryIO) -> UploadInfo:
        """Bring a picture or a song."""
        return self._call(UploadList, "POST", "/v1/uploads", files={"files": (name, content)}).uploads[0]

    def chat(self, turn: NewChatTurn) -> ChatReply:
        """The answer to what was said of a brief; it may take half a minute."""
        body = turn.model_dump(mode="json")
        return self._call(ChatReply, "POST", "/v1/briefs/chat", json=body, timeout=_TALK_TIMEOUT)

    def references(self) -> ReferenceList:
        """Pictures that films can agree with."""
        return self._call(ReferenceList, "GET", "/v1/references")

    def add_reference(self, new: NewReference) -> ReferenceInfo:
        """Keep an uploaded picture as a reference."""
        return self._call(ReferenceInfo, "POST", "/v1/references", json=new.model_dump(mode="json"))

    def remove_reference(self, reference_id: str) -> None:
        """Forget a reference."""
        self._send("DELETE", f"/v1/references/{quote(reference_id, safe='')}")

    def project(self, project_id: str) -> ProjectInfo:
        """A film with its scenes and links."""
        return self._call(ProjectInfo, "GET", f"/v1/projects/{quote(project_id, safe='')}")

    def projects(self, limit: int = 50) -> ProjectPage:
        """The newest films."""
        return self._call(ProjectPage, "GET", "/v1/projects", params={"limit": limit})

    def status(self, project_id: str) -> ProjectStatus:
        """Where a film is."""
        return self._call(ProjectStatus, "GET", f"/v1/projects/{quote(project_id, safe='')}/status")

    def ledger(self, project_id: str) -> list[LedgerEntry]:
        """What was bought for a film."""
        return _LEDGER.validate_json(
            self._send("GET", f"/v1/projects/{quote(project_id, safe='')}/predictions").content
        )

    def retake(self, project_id: str, scene_id: str, wish: NewRetake, idempotency_key: str) -> RetakeTicket:
        """Ask for a retake."""
        path = f"/v1/projects/{quote(project_id, safe='')}/scenes/{scene_id}/retakes"
        headers = {"Idempotency-Key": idempotency_key}
        return self._call(RetakeTicket, "POST", path, json=wish.model_dump(mode="json"), headers=headers)

    def finish(self, project_id: str) -> Finish:
        """How a film is finished."""
        return self._call(Finish, "GET", f"/v1/projects/{quote(project_id, safe='')}/finish")

    def set_finish(self, project_id: str, finish: Finish) -> Finish:
        """Ask for another finish."""
        path = f"/v1/projects/{quote(project_id, safe='')}/finish"
        return self._call(Finish, "PUT", path, json=finish.model_dump(mode="json"))

    def plan(self, project_id: str) -> PlanInfo:
        """A film's plan, priced."""
        return self._call(PlanInfo, "GET", f"/v1/projects/{quote(project_id, safe='')}/plan")

    def approve(self, project_id: str) -> ProjectStatus:
        """Let a planned film be made."""
        return self._call(ProjectStatus, "POST", f"/v1/projects/{quote(project_id, safe='')}/approve")

    def cancel(self, project_id: str) -> ProjectStatus:
        """Stop a production."""
        return self._call(ProjectStatus, "POST", f"/v1/projects/{quote(project_id, safe='')}/cancel")

    def budget(self) -> OwnerBudget:
        """What you may spend."""
        return self._call(OwnerBudget, "GET", "/v1/budget")

    def set_budget(self, total_usd: Decimal | None, per_day_usd: Decimal | None) -> OwnerBudget:
        """Cap what you spend; ``None`` is no cap."""
        new = NewOwnerBudget(total_usd=total_usd, per_day_usd=per_day_usd)
        return self._call(OwnerBudget, "PUT", "/v1/budget", json=new.model_dump(mode="json"))

    def project_budget(self, project_id: str) -> ProjectBudget:
        """What a film may spend."""
        return self._call(ProjectBudget, "GET", f"/v1/projects/{quote(project_id, safe='')}/budget")

    def set_project_budget(self, project_id: str, cap_usd: Decimal | None) -> ProjectBudget:
        """Cap what a film spends; ``None`` is no cap."""
        path = f"/v1/projects/{quote(project_id, safe='')}/budget"
        new = NewProjectBudget(cap_usd=cap_usd)
        return self._call(ProjectBudget, "PUT", path, json=new.model_dump(mode="json"))

    def resume(self, project_id: str) -> ProjectBudget:
        """Let what waits for money try again."""
        return self._call(ProjectBudget, "POST", f"/v1/projects/{quote(project_id, safe='')}/resume")

    def decide(self, url: str, decision: NewDecision) -> None:
        """Decide about a purchase that waits; ``url`` is the one of its hold."""
        self._send("POST", url, json=decision.model_dump(mode="json"))

    def buy(self, new: NewPrediction, idempotency_key: str) -> PredictionInfo:
        """Order a one-off generation."""
        headers = {"Idempotency-Key": idempotency_key}
        return self._call(PredictionInfo, "POST", "/v1/predictions", json=new.model_dump(mode="json"), headers=headers)

    def prediction(self, prediction_id: str) -> PredictionInfo:
        """A one-off generation."""
        return self._call(PredictionInfo, "GET", f"/v1/predictions/{quote(prediction_id, safe='')}")

    def order_moods(self, new: NewMoodBoard, idempotency_key: str) -> MoodBoardInfo:
        """Order a mood board."""
        headers = {"Idempotency-Key": idempotency_key}
        return self._call(MoodBoardInfo, "POST", "/v1/moods", json=new.model_dump(mode="json"), headers=headers)

    def mood_board(self, board_id: str) -> MoodBoardInfo:
        """A mood board with its pictures."""
        return self._call(MoodBoardInfo, "GET", f"/v1/moods/{quote(board_id, safe='')}")

    def pick_mood(self, board_id: str, new: NewPick) -> MoodBoardInfo:
        """Choose a mood."""
        path = f"/v1/moods/{quote(board_id, safe='')}/pick"
        return self._call(MoodBoardInfo, "POST", path, json=new.model_dump(mode="json"))

    def download(self, file: File, out: Path) -> None:
        """Save a stored file; it appears under its name only when it is complete."""
        with finished(out) as unfinished, httpx.stream("GET", file.url, timeout=_TIMEOUT, trust_env=False) as response:
            response.raise_for_status()
            with unfinished.open("wb") as target:
                for block in response.iter_bytes():
                    target.write(block)

    def _call(self, answer: type[Answer], method: str, path: str, **options: Any) -> Answer:
        return answer.model_validate_json(self._send(method, path, **options).content)

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            message = "The studio does not answer; `reelwright doctor` says why"
            raise CommandError(Exit.NO_STUDIO, message) from error
        if response.is_error:
            raise CommandError(_EXITS.get(response.status_code, Exit.FAILED), _sentence(response))
        return response


def _sentence(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError):
        return f"The studio answered {response.status_code}; its log says more"
