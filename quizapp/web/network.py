"""Which network a request comes from: what limits are counted by."""

import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request


def network() -> str:
    """Return a keyed hash of the visitor's network, from which nobody can tell the address.

    A household has one IPv4 address, or 2^64 of IPv6. Behind a reverse proxy the address is the
    proxy's unless QUIZAPP_PROXIES says that it may be believed.
    """
    key = str(current_app.secret_key).encode()
    return hmac.digest(
        key, b"network " + _prefix(request.remote_addr or "").encode(), "sha256"
    ).hex()


def _prefix(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), 64), strict=False))
