"""The language crew: reads prompts, talks about briefs, plans films, judges texts; with one sentence model for all."""

from pydantic import JsonValue

from planner.conversation import answer_chat
from planner.embedding import Embedder
from planner.moderation import Moderator
from planner.planner import Planner
from planner.reader import Reader
from previz.server.crew.control import Control, NotOurCraftError
from previz.server.crew.tasks import AnswerChat, JudgeTexts, ReadPrompt, Task, UnusableInputError, WritePlan


class LanguageCraft:
    """Answers at once, so it neither reports progress nor looks whether it was called off."""

    def __init__(self, _: Control) -> None:
        embedder = Embedder()
        self._reader = Reader(embedder)
        self._planner = Planner(self._reader)
        self._moderator = Moderator(embedder)

    def warm(self) -> None:
        """Load the models ahead of the first order."""
        self._reader.read("a lighthouse at dusk", seed=7)

    def do(self, task: Task) -> JsonValue:
        """See ``Craft.do``."""
        match task:
            case ReadPrompt():
                return self._reader.read(task.prompt, seed=task.seed).model_dump(mode="json")
            case WritePlan():
                return self._plan(task)
            case AnswerChat():
                return self._answer(task)
            case JudgeTexts():
                return [{name: float(score) for name, score in self._moderator.scores(t).items()} for t in task.texts]
            case _:
                raise NotOurCraftError(task)

    def _plan(self, task: WritePlan) -> JsonValue:
        try:
            return self._planner.answer(task.messages).model_dump(mode="json")
        except ValueError as error:
            raise UnusableInputError(str(error)) from error

    def _answer(self, task: AnswerChat) -> JsonValue:
        try:
            return answer_chat(task.messages).model_dump(mode="json")
        except ValueError as error:
            raise UnusableInputError(str(error)) from error


craft = LanguageCraft
