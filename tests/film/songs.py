"""Songs for tests: regular ones, and whatever an analysis may hold."""

from itertools import pairwise

from hypothesis import strategies as st

from film.song import LyricLine, SectionKind, SongAnalysis, SongSection, Sung

_ENERGY = {
    SectionKind.INTRO: 0.15,
    SectionKind.VERSE: 0.45,
    SectionKind.CHORUS: 0.95,
    SectionKind.BRIDGE: 0.5,
    SectionKind.BREAK: 0.3,
    SectionKind.OUTRO: 0.15,
}
_ORDER = [SectionKind.INTRO, *[SectionKind.VERSE, SectionKind.CHORUS] * 2, SectionKind.BRIDGE, SectionKind.CHORUS]
_SUNG = {SectionKind.VERSE, SectionKind.CHORUS, SectionKind.BRIDGE}


def regular_song(bpm: float = 120.0, bars_each: int = 8) -> SongAnalysis:
    """A song in four-four with sections of equal length, sung in verses, choruses and bridge."""
    beat = 60 / bpm
    order = [*_ORDER, SectionKind.OUTRO]
    length = bars_each * 4 * beat
    beats = tuple(i * beat for i in range(len(order) * bars_each * 4))
    sections = tuple(
        SongSection(kind=kind, start_s=i * length, end_s=(i + 1) * length, energy=_ENERGY[kind], vocals=kind in _SUNG)
        for i, kind in enumerate(order)
    )
    sung = tuple(Sung(start_s=s.start_s + 0.2, end_s=s.end_s - 0.2) for s in sections if s.vocals)
    duration = length * len(order)
    energy = tuple(_ENERGY[order[min(len(order) - 1, int(t / length))]] for t in range(int(duration) + 1))
    lyrics = tuple(
        LyricLine(text=f"line {n} of {s.kind.value}", start_s=at, end_s=at + 0.2 * length)
        for s in sections
        if s.vocals
        for n in range(4)
        for at in [s.start_s + n * length / 4]
    )
    return SongAnalysis(
        duration_s=duration,
        tempo_bpm=bpm,
        beats_s=beats,
        downbeats_s=beats[::4],
        sections=sections,
        energy=energy,
        sung=sung,
        lyrics=lyrics,
    )


@st.composite
def songs(draw: st.DrawFn) -> SongAnalysis:
    """Any song of at least eight seconds: steady, drifting, with holes, or without a beat at all."""
    duration = draw(st.floats(8.2, 260))
    tempo = draw(st.floats(50, 190))
    drift = draw(st.floats(0, 0.08))
    holes = draw(st.lists(st.tuples(st.floats(0, 250), st.floats(0, 30)), max_size=3))
    beats, at, step = [], draw(st.floats(0, 3)), 60 / tempo
    while at < duration:
        if not any(start <= at < start + length for start, length in holes):
            beats.append(round(at, 3))
        at += step * (1 + drift * ((len(beats) * 7919) % 13 - 6) / 6)
    marks = sorted({0.0, *draw(st.lists(st.floats(1, duration - 1), max_size=8)), duration})
    sections = tuple(
        SongSection(
            kind=draw(st.sampled_from(SectionKind)),
            start_s=one,
            end_s=other,
            energy=draw(st.floats(0, 1)),
            vocals=draw(st.booleans()),
        )
        for one, other in pairwise(marks)
    )
    sung = draw(st.lists(st.tuples(st.floats(0, duration), st.floats(0.1, 20)), max_size=5))
    return SongAnalysis(
        duration_s=duration,
        tempo_bpm=tempo if beats else 0.0,
        beats_s=tuple(beats),
        downbeats_s=tuple(beats[:: draw(st.sampled_from([3, 4]))]),
        sections=sections,
        energy=tuple(draw(st.lists(st.floats(0, 1), max_size=20))),
        sung=tuple(Sung(start_s=start, end_s=start + length) for start, length in sung),
    )
