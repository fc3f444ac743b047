"""Plain text files. The home of charset-normalizer."""

import codecs
import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from qa_service.domain.articles import RawArticle
from qa_service.domain.errors import UnreadableArticle
from qa_service.ingestion.readers.latin import latin_page
from qa_service.ingestion.readers.sidecar import (
    SIDECAR_SUFFIX,
    TEXT_SUFFIXES,
    is_sidecar,
    read_sidecar,
    text_beside,
)

_MEGABYTE = 1_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other."""

_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or video"),
    (b"OggS", "a sound or video"),
    (b"ID3", "a sound"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_MOST_CONTROLS = 0.01
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_IN_SHORT_RUNS = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")
_PLAIN = re.compile(rb"[A-Za-z]")
_HARDLY_ANY = 1 / 8

_AS_TEXT = "Save it as plain text in UTF-8 and ingest that."


@dataclass(frozen=True, slots=True)
class PlainTextReader:
    """`domain.ports.ArticleReader` of `.txt` and `.text` files, or of any file named by itself."""

    max_megabytes: float = 10
    """Of 1,000,000 bytes; what `QA_MAX_ARTICLE_MB` says."""

    name = "text/1"

    def find(self, path: str) -> list[str]:
        """The file, or the text files in the directory and below, sorted, without hidden ones.

        Directories that may not be listed are among them, for `read` to refuse by name. Raises
        `UnreadableArticle` where there is nothing to read.
        """
        place = _place(path)
        try:
            is_directory = stat.S_ISDIR(place.stat().st_mode)
        except OSError as error:
            raise _unreadable(str(place), error) from error
        if not is_directory:
            return [text_beside(place) if is_sidecar(place) else str(place)]
        found = sorted(self._walk(place))
        if not found:
            raise UnreadableArticle(
                str(place),
                "it is a directory without .txt files",
                "Put articles there, or name another path.",
            )
        return found

    def read(self, path: str) -> RawArticle:
        """One file, decoded; raises `UnreadableArticle`, which names the file and the remedy."""
        place = _place(path)
        source = str(place)
        try:
            received = self._receive(place)
        except OSError as error:
            raise _unreadable(source, error) from error
        text, encoding, notes = _decode(source, received)
        if not text.strip("\ufeff \t\r\n\v\f\u00a0\u200b"):
            reason = "it holds only white space" if received else "it is empty"
            raise UnreadableArticle(source, reason, "Give a file with an article's text in it.")
        return RawArticle(
            source=source,
            received=received,
            text=text,
            encoding=encoding,
            reader=self.name,
            sidecar=read_sidecar(place.with_suffix(SIDECAR_SUFFIX)),
            notes=notes,
        )

    def _walk(self, directory: Path) -> list[str]:
        found: list[str] = []

        def keep(error: OSError) -> None:
            found.append(str(error.filename))

        for folder, folders, files in os.walk(directory, onerror=keep):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [
                os.path.join(folder, name)
                for name in files
                if not name.startswith(".") and Path(name).suffix.lower() in TEXT_SUFFIXES
            ]
        return found

    def _receive(self, place: Path) -> bytes:
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(place).close()
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            # A pipe or a device might never end.
            raise UnreadableArticle(str(place), "it is not an ordinary file", "Name a text file.")
        limit = int(self.max_megabytes * _MEGABYTE)
        with place.open("rb") as file:
            received = file.read(limit + 1)
        if len(received) > limit:
            raise UnreadableArticle(
                str(place),
                f"it is larger than {self.max_megabytes:g} MB",
                "Split it into single articles, or raise QA_MAX_ARTICLE_MB.",
            )
        return received


def _place(path: str) -> Path:
    """Where it is; its name is kept as the article's source, so it must be text itself."""
    place = os.path.abspath(path)
    printable = place.encode("utf-8", "backslashreplace").decode()
    if printable != place:
        raise UnreadableArticle(printable, "its name is not UTF-8", "Rename it.")
    return Path(place)


def _unreadable(source: str, error: OSError) -> UnreadableArticle:
    if isinstance(error, FileNotFoundError):
        if os.path.islink(source):
            return UnreadableArticle(
                source,
                "it is a link to a file that is not there",
                "Mend the link, or name the file itself.",
            )
        return UnreadableArticle(source, "there is no such file", "Check the path.")
    if isinstance(error, PermissionError):
        return UnreadableArticle(
            source, "it may not be read", "Give this user the right to read it."
        )
    if isinstance(error, IsADirectoryError):
        return UnreadableArticle(source, "it is a directory", "Name a text file.")
    reason = (error.strerror or type(error).__name__).lower()
    return UnreadableArticle(
        source, f"it cannot be read ({reason})", "Check the path and the disk."
    )


def _decode(source: str, received: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding, and notes for the sender."""
    marked = next((name for mark, name in _MARKS if received.startswith(mark)), None)
    if marked:
        try:
            return received.decode(marked), marked.removesuffix("-sig"), ()
        except UnicodeDecodeError as error:
            if marked != "utf-8-sig":
                raise UnreadableArticle(
                    source,
                    f"it is damaged: it begins as {marked.upper()} and does not go on so",
                    _AS_TEXT,
                ) from error
    _refuse_binary(source, received)
    try:
        return received.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _damaged_utf8(received) or _detected(source, received)


def _refuse_binary(source: str, received: bytes) -> None:
    kind = next((name for magic, name in _FORMATS if received.startswith(magic)), None)
    if kind:
        raise UnreadableArticle(source, f"it is {kind}, not plain text", _AS_TEXT)
    controls = sum(received.count(byte) for byte in range(0x20) if byte not in b"\t\n\v\f\r\x1b")
    if b"\x00" in received or controls > _MOST_CONTROLS * len(received):
        raise UnreadableArticle(source, "it is binary, not plain text", _AS_TEXT)


def _damaged_utf8(received: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """None unless most is sound: hardly any text in another encoding has sound UTF-8 by chance."""
    text = received.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - received.count(b"\xef\xbf\xbd")
    sound = sum(one > "\x7f" and one != "\ufffd" for one in text)
    if broken > sound:
        return None
    places = "1 damaged place" if broken == 1 else f"{broken} damaged places"
    shown = "is" if broken == 1 else "are"
    note = f"{places} in its UTF-8 {shown} shown as \ufffd; save it as UTF-8 again."
    return text, "utf-8", (note,)


def _detected(source: str, received: bytes) -> tuple[str, str, tuple[str, ...]]:
    encoding = _guess(received)
    if encoding is None:
        raise UnreadableArticle(
            source, "it is in no encoding that can be told, or binary", _AS_TEXT
        )
    note = (
        f"It is not UTF-8: it was read as {encoding}. If letters look wrong, save it as UTF-8 "
        "and ingest it again."
    )
    return received.decode(encoding, errors="replace"), encoding, (note,)


def _guess(received: bytes) -> str | None:
    """Charset-normalizer's guess, except for Latin text, of which it would need a lot."""
    page = latin_page(received) if _looks_latin(received) else None
    if page:
        return page
    best = from_bytes(received).best()
    return best.encoding if best else None


def _looks_latin(received: bytes) -> bool:
    """Whether plain letters prevail, and what is not plain stands alone or in pairs."""
    high = len(_HIGH.findall(received))
    plain = len(_PLAIN.findall(received))
    in_short_runs = sum(map(len, _HIGH_IN_SHORT_RUNS.findall(received)))
    return high < _HARDLY_ANY * plain or (high < plain and in_short_runs > 0.8 * high)
