"""The OpenAPI document: true, complete, and made for people who embed the API."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
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


@pytest.mark.parametrize(
    "name",
    [
        *("NewProject", "NewRetake", "NewPrediction", "NewDecision", "NewProjectBudget", "NewOwnerBudget"),
        *("AdBrief", "SongBrief", "StoryBrief", "NewReference", "NewChatTurn", "ChatMessage", "BriefDraft"),
    ],
)
def test_every_field_that_is_sent_is_explained(document: dict[str, Any], name: str) -> None:
    fields = document["components"]["schemas"][name]["properties"]
    assert [field for field, schema in fields.items() if not schema.get("description")] == []


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("post /v1/predictions", {"201", "422", "503", "507"}),
        ("get /v1/predictions/{prediction_id}", {"200", "404", "422"}),
        ("post /v1/predictions/{prediction_id}/cancel", {"202", "404", "409", "422", "503"}),
        ("post /v1/predictions/{prediction_id}/decide", {"202", "404", "409", "422", "503"}),
        ("put /v1/budget", {"200", "422"}),
        ("get /v1/projects/{project_id}/budget", {"200", "404", "422"}),
        ("put /v1/projects/{project_id}/budget", {"200", "404", "422", "503"}),
        ("post /v1/projects/{project_id}/resume", {"202", "404", "409", "422", "503"}),
        ("post /v1/projects/{project_id}/purchases/decide", {"202", "404", "409", "422", "503"}),
        ("post /v1/uploads", {"201", "413", "415", "422", "503", "507"}),
        ("post /v1/references", {"201", "422"}),
        ("get /v1/references/{reference_id}", {"200", "404", "422"}),
        ("delete /v1/references/{reference_id}", {"204", "404", "422"}),
        ("post /v1/briefs/chat", {"200", "422", "503", "504"}),
        ("post /v1/webhooks/{provider}", {"200", "202", "400", "401", "404", "413", "422", "503"}),
    ],
)
def test_operations_tell_all_their_outcomes(document: dict[str, Any], operation: str, statuses: set[str]) -> None:
    assert set(dict(operations(document))[operation]["responses"]) == statuses


def test_uploads_are_files_of_a_form(document: dict[str, Any]) -> None:
    body = dict(operations(document))["post /v1/uploads"]["requestBody"]["content"]
    assert body["multipart/form-data"]["schema"]["properties"]["files"]["items"]["format"] == "binary"


def test_a_webhook_is_a_json_body_with_three_headers(document: dict[str, Any]) -> None:
    webhook = dict(operations(document))["post /v1/webhooks/{provider}"]
    assert list(webhook["requestBody"]["content"]) == ["application/json"]
    headers = {each["name"] for each in webhook["parameters"] if each["in"] == "header"}
    assert headers == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert all(status in webhook["responses"] and webhook["responses"][status]["content"] for status in ("200", "202"))
