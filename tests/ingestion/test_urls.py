"""One spelling for an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_service.ingestion.urls import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example/A/b/", "https://news.example/A/b"),
        ("http://news.example:80", "http://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        (
            "https://news.example/a?utm_source=x&fbclid=y&id=7&b=#top",
            "https://news.example/a?id=7&b=",
        ),
        ("https://news.example./a?b=2&a=1", "https://news.example/a?b=2&a=1"),
        (" https://[::1]/a ", "https://[::1]/a"),
    ],
)
def test_spellings_of_one_address_are_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    ["", "news.example/a", "ftp://a.example", "https://", "https://a b.example", "https://a:x/"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        canonical_url(url)


@given(st.text("ab/?&=#%:@.é+ ", max_size=30))
@settings(derandomize=True, database=None, deadline=None)
def test_a_canonical_address_stays_as_it_is(rest: str) -> None:
    try:
        once = canonical_url(f"https://news.example/{rest}")
    except ValueError:
        return
    assert canonical_url(once) == once
