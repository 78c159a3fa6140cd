"""TCP ports of a stack: the usual ones, or free ones beside them, and who listens there."""

import errno
import socket
from collections.abc import Iterator

import psutil

from cli.stack.settings import HOST
from film.model import Value

_CONNECT_TIMEOUT_S = 0.05


class Ports(Value):
    """The port of each server of a stack, all on the loopback address."""

    temporal: int = 7233
    temporal_ui: int = 8233
    postgres: int = 5433
    s3: int = 9300
    previz: int = 8400
    api: int = 8300


def choose_ports(remembered: Ports | None = None) -> Ports:
    """Free ports: those of the last start if they still are, else the usual ones, else the next ones in tens."""
    usual = Ports()
    chosen: dict[str, int] = {}
    for name in Ports.model_fields:
        candidates = _candidates(getattr(remembered, name, None), getattr(usual, name))
        chosen[name] = next(port for port in candidates if port not in chosen.values() and is_free(port))
    return Ports(**chosen)


def repick(ports: Ports, name: str) -> Ports:
    """The same ports, with another for this server if someone has taken it meanwhile."""
    current = getattr(ports, name)
    if is_free(current):
        return ports
    others = ports.model_dump().values()
    candidates = _candidates(None, getattr(Ports(), name))
    free = next(port for port in candidates if port not in others and is_free(port))
    return ports.model_copy(update={name: free})


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # As servers do: a port whose old connections are still in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def is_listening(pid: int, port: int) -> bool:
    """Whether this process or one of its children listens on the port: a stranger's server there is not ours."""
    # While nobody does, which is most of a start, a refused connection says so for a hundredth of the price.
    if _refuses(port):
        return False
    try:
        leader = psutil.Process(pid)
        family = [leader, *leader.children(recursive=True)]
        return any(_listens(process, port) for process in family)
    except psutil.NoSuchProcess:
        return False


def holder(port: int) -> str | None:
    """Who listens on the port ("nginx, pid 812"), or None when nobody does or the system won't tell."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return None
    for connection in connections:
        if connection.pid and _is_server(connection.status, connection.laddr, port):
            try:
                return f"{psutil.Process(connection.pid).name()}, pid {connection.pid}"
            except psutil.NoSuchProcess:
                return None
    return None


def _refuses(port: int) -> bool:
    with socket.socket() as probe:
        # A server that listens but does not accept yet lets us wait.
        probe.settimeout(_CONNECT_TIMEOUT_S)
        return probe.connect_ex((HOST, port)) == errno.ECONNREFUSED


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        connections = process.net_connections(kind="tcp")
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    return any(_is_server(connection.status, connection.laddr, port) for connection in connections)


def _is_server(status: str, address: tuple[object, ...], port: int) -> bool:
    return status == psutil.CONN_LISTEN and address[1:2] == (port,)


def _candidates(remembered: int | None, usual: int) -> Iterator[int]:
    if remembered is not None:
        yield remembered
    yield from range(usual, usual + 500, 10)
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        yield port
