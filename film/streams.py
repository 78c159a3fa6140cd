"""A film as a stream: what its playlists list, by the keys of stored fragments."""

from film.model import Value
from film.playlist import PictureSize, Rendition


class Stream(Value):
    """A finished film's pictures and sound; every address is the key of a stored file."""

    picture: Rendition
    sound: Rendition
    size: PictureSize
