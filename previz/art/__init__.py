"""The artist: draws shots as layered flat illustration and animates them."""
