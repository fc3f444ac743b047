"""Files become raw articles, or an error that names the file and the remedy."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qa_service.domain.articles import RawArticle, Sidecar
from qa_service.domain.errors import UnreadableArticle
from qa_service.domain.ports import ArticleReader
from qa_service.ingestion.readers.plain_text import PlainTextReader

READER = PlainTextReader()
TEXT = (
    "Der Gemeinderat von Moosbrunn hat beschlossen, die Grundschule zu schließen. "
    "Es wäre früher gegangen.\n"
)


def put(folder: Path, name: str, content: str | bytes) -> str:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(place)


def refusal(path: str, reader: PlainTextReader = READER) -> tuple[str, str, str]:
    with pytest.raises(UnreadableArticle) as caught:
        reader.read(path)
    return caught.value.source, caught.value.reason, caught.value.advice


def test_it_is_an_article_reader() -> None:
    reader: ArticleReader = READER
    assert reader is READER


def test_a_file_is_read_with_its_bytes(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", TEXT)
    assert READER.read(path) == RawArticle(path, TEXT.encode(), TEXT, "utf-8", "text/1")


def test_a_directory_gives_its_text_files_sorted_without_hidden_ones_and_sidecars(
    tmp_path: Path,
) -> None:
    names = [
        "b.txt",
        "a.TXT",
        "deep/c.text",
        ".hidden.txt",
        ".git/d.txt",
        "a.toml",
        "e.pdf",
        "notes",
    ]
    for name in names:
        put(tmp_path, name, TEXT)
    assert READER.find(str(tmp_path)) == [
        str(tmp_path / name) for name in ("a.TXT", "b.txt", "deep/c.text")
    ]


def test_a_file_named_by_itself_is_found_whatever_its_suffix(tmp_path: Path) -> None:
    path = put(tmp_path, "article", TEXT)
    assert READER.find(path) == [path]


def test_nothing_to_find_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticle, match=r"it is a directory without \.txt files\. Put"):
        READER.find(str(tmp_path))
    with pytest.raises(UnreadableArticle, match=r"gone: there is no such file\. Check the path\."):
        READER.find(str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
    ],
)
def test_byte_order_marks_tell_the_encoding(tmp_path: Path, content: bytes, encoding: str) -> None:
    article = READER.read(put(tmp_path, "a.txt", content))
    assert (article.text, article.encoding, article.received, article.notes) == (
        TEXT,
        encoding,
        content,
        (),
    )


def test_another_encoding_is_detected_and_said(tmp_path: Path) -> None:
    article = READER.read(put(tmp_path, "a.txt", TEXT.encode("cp1252")))
    assert article.text == TEXT
    assert article.notes == (
        f"It is not UTF-8: it was read as {article.encoding}. If letters look wrong, save it as "
        "UTF-8 and ingest it again.",
    )


def test_a_korean_page_in_its_old_encoding_is_read(tmp_path: Path) -> None:
    text = "우리 섬에는 아이가 일곱 명뿐입니다. 그러나 오늘은 항구에 모였습니다. " * 4
    assert READER.read(put(tmp_path, "a.txt", text.encode("cp949"))).text == text


def test_a_damaged_byte_in_utf8_does_not_turn_the_rest_into_another_encoding(
    tmp_path: Path,
) -> None:
    text = "“Größe” – naïve façade, 한글, “quoted” words. " * 5
    article = READER.read(put(tmp_path, "a.txt", text.encode() + b"\xe2\x80 end"))
    assert (article.text, article.encoding) == (text + "\ufffd end", "utf-8")
    assert article.notes == (
        "1 damaged place in its UTF-8 is shown as \ufffd; save it as UTF-8 again.",
    )


def test_some_damaged_bytes_among_few_accents_are_still_utf8(tmp_path: Path) -> None:
    text = "The mayor of Nîmes, José Núñez, spoke. "
    article = READER.read(put(tmp_path, "a.txt", text.encode() + b"\x81 and \xe2\x80 end"))
    assert (article.text, article.encoding) == (text + "\ufffd and \ufffd end", "utf-8")
    assert article.notes == (
        "2 damaged places in its UTF-8 are shown as \ufffd; save it as UTF-8 again.",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \r\n\t\n", "it holds only white space"),
        (b"\xef\xbb\xbf\n", "it holds only white space"),
        (b"%PDF-1.7 ...", "it is a PDF file, not plain text"),
        (b"PK\x03\x04....", "it is a zip archive or an Office document, not plain text"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG picture, not plain text"),
        (b"words\x00words", "it is binary, not plain text"),
        (bytes(range(1, 32)) * 9, "it is binary, not plain text"),
        (b"\xff\xfea", "it is damaged: it begins as UTF-16 and does not go on so"),
        (b"\xff\xfe\x00\xd8a\x00", "it is damaged: it begins as UTF-16 and does not go on so"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = put(tmp_path, "a.txt", content)
    source, said, advice = refusal(path)
    assert (source, said) == (path, reason)
    assert advice in (
        "Give a file with an article's text in it.",
        "Save it as plain text in UTF-8 and ingest that.",
    )


def test_a_file_over_the_limit_is_refused_and_the_setting_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", b"a" * 2001)
    assert refusal(path, PlainTextReader(max_megabytes=0.002)) == (
        path,
        "it is larger than 0.002 MB",
        "Split it into single articles, or raise QA_MAX_ARTICLE_MB.",
    )
    assert PlainTextReader(max_megabytes=0.002001).read(path).text == "a" * 2001


def test_a_missing_file_a_directory_a_broken_link_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert {
        path: refusal(str(tmp_path / path))[1:]
        for path in ("gone.txt", ".", "link.txt", "pipe.txt")
    } == {
        "gone.txt": ("there is no such file", "Check the path."),
        ".": ("it is a directory", "Name a text file."),
        "link.txt": (
            "it is a link to a file that is not there",
            "Mend the link, or name the file itself.",
        ),
        "pipe.txt": ("it is not an ordinary file", "Name a text file."),
    }


@contextmanager
def as_anybody() -> Iterator[None]:
    """Root may read everything, so read as nobody."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A directory that anybody may enter, unlike `tmp_path` and those above it."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place


