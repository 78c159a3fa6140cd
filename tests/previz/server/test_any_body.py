"""Whatever is sent, the server answers and stays up."""

import json

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.previz.server.running import HEADERS

NAMES = st.sampled_from(
    ["input", "version", "webhook", "prompt", "messages", "model", "response_format", "json_schema", "schema", "x"]
)
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(["previz/motion", "previz/score", "json_schema", "http://x"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.one_of(st.dictionaries(NAMES, JSON).map(lambda value: json.dumps(value).encode()), st.binary(max_size=40))
PATHS = st.sampled_from(
    ["/v1/predictions", "/v1/models/previz/motion/predictions", "/v1/chat/completions", "/v1/moderations", "/v1/files"]
)

CLIENT = httpx.Client(timeout=60)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, body=BODIES)
def test_no_body_breaks_the_server(server, path, body):
    reply = CLIENT.post(server.url + path, content=body, headers=HEADERS)
    assert reply.status_code < 500
    assert reply.json()
