"""Who may do what, and see what."""

import pytest

from qa_service.domain.errors import Forbidden, IndexNotFound
from qa_service.domain.principals import LOCAL, Principal, Scope

EXISTING = ("audio", "news", "wire")


def reader(*indexes: str) -> Principal:
    return Principal("key", frozenset({Scope.ASK}), frozenset(indexes))


def test_a_scope_that_is_held_is_enough_and_no_other_is() -> None:
    reader().require(Scope.ASK)
    for scope in set(Scope) - {Scope.ASK}:
        with pytest.raises(Forbidden, match=f"This needs the scope '{scope.value}'"):
            reader().require(scope)


def test_whoever_sits_at_the_machine_may_do_and_read_everything() -> None:
    for scope in Scope:
        LOCAL.require(scope)
    assert LOCAL.readable(EXISTING) == EXISTING


@pytest.mark.parametrize(
    ("principal", "wanted", "expected"),
    [
        (LOCAL, ("wire",), ("wire",)),
        (LOCAL, ("wire", "news", "wire"), ("wire", "news")),
        (reader("news", "gone"), (), ("news",)),
        (reader("news", "wire"), ("wire",), ("wire",)),
        (reader(), (), ()),
    ],
)
def test_the_wanted_indexes_are_given_once_each_or_all_that_may_be_read(
    principal: Principal, wanted: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert principal.readable(EXISTING, wanted) == expected


def test_an_index_that_may_not_be_read_is_as_one_that_is_not_there() -> None:
    said = []
    for name in ("wire", "nowhere"):
        with pytest.raises(IndexNotFound) as caught:
            reader("news").readable(EXISTING, ("news", name))
        said.append(str(caught.value).replace(name, "…"))
    assert said == ["There is no index '…'. Indexes: news."] * 2
