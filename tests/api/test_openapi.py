"""The OpenAPI document: true, complete, and made for people who embed the API."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest_asyncio

METHODS = ("get", "post", "put", "patch", "delete")


@pytest_asyncio.fixture
async def document(desk: httpx.AsyncClient) -> dict[str, Any]:
    return dict((await desk.get("/openapi.json")).json())


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield f"{method} {path}", methods[method]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference
        for item in value.values():
            yield from references(item)
    if isinstance(value, list):
        for item in value:
            yield from references(item)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert document["openapi"].startswith("3.1") and set(references(document)) <= known


def test_every_operation_is_explained_and_named_once(document: dict[str, Any]) -> None:
    found = dict(operations(document))
    assert all(operation.get("description") and operation.get("tags") for operation in found.values())
    names = [operation["operationId"] for operation in found.values()]
    assert len(set(names)) == len(names) and "create_project" in names


def test_every_error_is_a_problem_document(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(response["content"]) == ["application/problem+json"], (name, status)


def test_ordering_tells_all_its_outcomes(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/projects"]["post"]["responses"]
    assert set(responses) == {"201", "422", "503", "507"}
    assert "Location" in responses["201"]["headers"]


def test_every_field_of_an_order_is_explained(document: dict[str, Any]) -> None:
    fields = document["components"]["schemas"]["NewProject"]["properties"]
    assert [name for name, field in fields.items() if not field.get("description")] == []
