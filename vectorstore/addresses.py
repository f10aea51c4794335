"""Which web addresses may be fetched: one grammar for check and connection, one table of networks."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import quote, urljoin

from vectorstore.errors import InputError

IPAddress = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4096
_URL = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?")
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_USER = re.compile(r"//[^/?#]*@")

# https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890), multicast, and one that clouds use inwards.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared with a provider (CGNAT)
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own services, seen from its machines
        "169.254.0.0/16",  # link-local, with the clouds' metadata at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# https://www.iana.org/assignments/ipv6-address-space: outside 2000::/3 nothing is public, IPv4-mapped ones included.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: all that a network without IPv4 sees of it


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An http or https address in its one spelling: these parts are checked, connected to and sent."""

    scheme: str
    """`http` or `https`."""
    host: str
    """A name in lower case, or an IP address as `ipaddress` writes it, without brackets."""
    port: int
    """From 1 to 65535; every port of a public host may be asked."""
    target: str
    """The path and query, percent-encoded, from the first `/` on."""

    @property
    def authority(self) -> str:
        """The host and, unless it is the scheme's own, the port: the value of a `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_address(url: str) -> WebAddress:
    """The parts of the URL; its fragment is left out.

    The grammar is a list of what is allowed (a part of RFC 3986): what two programs could read in two ways is refused.

    Raises:
        InputError: not http or https, a user or password, a host that is neither a name in ASCII nor a plainly written
            IP address, a port out of range, a blank, a backslash or a character that can't be seen, or too long.
    """
    if len(url) > _LONGEST:
        raise InputError(f"{_shown(url)}: over {_LONGEST} characters: give a shorter address")
    if not url.isprintable() or " " in url or "\\" in url:
        raise InputError(f"{_shown(url)}: has a blank, backslash or control character: percent-encode it or remove it")
    parts = _URL.fullmatch(url)
    if parts is None or parts["scheme"].lower() not in _PORTS:
        raise InputError(f"{_shown(url)}: not a web address: give one that starts with http:// or https://")
    if "@" in parts["authority"]:
        raise InputError(f"{_shown(url)}: has a user or password before the host: remove it and the '@'")
    scheme = parts["scheme"].lower()
    authority = _AUTHORITY.fullmatch(parts["authority"])
    if authority is None or not 0 < int(authority["port"] or _PORTS[scheme]) < 2**16:
        raise InputError(
            f"{_shown(url)}: can't read the host and port: write them as name.example:8080, the name in ASCII (xn--…)"
        )
    target = quote(parts["target"], safe="%/?:@!$&'()*+,;=-._~[]")
    return WebAddress(
        scheme=scheme,
        host=_host(authority["host"].lower(), url=url),
        port=int(authority["port"] or _PORTS[scheme]),
        target=target if target.startswith("/") else f"/{target}",
    )


def parse_redirect(location: str, *, source: WebAddress) -> WebAddress:
    """The address that a `Location` header at the source names, be it whole or relative.

    Raises:
        InputError: as for any address, or the two can't be joined.
    """
    try:
        # urljoin drops control characters without a word, so they are looked for before.
        return parse_address(urljoin(str(source), location) if location.isprintable() else location)
    except ValueError as exc:
        raise InputError(f"{_shown(location)}: not a web address: save the page and ingest the file") from exc


def is_public(address: IPAddress, _port: int) -> bool:
    """Whether the address belongs to the public internet, by the tables above; every port of it does."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF), _port)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _host(host: str, *, url: str) -> str:
    # A last label that is a number makes the host an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker);
    # ipaddress takes only four decimal numbers, so 0x7f.1, 0177.0.0.1 and 2130706433 end here.
    try:
        if host.startswith("["):
            return str(IPv6Address(host[1:-1]))
        if _NUMBER.fullmatch(host.rpartition(".")[2]):
            return str(IPv4Address(host))
    except ValueError as exc:
        raise InputError(
            f"{_shown(url)}: {host} is not an IP address: write 4 numbers from 0 to 255, or a name"
        ) from exc
    if not _NAME.fullmatch(host):
        raise InputError(
            f"{_shown(url)}: {host} is not a host name: write it as name.example, without a dot at the end"
        )
    return host


def _shown(url: str) -> str:
    """The URL for a message: no password, nothing that moves a cursor, not endless."""
    shown = _USER.sub("//…@", url)
    return repr(shown if len(shown) <= 200 else f"{shown[:200]}…")
