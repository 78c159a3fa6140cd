"""Songs: listening to them, and cutting them to a film."""
