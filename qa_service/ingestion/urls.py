"""One spelling for an address, so that the same page is known again."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "ref_src",
        "ref_url",
        "cmpid",
        "ocid",
        "smid",
        "smtyp",
        "xtor",
        "wt_mc",
        "wtmc",
        "ns_campaign",
        "ns_source",
        "ns_mchannel",
        "guccounter",
    ]
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address (RFC 3986, 6.2) without fragment, tracking, default port and trailing slash.

    Raises `ValueError` for what is not an absolute http or https address. The order of the
    parameters stays: to some sites it means something.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if (
        scheme not in _DEFAULT_PORTS
        or not parts.hostname
        or any(one.isspace() for one in url.strip())
    ):
        raise ValueError(f"not an http or https address: {url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.rstrip(".")
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(pair[0])
    ]
    return urlunsplit((scheme, host + port, parts.path.rstrip("/") or "/", urlencode(query), ""))


def _is_tracking(name: str) -> bool:
    return name.lower().startswith(("utm_", "at_", "pk_", "mtm_")) or name.lower() in _TRACKING
