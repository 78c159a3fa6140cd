"""What players are given beside a film's file: what its playlists list and its scrub bar shows, by stored keys."""

from film.model import Value
from film.playlist import PictureSize, Rendition
from film.sprites import Sprites


class Stream(Value):
    """A finished film's pictures and sound as fragments, and its thumbnails; every address is the key of a file."""

    picture: Rendition
    sound: Rendition
    size: PictureSize
    sprites: Sprites
