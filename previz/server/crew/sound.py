"""The sound crew: speaks lines and composes scores."""

from functools import cached_property

from pydantic import JsonValue

from previz.server.crew.control import Control, NotOurCraftError
from previz.server.crew.marks import PLAIN_MARK, speech_mark
from previz.server.crew.tasks import Beats, ComposeScore, SpeakLine, Task, UnusableInputError
from previz.sound.composer import compose
from previz.sound.narrator import RATE, VOICES, Narrator, Unspeakable
from previz.sound.wav import write_wav

_SCORE_RATE = 48_000


class SoundCraft:
    """Keeps the voice model loaded. Where it is not installed, lines fail and say so, and scores are still composed."""

    def __init__(self, _: Control) -> None:
        """Nothing here is long enough to report progress or to be called off."""

    @cached_property
    def _narrator(self) -> Narrator:
        return Narrator(threads=1)

    def warm(self) -> None:
        """Load the voice ahead of the first line."""
        self._narrator.speak("Ready.", voice="af_heart", speed=1.0)

    def do(self, task: Task) -> JsonValue:
        """See ``Craft.do``."""
        match task:
            case SpeakLine():
                return self._speak(task)
            case ComposeScore():
                return _compose(task)
            case _:
                raise NotOurCraftError(task)

    def _speak(self, task: SpeakLine) -> JsonValue:
        if task.voice not in VOICES:
            raise UnusableInputError(f"there is no voice {task.voice!r}; there are {', '.join(VOICES)}")
        try:
            utterance = self._narrator.speak(task.text, voice=task.voice, speed=task.speed)
        except Unspeakable as error:
            raise UnusableInputError(str(error)) from error
        write_wav(task.path, utterance.samples, RATE, comment=speech_mark(utterance.speech.phonemes))
        return utterance.speech.model_dump(mode="json")


def _compose(task: ComposeScore) -> JsonValue:
    score = compose(mood=task.mood, duration_s=task.duration_s, tempo_bpm=task.tempo_bpm, seed=task.seed)
    write_wav(task.path, score.samples, _SCORE_RATE, comment=PLAIN_MARK)
    beats = Beats(
        beats_s=tuple(float(t) for t in score.beats_s), downbeats_s=tuple(float(t) for t in score.downbeats_s)
    )
    return beats.model_dump(mode="json")


craft = SoundCraft
