"""The narrator: a line in one of eight languages in, speech with exact word and phoneme times out.

The voice is Kokoro-82M, run by onnxruntime. The model predicts how long every phoneme lasts before it makes the
sound, so the times are the model's own rather than a guess by alignment.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from film.language import Language
from film.sound import Phoneme, Speech, Word
from film.spoken import UNSPACED
from previz.sound.loudness import to_loudness
from previz.sound.pronounce import CLAUSE_ENDS, SENTENCE_ENDS, SILENT, SpokenWord
from previz.sound.said import said_words
from previz.sound.timing import phoneme_times, word_times
from previz.sound.weights import VoiceUnavailable, find_weights

RATE = 24_000
LONGEST_TEXT = 5_000  # characters; about six minutes of speech
SPEEDS = (0.5, 2.0)

_FRAME = 600  # samples per unit of the model's durations
# The model's sound runs ahead of its durations: by 75 ms (kokoro's KPipeline.join_timestamps) at speed 1, and by more
# when it speaks slowly (measured at the first sound of 18 phrases, at speeds 0.7, 1 and 1.6).
_LEAD_S, _LEAD_BY_SLOWNESS_S = 0.075, 0.17
_PHRASE_PHONEMES = 300  # the model takes 510; shorter phrases keep its melody lively
_PAUSE_S = {"sentence": 0.38, "clause": 0.2, "none": 0.03}
_SILENCE_DB = -45.0  # below the phrase's loudest moment
_HEAD_S, _TAIL_S = 0.05, 0.12  # silence kept around a phrase
_LUFS = -20.0


class Unspeakable(Exception):  # noqa: N818 - says what is wrong with the text
    """The text cannot be read aloud: nothing in it is sayable, or it is too long."""


VOICES: dict[str, Language] = {
    **dict.fromkeys(
        ("af_heart", "am_michael", "bf_emma", "bm_george", "af_bella", "am_fenrir", "am_puck", "af_nicole"),
        Language.ENGLISH,
    ),
    **dict.fromkeys(("ef_dora", "em_alex"), Language.SPANISH),
    **dict.fromkeys(("ff_siwis",), Language.FRENCH),
    **dict.fromkeys(("if_sara", "im_nicola"), Language.ITALIAN),
    **dict.fromkeys(("pf_dora", "pm_alex"), Language.PORTUGUESE),
    **dict.fromkeys(("hf_alpha", "hm_omega", "hf_beta", "hm_psi"), Language.HINDI),
    **dict.fromkeys(("jf_alpha", "jm_kumo", "jf_tebukuro"), Language.JAPANESE),
    **dict.fromkeys(("zf_xiaobei", "zm_yunjian", "zf_xiaoxiao", "zm_yunxi"), Language.CHINESE),
}
"""The voices there are and the language of each; how they sound is in ``film/models/voices_previz.yaml``."""


@dataclass(frozen=True)
class Utterance:
    """A spoken line: ``samples`` is ``(n,)`` float32, mono, 24 kHz, at −20 LUFS."""

    samples: NDArray[np.float32]
    speech: Speech


@dataclass(frozen=True)
class _Phrase:
    """One breath: sound, and times in seconds from its start."""

    samples: NDArray[np.float32]
    words: tuple[tuple[float, float], ...]
    phonemes: tuple[Phoneme, ...]


class Narrator:
    """Speaks with any of ``VOICES``. One narrator may be used by several threads.

    Raises ``VoiceUnavailable`` when the weights are not installed.
    """

    def __init__(self, threads: int = 1) -> None:
        self._weights = find_weights()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that spin while they wait halve the speed of everybody when the cores are shared.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Higher levels find nothing to fuse in this graph and cost 0.1 s at every start.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            self._session = onnxruntime.InferenceSession(
                str(self._weights.model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no public base class
            raise VoiceUnavailable(
                "The speech model cannot be loaded; delete its cache and install it again."
            ) from error
        self._styles: dict[str, NDArray[np.float32]] = {}
        self._styles_lock = threading.Lock()

    def speak(self, text: str, *, voice: str, speed: float = 1.0) -> Utterance:
        """Read ``text`` aloud; the same text, voice and speed always give the same samples.

        The words of the answer are those of the text without its hints (``previz.sound.said``). Raises
        ``Unspeakable`` when nothing in the text can be said or it is longer than ``LONGEST_TEXT``,
        ``VoiceUnavailable`` for an unknown or damaged voice, and ``ValueError`` when ``speed`` is outside ``SPEEDS``.
        """
        if not SPEEDS[0] <= speed <= SPEEDS[1]:
            raise ValueError(f"speed must be between {SPEEDS[0]} and {SPEEDS[1]}, not {speed}")
        if len(text) > LONGEST_TEXT:
            raise Unspeakable(f"The text has {len(text)} characters; a line may have {LONGEST_TEXT}.")
        style = self._style(voice)
        language = VOICES[voice]
        words = _silent_words_joined(self._sounding(said_words(text, language)), language)
        if not words:
            raise Unspeakable(f"There is nothing in the text that can be read aloud in {language.english_name}.")
        phrases = _phrases(words)
        spoken = [self._say(phrase, style, speed) for phrase in phrases]
        return _assemble(phrases, spoken, speed)

    def _sounding(self, words: Sequence[SpokenWord]) -> list[SpokenWord]:
        """The words without sounds that the model does not know."""
        known = self._weights.vocabulary
        return [SpokenWord(word.text, "".join(sign for sign in word.phonemes if sign in known)) for word in words]

    def _style(self, voice: str) -> NDArray[np.float32]:
        with self._styles_lock:
            if voice not in self._styles:
                self._styles[voice] = self._weights.voice(voice)
            return self._styles[voice]

    def _say(self, words: Sequence[SpokenWord], style: NDArray[np.float32], speed: float) -> _Phrase:
        symbols, spans = _symbols(words, self._weights.vocabulary)
        tokens = [0, *(self._weights.vocabulary[symbol] for symbol in symbols), 0]
        audio, durations = self._session.run(
            None,
            {
                "tokens": np.array([tokens], np.int64),
                "style": style[min(len(symbols), len(style)) - 1][np.newaxis],
                "speed": np.array([speed], np.float32),
            },
        )
        samples, cut_s = _trimmed(audio.ravel().astype(np.float32))
        lead_s = _LEAD_S + _LEAD_BY_SLOWNESS_S * (1 / speed - 1)
        edges_s = np.concatenate([[0.0], np.cumsum(durations.ravel())]) * _FRAME / RATE - lead_s - cut_s
        # The first and last duration belong to the marks of start and end.
        edges: list[float] = np.clip(edges_s[1:-1], 0.0, len(samples) / RATE).tolist()
        return _Phrase(samples, word_times(symbols, edges, spans), phoneme_times(symbols, edges))


def _symbols(words: Sequence[SpokenWord], vocabulary: dict[str, int]) -> tuple[list[str], list[tuple[int, int]]]:
    """The symbols of a phrase, words parted by spaces, and each word's range in them."""
    symbols: list[str] = []
    spans = []
    for word in words:
        if symbols:
            symbols.append(" ")
        first = len(symbols)
        symbols += [symbol for symbol in word.phonemes if symbol in vocabulary]
        spans.append((first, len(symbols)))
    return symbols, spans


