from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from previz.server.bodies import copy_part, multipart_parts
from previz.server.faults import Fault


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300), name=st.from_regex(r"[a-z0-9][a-z0-9 ]{0,20}\.png", fullmatch=True))
def test_what_a_client_sends_as_a_form_is_found_to_the_byte(tmp_path: Path, content: bytes, name: str):
    request = httpx.Request(
        "POST", "http://x", files={"content": (name, content, "image/png")}, data={"metadata": '{"a": 1}'}
    )
    body = tmp_path / "body"
    body.write_bytes(request.read())
    parts = {part.name: part for part in multipart_parts(body, request.headers["content-type"])}
    copy_part(body, parts["content"], tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == content
    assert (parts["content"].filename, parts["content"].content_type) == (name, "image/png")
    copy_part(body, parts["metadata"], tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b'{"a": 1}'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=b"),
        (b"{}", "application/json"),
        (b"--b\r\n\r\nx", "multipart/form-data; boundary=b"),
        (b"--b\r\nA: b\r\n\r\nx\r\n--b", "multipart/form-data; boundary=b"),
        (b"--c\r\n", "multipart/form-data; boundary=b"),
        (b"--b--", "multipart/form-data"),
    ],
)
def test_a_broken_form_is_refused(tmp_path: Path, body: bytes, content_type: str):
    path = tmp_path / "body"
    path.write_bytes(body)
    with pytest.raises(Fault) as refused:
        multipart_parts(path, content_type)
    assert refused.value.status == 400
