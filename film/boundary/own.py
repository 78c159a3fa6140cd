"""What a client wrote, by which a plan's oddities are known for theirs."""

from film.brief import Brief


def spoken_of(brief: Brief) -> str:
    """What a brief itself wants to be said or shown as it stands, however odd."""
    lyrics = brief.song.lyrics if brief.song else None
    return "\n".join(filter(None, (brief.title, brief.script, lyrics)))


def written_in(brief: Brief) -> str:
    """All its words, without case: to know addresses by."""
    details = [brief.ad, brief.song, brief.story]
    parts = [brief.prompt, brief.title, brief.script, *(detail.model_dump_json() for detail in details if detail)]
    return " ".join(part for part in parts if part).casefold()
