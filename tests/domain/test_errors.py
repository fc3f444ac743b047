"""The error tree is what its drawing says, and every error says what happened and what to do."""

import re
from collections.abc import Iterator

import pytest

from qa_service.domain import errors
from qa_service.domain.errors import (
    AnswerNotFound,
    ArticleNotFound,
    BadFilter,
    Forbidden,
    IndexNotFound,
    ModelFileDamaged,
    QAError,
    QuestionEmpty,
    QuestionTooLong,
    RevisionNotFound,
    StorageFull,
    StorageReadOnly,
    UnreadableArticle,
)

_NAME = re.compile(r"[A-Z]\w+")


def drawn() -> Iterator[tuple[str, str]]:
    """Each class of the drawing with the one it hangs from."""
    above: dict[int, str] = {}
    lines = (errors.__doc__ or "").partition("\n\n")[2].splitlines()
    for line in lines:
        names = re.split(r"\s{2,}", line.lstrip("│├└─ "))[0]
        depth = line.index(names)
        parent = (
            above[max((one for one in above if one < depth), default=-1)] if above else "Exception"
        )
        for name in _NAME.findall(names):
            yield name, parent
            above = {place: kept for place, kept in above.items() if place < depth}
            above[depth] = name


def existing() -> Iterator[type[QAError]]:
    waiting: list[type[QAError]] = [QAError]
    while waiting:
        one = waiting.pop()
        if one.__module__ == errors.__name__:
            yield one
        waiting += one.__subclasses__()


def test_every_class_is_in_the_drawing_where_it_belongs() -> None:
    expected = {one.__name__: one.__mro__[1].__name__ for one in existing()}
    assert dict(drawn()) == expected
    assert len(list(drawn())) == len(expected)


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [vars(one)["code"] for one in existing()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (QAError("It broke."), "It broke."),
        (BadFilter("That is no day.", "Write 2024-01-31."), "That is no day. Write 2024-01-31."),
        (
            QuestionEmpty(),
            "The question has no words. Ask in words, such as: who warned Russia of consequences?",
        ),
        (
            QuestionTooLong(2345, 2000),
            "The question has 2,345 characters; 2,000 are allowed. Ask more shortly.",
        ),
        (
            UnreadableArticle("/a.txt", "it is empty", "Fill it."),
            "/a.txt: it is empty. Fill it.",
        ),
        (
            IndexNotFound("wire", ("news", "tv")),
            "There is no index 'wire'. Indexes: news, tv.",
        ),
        (IndexNotFound("wire", ()), "There is no index 'wire'. Indexes: none."),
        (
            ArticleNotFound("art_1"),
            "There is no article 'art_1'. List them with: qa articles list.",
        ),
        (
            RevisionNotFound("art_1", 99),
            "The article 'art_1' has no revision 99. Leave the revision out for the current one.",
        ),
        (
            AnswerNotFound("a" * 101),
            f"There is no answer '{'a' * 100}'…. Ask the question again.",
        ),
        (
            StorageReadOnly("/var", "QA_INDEXES_DIR"),
            "/var cannot be written. Make it writable, or set QA_INDEXES_DIR to a place that is.",
        ),
        (AnswerNotFound("ans_1"), "There is no answer 'ans_1'. Ask the question again."),
        (Forbidden("search"), "This needs the scope 'search'. Ask an administrator for it."),
        (
            StorageFull("/var"),
            "No space is left for /var. Free some and try again; nothing acknowledged was lost.",
        ),
        (
            StorageReadOnly("/var"),
            "/var cannot be written. Make it writable, or set QA_DATA_DIR to a place that is.",
        ),
        (
            ModelFileDamaged("a.onnx"),
            "The model file a.onnx is missing or damaged. Install the package again.",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, QAError) else "",
)
def test_an_error_says_what_happened_and_what_to_do(error: QAError, said: str) -> None:
    assert str(error) == said
    assert f"{error.message} {error.advice}".strip() == said
