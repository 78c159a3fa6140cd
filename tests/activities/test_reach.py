"""Which files have to be carried to a provider because it cannot fetch them."""

import pytest

from activities.reach import is_private, must_upload

HERE, THERE = "http://127.0.0.1:9000", "https://api.replicate.com"


@pytest.mark.parametrize(
    "url",
    [
        HERE,
        "http://127.8.9.1",
        "http://[::1]:9000",
        "http://localhost:9000",
        "http://s3.localhost",
        "http://10.1.2.3:9000",
        "https://172.20.0.5",
        "http://192.168.1.7",
        "http://169.254.1.1",
        "http://[fd00::7]:9000",
        "http://minio:9000",
        "http://nas.local:9000",
        "http://store.internal.",
    ],
)
def test_hosts_of_this_machine_or_network_are_private(url: str) -> None:
    assert is_private(url)


@pytest.mark.parametrize(
    "url",
    ["https://s3.eu-west-1.amazonaws.com", "https://r2.example.org:8443", "http://8.8.8.8", "http://[2606:4700::1]"],
)
def test_hosts_of_the_internet_are_not(url: str) -> None:
    assert not is_private(url)


@pytest.mark.parametrize(
    ("store", "provider", "upload"),
    [
        (HERE, THERE, True),
        (HERE, HERE, False),
        ("https://s3.amazonaws.com", THERE, False),
        ("https://s3.amazonaws.com", HERE, False),
    ],
)
def test_only_a_store_at_home_and_a_provider_elsewhere_need_uploads(store: str, provider: str, upload: bool) -> None:
    assert must_upload(store, provider) is upload
