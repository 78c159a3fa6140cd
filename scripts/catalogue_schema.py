"""Write the JSON Schema that editors check the files of the model catalogue with."""

import json
from pathlib import Path

from film.catalogue_file import catalogue_schema

TARGET = Path(__file__).parents[1] / "film/models/catalogue.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(catalogue_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
