"""The bundled model server: speaks Replicate's and OpenAI's HTTP dialects and draws animatics, offline."""
