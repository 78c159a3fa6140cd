"""Any brief within limits becomes a film by rule, and a plan that keeps every rule."""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from film.archetypes import Archetype
from film.brief import (
    MAX_DURATION_S,
    MIN_DURATION_S,
    AdBrief,
    Brief,
    Mode,
    SongBrief,
    StoryBrief,
    Telling,
    default_format,
)
from film.language import Language
from film.lettering import BrandColours
from film.plan import PlannedFilm
from film.planning import PlanRequest, finish_plan, plan_request
from film.reference import Reference, ReferenceKind
from film.song import LyricLine, SectionKind, SongAnalysis, SongSection, Sung
from film.style import StyleSpec
from film.timeline import timeline_of
from planner.embedding import DIMENSIONS, Embedder, Floats
from planner.inference import infer
from planner.planner import Planner
from planner.reader import Reader

KEY = f"assets/picture/ab/{'a' * 64}.png"
WORDS = (
    "a the robot old red woman dog lighthouse serum shoes app coffee festival walks sings opens in on at with for and "
    "Austin Paris night storm kite no people without 'Glow' Kestrel hope zorgblat two three reasons unboxing teaser "
    "market her, he. für niño 猫 {place} <their> INT. KEEPER: (softly) made of $20 20% off until Sunday buy now "
    "glow.com"
)
words = st.sampled_from(WORDS.split())
letters = st.characters(exclude_categories=["Cc", "Cs"])
texts = st.lists(words, min_size=1, max_size=16).map(" ".join) | st.text(letters, min_size=3, max_size=60)
prompts = texts.filter(lambda text: len(text.strip()) >= 3 and any(ch.isalnum() for ch in text))
short = prompts.map(lambda text: text.strip()[:50]).filter(lambda text: any(ch.isalnum() for ch in text))
long = st.lists(prompts, min_size=1, max_size=8).map("\n\n".join)
colours = st.none() | st.just(BrandColours(primary="#1f8a8f", accent="#f07f66"))
photos = st.sampled_from(((), (KEY,)))
style = st.none() | st.just(
    StyleSpec(lighting="candles", camera="", lens="", texture="", mood="", palette=("rust",), grade="")
)
references = st.lists(
    st.builds(
        Reference,
        reference_id=st.just("r1"),
        kind=st.sampled_from(ReferenceKind),
        name=st.sampled_from(("Mara", "the Blue Door", "Glow", "x")),
        looks=st.sampled_from(("", "a tall woman in a red coat", "a narrow lane with lamps", "a white bottle")),
        image=st.just(KEY),
    ),
    max_size=3,
).map(tuple)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    mode = draw(st.sampled_from(Mode))
    ad = st.builds(
        AdBrief,
        product=st.none() | short,
        brand=st.none() | short,
        colours=colours,
        photos=photos,
        audience=st.none() | short,
        offer=st.none() | short,
        call_to_action=st.none() | short,
    )
    song = st.builds(SongBrief, song=st.none() | st.just(KEY), lyrics=st.none() | long, character=st.none() | short)
    story = st.builds(StoryBrief, telling=st.none() | st.sampled_from(Telling))
    return Brief(
        prompt=draw(prompts),
        mode=mode,
        script=draw(st.none() | long) if mode is Mode.STORY else None,
        duration_s=draw(st.integers(MIN_DURATION_S, MAX_DURATION_S)),
        seed=draw(st.integers(0, 2**31 - 1)),
        language=draw(st.none() | st.sampled_from(Language)),
        archetype=draw(st.none() | st.sampled_from(Archetype)),
        style=draw(style),
        references=draw(references),
        ad=draw(st.none() | ad) if mode is Mode.AD else None,
        song=draw(st.none() | song) if mode is Mode.MUSIC_VIDEO else None,
        story=draw(st.none() | story) if mode is Mode.STORY else None,
    )


