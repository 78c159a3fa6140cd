"""What is sung in a stretch of a film: lines of lyrics from the stored analysis of its song, on the stretch's clock."""

from activities.timings import later
from activities.workspace import Workspace
from film.song import LyricLine, Lyrics, SongAnalysis
from film.sound import Word
from media.lettering.captions import SpokenLine, words_of

_SHORTEST_S = 0.4


async def sung_lines(workspace: Workspace, lyrics: Lyrics | None, seconds: float) -> list[SpokenLine]:
    """The lines that are sung within ``seconds``; of a line that began before or goes on, the words that are heard."""
    if lyrics is None:
        return []
    path = await workspace.fetch(lyrics.document)
    analysis = SongAnalysis.model_validate_json(path.read_bytes())
    lines = [_within(line, lyrics.from_s, seconds) for line in analysis.lyrics]
    return [line for line in lines if line]


async def sung_words(workspace: Workspace, lyrics: Lyrics | None, seconds: float) -> tuple[Word, ...]:
    """The words that are sung within ``seconds``, with estimated times."""
    lines = await sung_lines(workspace, lyrics, seconds)
    return tuple(word for line in lines for word in later(line.words, line.start_s))


def _within(line: LyricLine, from_s: float, seconds: float) -> SpokenLine | None:
    heard = []
    for word in words_of(line.text, line.end_s - line.start_s):
        start_s = max(0.0, line.start_s + word.start_s - from_s)
        end_s = min(seconds, line.start_s + word.end_s - from_s)
        if start_s < end_s:
            heard.append(Word(text=word.text, start_s=start_s, end_s=end_s))
    if not heard or heard[-1].end_s - heard[0].start_s < _SHORTEST_S:
        return None
    first_s = heard[0].start_s
    words = tuple(
        word.model_copy(update={"start_s": word.start_s - first_s, "end_s": word.end_s - first_s}) for word in heard
    )
    return SpokenLine(words=words, start_s=first_s)
