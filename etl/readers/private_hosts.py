"""Keeps addresses that strangers wrote (links of feeds, redirections) from reaching into this machine and the network behind it.

The address that a connection really has is looked at, after the name was resolved and before a word is sent: a name that answers with
another address the second time is found out too. Behind a proxy the proxy resolves names, and this sees nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from etl.readers.article import UnreadableError


class Doorkeeper:
    """Which hosts with private addresses may be reached: those that the user named, and from then on the same servers.

    Example: a feed at http://10.0.0.7/feed that the user named may link to http://10.0.0.7/page, but not to http://127.0.0.1:9200/ or
    http://169.254.169.254/; a feed at a public address may link to none of the three.
    """

    def __init__(self) -> None:
        self.named: str | None = None
        """The host that the user named for the document that is being fetched; None for one that a feed named."""
        self._servers: set[tuple[str, int]] = set()

    def check(self, host: str, port: int, peer: str) -> None:
        """Let a connection to `host` pass, whose address is `peer`; raises UnreadableError (`unreachable`)."""
        if _is_public(peer):
            return
        if host == self.named:
            self._servers.add((host, port))
        elif (host, port) not in self._servers:
            raise UnreadableError("unreachable", f"the address leads to {peer}, inside of this machine or its network; name it yourself")


def _is_public(peer: str) -> bool:
    address = ip_address(peer.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


class GuardedAdapter(HTTPAdapter):
    """HTTPAdapter whose connections the doorkeeper has let pass."""

    def __init__(self, doorkeeper: Doorkeeper, **settings: Any) -> None:
        self._doorkeeper = doorkeeper
        super().__init__(**settings)

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """As the library does, with pools whose connections ask first."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = _pools(self._doorkeeper)


def _pools(doorkeeper: Doorkeeper) -> dict[str, type[HTTPConnectionPool]]:
    def checked(connection: HTTPConnection, made: socket.socket) -> socket.socket:
        try:
            doorkeeper.check(connection.host, connection.port or 0, made.getpeername()[0])
        except UnreadableError:
            made.close()
            raise
        return made

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(self, super()._new_conn())

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(self, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