def a_song(tempo_bpm: int, bars: int, *, sung: bool) -> SongAnalysis:
    """A song of verse and chorus by turns, four bars each."""
    beat_s = 60 / tempo_bpm
    beats = tuple(round(i * beat_s, 4) for i in range(bars * 4))
    length = bars * 4 * beat_s
    kinds = (SectionKind.INTRO, SectionKind.VERSE, SectionKind.CHORUS, SectionKind.BRIDGE, SectionKind.CHORUS)
    edges = [min(length, i * 16 * beat_s) for i in range(bars // 4 + 2)]
    sections = tuple(
        SongSection(
            kind=kinds[i % len(kinds)],
            start_s=one,
            end_s=other,
            energy=0.3 + 0.15 * (i % 5),
            vocals=sung and i % 5 not in {0, 3},
        )
        for i, (one, other) in enumerate(pairwise(edges))
        if other > one
    )
    voiced = tuple(Sung(start_s=each.start_s, end_s=each.end_s) for each in sections if each.vocals)
    lines = tuple(LyricLine(text="hold me like rain", start_s=each.start_s, end_s=each.end_s) for each in voiced)
    return SongAnalysis(
        duration_s=length,
        tempo_bpm=tempo_bpm,
        beats_s=beats,
        downbeats_s=beats[::4],
        sections=sections,
        energy=tuple(0.5 for _ in range(int(length) + 1)),
        sung=voiced,
        lyrics=lines,
    )


songs = st.builds(a_song, st.integers(60, 160), st.integers(24, 40), sung=st.booleans())


def keeps_the_rules(film: PlannedFilm, request: PlanRequest) -> None:
    assert request.structure is not None
    slots = request.structure.beats
    assert len(film.scenes) == len(slots) == request.scene_count
    assert 1 <= len(film.title.split()) <= 8
    assert film.logline
    assert 60 <= film.music_tempo_bpm <= 140
    assert film.style.sentence
    names = [character.name for character in film.characters]
    assert len(set(names)) == len(names)
    places = [location.name for location in film.locations]
    for scene, slot in zip(film.scenes, slots, strict=True):
        assert request.pace.count(scene.narration) <= slot.max_words
        assert scene.setting.strip()
        assert not any(mark in scene.narration + scene.action for mark in ("{hero", "{brand", "<product>"))
        assert scene.on_screen_text is None or 1 <= len(scene.on_screen_text.replace("·", " ").split()) <= 5
        assert set(scene.characters) <= set(names)
        assert scene.location is None or scene.location in places
        assert scene.speaker is None or scene.speaker in names
    for one, following in pairwise(film.scenes):
        assert (one.setting, one.framing, one.time_of_day) != (
            following.setting,
            following.framing,
            following.time_of_day,
        )
        assert (one.framing, one.camera) != (following.framing, following.camera)


class AnyLikeness(Embedder):
    """Finds likenesses by chance: a plan must hold whatever the sentence model thinks, and soon enough."""

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            vectors[row, zlib.crc32(text.encode()) % 60] = 1.0
        return vectors


@pytest.fixture(scope="module")
def any_reader() -> Reader:
    return Reader(AnyLikeness())


@settings(
    max_examples=1000,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(brief=briefs(), song=songs)
def test_any_brief_becomes_a_film_that_keeps_the_rules(any_reader: Reader, brief: Brief, song: SongAnalysis) -> None:
    planner = Planner(any_reader)
    heard = song if brief.song is not None and brief.song.song is not None else None
    inferred, said = infer(brief, any_reader)
    film_format = default_format(brief.mode)
    request = plan_request(
        inferred, film_format, song=heard, language=brief.language or Language.ENGLISH, inferred=said
    )
    film = planner.plan(request)
    keeps_the_rules(film, request)
    assert PlannedFilm.model_validate_json(film.model_dump_json()) == film
    plan = finish_plan(film, request, film_format)
    total = timeline_of(plan).frames
    assert total == film_format.frames(brief.duration_s) or heard is not None


@pytest.mark.parametrize("mode", list(Mode))
def test_the_same_request_always_gives_the_same_film(planner: Planner, mode: Mode) -> None:
    request = plan_request(Brief(prompt="a red kite over Paris", mode=mode, seed=11))
    assert planner.plan(request) == planner.plan(request)
