from itertools import pairwise

import numpy as np
import pytest

from film.sound import Speech
from film.spoken import spoken_s
from previz.sound.loudness import loudness_lufs, true_peak_dbfs
from previz.sound.narrator import LONGEST_TEXT, RATE, VOICES, Narrator, Unspeakable, Utterance, _phrases
from previz.sound.pronounce import pronounce
from previz.sound.visemes import mouth_curve
from previz.sound.weights import VOICE_SHA256, VoiceUnavailable
from store.catalogue import load_voices

LINE = '"Two robots" — state-of-the-art, she\'d say — cost $24.99 😀. Only 2% made it!'


@pytest.fixture(scope="module")
def line(narrator: Narrator) -> Utterance:
    return narrator.speak(LINE, voice="af_heart")


def assert_ordered(speech: Speech) -> None:
    for sounds in (speech.words, speech.phonemes):
        assert sounds[0].start_s >= 0
        assert sounds[-1].end_s <= speech.duration_s
        assert all(sound.start_s < sound.end_s for sound in sounds)
        assert all(before.end_s <= after.start_s + 1e-9 for before, after in pairwise(sounds))


def test_the_words_are_the_words_of_the_text(line: Utterance) -> None:
    assert " ".join(word.text for word in line.speech.words) == LINE


def test_times_rise_and_stay_inside_the_audio(line: Utterance) -> None:
    assert line.speech.duration_s == len(line.samples) / RATE
    assert_ordered(line.speech)


def test_words_are_where_the_sound_is(line: Utterance) -> None:
    """Every word holds sound, and the pause after the first sentence holds little."""
    loudest = np.sqrt(np.mean(line.samples**2))
    for word in line.speech.words:
        spoken = line.samples[round(word.start_s * RATE) : round(word.end_s * RATE)]
        assert np.sqrt(np.mean(spoken**2)) > 0.15 * loudest, word.text


def test_the_line_is_levelled_and_trimmed(line: Utterance) -> None:
    assert line.samples.dtype == np.float32
    assert abs(loudness_lufs(line.samples, RATE) + 20) < 0.5
    assert true_peak_dbfs(line.samples) < -1
    assert line.speech.words[0].start_s < 0.15
    assert line.speech.duration_s - line.speech.words[-1].end_s < 0.3


def test_the_same_line_is_spoken_the_same_way(narrator: Narrator, line: Utterance) -> None:
    again = narrator.speak(LINE, voice="af_heart")
    assert np.array_equal(again.samples, line.samples)
    assert again.speech == line.speech


def test_a_faster_voice_is_shorter(narrator: Narrator, line: Utterance) -> None:
    fast = narrator.speak(LINE, voice="af_heart", speed=1.5)
    assert fast.speech.duration_s < 0.8 * line.speech.duration_s


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("bm_george", "Good evening."),
        ("ef_dora", "Buenas noches."),
        ("ff_siwis", "Bonsoir."),
        ("if_sara", "Buona sera."),
        ("pf_dora", "Boa noite."),
        ("hf_alpha", "नमस्ते।"),
        ("jf_alpha", "こんばんは。"),
        ("zf_xiaobei", "晚上好。"),
    ],
)
def test_a_voice_of_every_language_speaks(narrator: Narrator, voice: str, text: str) -> None:
    utterance = narrator.speak(text, voice=voice)
    assert 0.5 < utterance.speech.duration_s < 3
    assert "".join(word.text for word in utterance.speech.words) == text.replace(" ", "")
    assert_ordered(utterance.speech)


def test_a_hint_is_spoken_and_not_shown(narrator: Narrator) -> None:
    speech = narrator.speak("Meet Reelwright[ˈɹiːlɹaɪt].", voice="af_heart").speech
    assert [word.text for word in speech.words] == ["Meet", "Reelwright."]
    assert "I" in {phoneme.symbol for phoneme in speech.phonemes}


def test_a_long_line_is_spoken_in_breaths(narrator: Narrator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.sound.narrator._PHRASE_PHONEMES", 30)
    text = "The keeper climbs the stairs, lights the lamp and waits. Nobody comes."
    speech = narrator.speak(text, voice="bm_george", speed=1.6).speech
    assert " ".join(word.text for word in speech.words) == text
    assert_ordered(speech)


def test_breaths_end_at_sentences_or_clauses_and_fit_the_model() -> None:
    text = "The keeper climbs the stairs, lights the lamp and waits for a ship that never comes. " * 40 + "word " * 200
    phrases = _phrases(pronounce(text))
    assert [word.text for phrase in phrases for word in phrase] == text.split()
    assert all(sum(len(word.phonemes) + 1 for word in phrase) <= 301 for phrase in phrases)
    assert phrases[0][-1].text == "comes."


def test_the_mouth_moves_while_words_are_said_and_rests_after(line: Utterance) -> None:
    frames = round((line.speech.duration_s + 1) * 24)
    curve = mouth_curve(line.speech.phonemes, fps=24, frames=frames)
    last = round(line.speech.words[-1].end_s * 24)
    assert max(curve[:last]) > 0.7
    assert not any(curve[last + 3 :])


@pytest.mark.parametrize("text", ["", "   \n", "😀 🎬", "— … !", "Привет, мир", "世界", "a" * (LONGEST_TEXT + 1)])
def test_what_cannot_be_said_is_refused(narrator: Narrator, text: str) -> None:
    with pytest.raises(Unspeakable):
        narrator.speak(text, voice="af_heart")


def test_unknown_voices_and_speeds_are_refused(narrator: Narrator) -> None:
    with pytest.raises(VoiceUnavailable, match="no voice 'nobody'"):
        narrator.speak("Hello.", voice="nobody")
    with pytest.raises(ValueError, match="speed"):
        narrator.speak("Hello.", voice="af_heart", speed=9.0)


def test_every_voice_on_offer_has_weights_and_stands_in_the_catalogue_with_its_language() -> None:
    listed = {voice.voice: set(voice.languages) for voice in load_voices() if "previz/voice" in voice.models}
    assert set(VOICES) == set(VOICE_SHA256)
    assert listed == {voice: {language} for voice, language in VOICES.items()}


def test_a_line_takes_about_as_long_as_the_catalogue_says(line: Utterance) -> None:
    (heart,) = (voice for voice in load_voices() if voice.voice == "af_heart" and voice.reads_ipa)
    assert spoken_s(LINE, heart) == pytest.approx(line.speech.duration_s, rel=0.3)
