"""A service's OpenAPI document, as a checker of what is sent to it."""

import json
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator


def read_checker(file: Path, schema: dict[str, Any]) -> Draft7Validator:
    """Make a validator of one schema of the document; references lead into the document."""
    text = file.read_text(encoding="utf-8")
    document = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    whole = {key: value for key, value in document.items() if key in {"components", "definitions"}}
    return Draft7Validator({**schema, **whole})


def read_schema(file: Path, *path: str) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8")
    found = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    for key in path:
        found = found[key]
    assert isinstance(found, dict)
    return found
