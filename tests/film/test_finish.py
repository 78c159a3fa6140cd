"""The values of a finish: versions, their names and formats."""

import pytest
from pydantic import ValidationError

from film.finish import MAX_VERSIONS, Finish, Version, version_of
from film.format import Aspect, Codec, FilmFormat, Quality


@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("aspect", Aspect)
def test_a_version_keeps_everything_of_a_film_but_shape_and_codec(aspect: Aspect, codec: Codec) -> None:
    film = FilmFormat(aspect=Aspect.LANDSCAPE, quality=Quality.DRAFT, fps=25)
    version = Version(aspect=aspect, codec=codec)
    made = version.of(film)
    assert version_of(made) == version
    assert (made.quality, made.fps) == (film.quality, film.fps)


def test_every_version_has_a_name_of_its_own_that_a_file_can_have() -> None:
    names = [Version(aspect=aspect, codec=codec).name for aspect in Aspect for codec in Codec]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() for name in names)


def test_a_version_cannot_be_asked_for_twice() -> None:
    with pytest.raises(ValidationError, match="twice"):
        Finish(also=(Version(aspect=Aspect.SQUARE), Version(aspect=Aspect.SQUARE)))


def test_there_is_a_limit_to_versions() -> None:
    every = tuple(Version(aspect=aspect, codec=codec) for aspect in Aspect for codec in Codec)
    with pytest.raises(ValidationError):
        Finish(also=every[: MAX_VERSIONS + 1])