def test_a_file_that_may_not_be_read_is_refused(open_path: Path) -> None:
    path = put(open_path, "a.txt", TEXT)
    Path(path).chmod(0)
    with as_anybody():
        said = refusal(path)
    assert said == (path, "it may not be read", "Give this user the right to read it.")


def test_a_directory_that_may_not_be_read_costs_only_itself(open_path: Path) -> None:
    """Promise 4, nothing lost: the files beside it are found, and it is refused by its name."""
    good = [put(open_path, "a.txt", TEXT), put(open_path, "z.txt", TEXT)]
    shut = open_path / "shut"
    put(shut, "b.txt", TEXT)
    shut.chmod(0)
    try:
        with as_anybody():
            found = READER.find(str(open_path))
            said = refusal(str(shut))
            texts = [READER.read(one).text for one in good]
    finally:
        shut.chmod(0o700)
    assert found == sorted([*good, str(shut)])
    assert said == (str(shut), "it may not be read", "Give this user the right to read it.")
    assert texts == [TEXT, TEXT]


def test_a_sidecar_stands_for_its_text(tmp_path: Path) -> None:
    text = put(tmp_path, "a.txt", TEXT)
    assert READER.find(put(tmp_path, "a.toml", 'title = "T"')) == [text]


def test_a_sidecar_without_a_text_is_refused_with_advice(tmp_path: Path) -> None:
    path = put(tmp_path, "orphan.toml", 'title = "T"')
    with pytest.raises(UnreadableArticle) as caught:
        READER.find(path)
    assert str(caught.value) == (
        f"{path}: it is a sidecar, which says what is known of a text. Put the text beside it."
    )


def test_a_name_that_is_not_utf_8_is_refused_in_characters_that_can_be_shown(
    tmp_path: Path,
) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/A\xe9.txt")
    with open(path, "w") as file:
        file.write(TEXT)
    shown = (f"{tmp_path}/A\\udce9.txt", "its name is not UTF-8", "Rename it.")
    assert READER.find(str(tmp_path)) == [path]
    assert refusal(path) == shown
    with pytest.raises(UnreadableArticle) as caught:
        READER.find(path)
    assert str(caught.value) == "{}: {}. {}".format(*shown)


@pytest.mark.parametrize(
    "published", ["2031-03-05", "2031-03-05T23:30:00+09:00", '"2031-03-05"', '"2031-03-05 23:30"']
)
def test_a_sidecar_says_what_the_text_does_not(tmp_path: Path, published: str) -> None:
    path = put(tmp_path, "a.txt", TEXT)
    put(
        tmp_path,
        "a.toml",
        f'title = "T"\npublisher = "P"\nbyline = "B"\npublished_at = {published}\n'
        'url = "https://news.example/a"\nlanguage = "de"\n',
    )
    assert READER.read(path).sidecar == Sidecar(
        "T", "P", "B", date(2031, 3, 5), "https://news.example/a", "de"
    )


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('titel = "T"', "it has an unknown key 'titel'. Did you mean 'title'? Known keys: title,"),
        ('x = "T"', "it has an unknown key 'x'. Known keys: title,"),
        ("title = 3", "its 'title' is not a text. Write it in quotes: title = \"…\""),
        (
            "published_at = 3",
            "its 'published_at' is not a date. Write it as: published_at = 2024-01-31",
        ),
        ('published_at = "soon"', "its 'published_at' is not a date."),
        ("published_at = 10:00:00", "its 'published_at' is not a date."),
        ("title", "it is not TOML ("),
        (b"\xff", "it is not UTF-8. Save it as UTF-8."),
        (
            f'title = "{"T" * 301}"',
            "its 'title' has 301 characters; 300 are allowed. Shorten it.",
        ),
        (
            'url = "news.example/a"',
            "its url is not an http or https address: 'news.example/a'. Give the whole address,",
        ),
        ("title = " + "[" * 5_000, "it is nested too deeply. Write lines such as: title = "),
    ],
)
def test_a_faulty_sidecar_is_refused_by_its_own_name(
    tmp_path: Path, toml: str | bytes, message: str
) -> None:
    path = put(tmp_path, "a.txt", TEXT)
    sidecar = put(tmp_path, "a.toml", toml)
    with pytest.raises(UnreadableArticle, match=re.escape(f"{sidecar}: {message}")):
        READER.read(path)
