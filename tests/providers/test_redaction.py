"""What may not be shown is taken out of a provider's words."""

import pytest

from providers.redaction import redacted


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "cannot fetch https://b.example/k.png?X-Amz-Signature=abc&x=1 (403)",
            "cannot fetch https://b.example/k.png (403)",
        ),
        ('"https://b.example/k.png?sig=abc": no', '"https://b.example/k.png": no'),
        ("https://me:secret@b.example/k", "https://b.example/k"),
        ("image data:image/png;base64,iVBORw0KGgo= is broken", "image data:image/png… is broken"),
        ("Incorrect API key provided: sk-proj-1234567890abcd.", "Incorrect API key provided: sk-…."),
        ("token r8_ABCDEFGHIJKL is revoked", "token r8_… is revoked"),
        ("prompt is required", "prompt is required"),
        ("half a pair \ud83d here", "half a pair ? here"),
        ("is 5 > 4? yes, see https://example.com/why", "is 5 > 4? yes, see https://example.com/why"),
    ],
)
def test_signatures_contents_and_keys_are_left_out_and_the_rest_stays(told, shown):
    assert redacted(told) == shown
