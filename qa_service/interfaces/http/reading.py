"""Where permalinks lead: an article to read, the cited paragraph marked. Plain HTML, no script."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from qa_service.domain.articles import Article, Paragraph, ParagraphKind
from qa_service.interfaces.http.routes import REVISION_LIMIT, Me, TheLibrary

_STYLE = """
:root { color-scheme: light dark; --mark: light-dark(#fff1b8, #4d4220); }
body { font: 1.1rem/1.6 Charter, Georgia, serif; max-width: 68ch; margin: 2rem auto }
header, .boilerplate, .dateline, .byline, .caption { color: GrayText; font-size: .9rem }
:target { background: var(--mark); outline: .4rem solid var(--mark); color: CanvasText }
:target { scroll-margin-top: 25vh }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

reading = APIRouter()


@reading.get("/a/{article_id}", include_in_schema=False)
async def read_page(
    me: Me,
    library: TheLibrary,
    article_id: Annotated[str, Path(max_length=100)],
    revision: Annotated[int | None, Query(alias="v", ge=1, le=REVISION_LIMIT)] = None,
) -> HTMLResponse:
    """An article's revision; the part after `#` picks the paragraph."""
    article = await library.article(me, article_id, revision)
    return HTMLResponse(render(article), headers={"Content-Security-Policy": _POLICY})


def render(article: Article) -> str:
    """The whole page; everything of the article is escaped."""
    known = (
        article.publisher,
        article.byline,
        article.published_at,
        f"revision {article.revision}",
    )
    facts = " · ".join(escape(str(one)) for one in known if one)
    paragraphs = "\n".join(_element(article, one) for one in article.paragraphs)
    language = escape(article.language or "", quote=True)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(article.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><header>{facts}</header>\n<h1>{escape(article.title)}</h1>\n"
        f"{paragraphs}\n</body></html>\n"
    )


def _element(article: Article, paragraph: Paragraph) -> str:
    tag = "h2" if paragraph.kind is ParagraphKind.HEADING else "p"
    words = escape(article.quote(paragraph))
    return f'<{tag} id="p{paragraph.number}" class="{paragraph.kind}">{words}</{tag}>'