def _silent_words_joined(words: Sequence[SpokenWord], language: Language) -> list[SpokenWord]:
    """Words that sound, each with the silent ones (an emoji, a lone dash) that follow it; the first, those before."""
    space = "" if language in UNSPACED else " "
    joined: list[SpokenWord] = []
    before: list[str] = []
    for word in words:
        if word.sounds:
            joined.append(SpokenWord(space.join([*before, word.text]), word.phonemes))
            before = []
        elif joined:
            last = joined[-1]
            pause = word.phonemes if last.phonemes[-1] not in SILENT else ""
            joined[-1] = SpokenWord(f"{last.text}{space}{word.text}", last.phonemes + pause)
        else:
            before.append(word.text)
    return joined


def _phrases(words: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    """The line in breaths of at most ``_PHRASE_PHONEMES``, cut after sentences, else clauses, else words."""
    phrases: list[list[SpokenWord]] = []
    current: list[SpokenWord] = []
    for word in words:
        while current and sum(len(held.phonemes) + 1 for held in current) + len(word.phonemes) > _PHRASE_PHONEMES:
            cut = _best_cut(current)
            phrases.append(current[:cut])
            current = current[cut:]
        current.append(word)
    return [*phrases, current]


def _best_cut(words: Sequence[SpokenWord]) -> int:
    for strength in ("sentence", "clause"):
        cuts = [index for index, word in enumerate(words, start=1) if _ending(word) == strength]
        if cuts:
            return cuts[-1]
    return len(words)


def _ending(word: SpokenWord) -> str:
    """How a word ends: a "sentence", a "clause" or "none"."""
    last = word.phonemes.rstrip('”“")')[-1:]
    if last and last in SENTENCE_ENDS:
        return "sentence"
    return "clause" if last and last in CLAUSE_ENDS else "none"


def _trimmed(samples: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """The phrase with short, faded silence around it, and how many seconds were cut from its start."""
    window = RATE // 200
    frames = samples[: len(samples) // window * window].reshape(-1, window)
    level = np.sqrt(np.mean(frames**2, axis=1))
    if not level.any():
        return samples, 0.0
    loud = np.flatnonzero(level > level.max() * 10 ** (_SILENCE_DB / 20))
    start = max(0, int(loud[0]) * window - round(_HEAD_S * RATE))
    stop = min(len(samples), (int(loud[-1]) + 1) * window + round(_TAIL_S * RATE))
    kept = samples[start:stop].copy()
    fade = min(RATE // 100, len(kept) // 2)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    return kept, start / RATE


def _assemble(phrases: Sequence[Sequence[SpokenWord]], spoken: Sequence[_Phrase], speed: float) -> Utterance:
    """One line from its phrases, with a pause after each but the last."""
    sound: list[NDArray[np.float32]] = []
    words: list[Word] = []
    phonemes: list[Phoneme] = []
    length = 0
    for index, (texts, phrase) in enumerate(zip(phrases, spoken, strict=True)):
        offset_s, end_s = length / RATE, (length + len(phrase.samples)) / RATE
        for word, (from_s, to_s) in zip(texts, phrase.words, strict=True):
            words.append(Word(text=word.text, start_s=offset_s + from_s, end_s=min(offset_s + to_s, end_s)))
        for each in phrase.phonemes:
            start_s, stop_s = offset_s + each.start_s, min(offset_s + each.end_s, end_s)
            phonemes.append(Phoneme(symbol=each.symbol, start_s=start_s, end_s=stop_s))
        last = index == len(phrases) - 1
        pause = 0 if last else round(_PAUSE_S[_ending(texts[-1])] / speed * RATE)
        sound += [phrase.samples, np.zeros(pause, np.float32)]
        length += len(phrase.samples) + pause
    samples = to_loudness(np.concatenate(sound), RATE, lufs=_LUFS)
    speech = Speech(duration_s=len(samples) / RATE, words=tuple(words), phonemes=tuple(phonemes))
    return Utterance(samples, speech)
