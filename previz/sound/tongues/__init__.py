"""How the languages that the narrator speaks besides English are said: text to the sounds of its model, by rule."""
