"""Answers, paragraphs and articles as lines for a terminal.

`address`: of the service at which permalinks can be followed; without one they stay paths.
"""

from collections.abc import Sequence
from datetime import date

from qa_service.interfaces.cli.terminal import Line, count
from qa_service.interfaces.http.answer_schemas import AnswerOut, CitationOut, SentenceOut
from qa_service.interfaces.http.schemas import ArticleOut, ArticleSummaryOut, SearchRowOut

NEAREST_SHOWN = 3

_FLAGS = {"partial": "(only partly supported)", "unsupported": "(not supported by its source)"}


def answer_lines(answer: AnswerOut, address: str) -> list[Line]:
    """Each sentence with its markers, where sources differ, and the sources in their own words."""
    lines = [Line(_said(one)) for one in answer.sentences]
    if answer.abstention is not None:
        lines.append(Line(answer.abstention.message, style="bold"))
        nearest = answer.abstention.nearest[:NEAREST_SHOWN]
        if nearest:
            lines += [Line(), Line("Nearest passages", style="dim")]
            lines += [Line(_row_text(row, address), lead="  · ") for row in nearest]
    for conflict in answer.conflicts:
        sides = " / ".join(f"{side.value} {_markers(side.citations)}" for side in conflict.sides)
        lines.append(Line(f"Sources differ on {conflict.topic}: {sides}", style="yellow"))
    if answer.citations:
        lines += [Line(), Line("Sources", style="dim")]
        lines += [
            Line(_citation_text(one, address), lead=f"[{one.number}] ") for one in answer.citations
        ]
    return [*lines, Line(), Line(_searched(answer), style="dim")]


def row_lines(rows: Sequence[SearchRowOut], address: str) -> list[Line]:
    """Paragraphs found, best first."""
    return [
        Line(_row_text(row, address), lead=f"{number:>2}. ") for number, row in enumerate(rows, 1)
    ]


def summary_lines(rows: Sequence[ArticleSummaryOut]) -> list[Line]:
    """One article a line."""
    return [
        Line(
            " · ".join(_known(row.title, row.publisher, row.published_at))
            + f" · {count(row.paragraphs, 'paragraph')}",
            lead=f"{row.id}  ",
        )
        for row in rows
    ]


def article_lines(article: ArticleOut) -> list[Line]:
    """An article's paragraphs under their numbers."""
    about = _known(
        article.publisher, article.published_at, article.url, f"revision {article.revision}"
    )
    lines = [Line(article.title, style="bold"), Line(" · ".join([article.id, *about]), style="dim")]
    for paragraph in article.paragraphs:
        style = {"heading": "bold", "boilerplate": "dim"}.get(paragraph.kind, "")
        text = article.text[paragraph.start : paragraph.end]
        lines += [Line(), Line(text, lead=f"¶ {paragraph.number:<3} ", style=style)]
    return lines


def _said(sentence: SentenceOut) -> str:
    flag = _FLAGS.get(sentence.support, "")
    return " ".join(part for part in (sentence.text, _markers(sentence.citations), flag) if part)


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _citation_text(one: CitationOut, address: str) -> str:
    return f'"{one.quote}" — {_place(one, address)}'


def _row_text(row: SearchRowOut, address: str) -> str:
    return f'"{row.text}" — {_place(row, address)}'


def _place(one: CitationOut | SearchRowOut, address: str) -> str:
    parts = _known(one.title, one.publisher, one.published_at)
    return " · ".join([*parts, f"¶ {one.paragraph}", address + one.permalink])


def _known(*parts: str | date | None) -> list[str]:
    return [str(part) for part in parts if part]


def _searched(answer: AnswerOut) -> str:
    searched = answer.searched
    text = (
        f"Searched {count(searched.articles, 'article')} ({count(searched.passages, 'passage')})."
    )
    if searched.undated_left_out:
        text += f" Left out as undated: {count(searched.undated_left_out, 'article')}."
    return text
