"""Who can reach whom: a provider on the internet cannot fetch files from a server on this machine or network."""

import ipaddress
from urllib.parse import urlsplit

_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def must_upload(store_url: str, provider_url: str) -> bool:
    """Whether files in a store at ``store_url`` have to be carried to the provider instead of linked."""
    return is_private(store_url) and not is_private(provider_url)


def is_private(url: str) -> bool:
    """Whether ``url`` names a host of this machine or network: a loopback or private address, or a local name.

    Names are not resolved: a name without a dot, such as a container's, is local, every other one public.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_SUFFIXES)
