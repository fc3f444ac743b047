"""Promise 1, a quote is a quote: a permalink leads to the paragraph it names, word for word."""

from datetime import date

from qa_service.domain.articles import Article, Paragraph, ParagraphKind
from qa_service.interfaces.http.reading import render

TEXT = "A <b>headline</b>\n\nTwo & two are “four”."
ARTICLE = Article(
    id="art_aaaaaaaaaaaa",
    index="news",
    revision=2,
    title="A <b>headline</b>",
    text=TEXT,
    paragraphs=(
        Paragraph(1, "k1", ParagraphKind.HEADING, 0, 17),
        Paragraph(2, "k2", ParagraphKind.BODY, 19, len(TEXT)),
    ),
    publisher="The <Post>",
    published_at=date(2031, 3, 3),
)


def test_each_paragraph_can_be_linked_to_and_nothing_of_the_article_is_markup() -> None:
    body = render(ARTICLE).split("<body>")[1]
    assert body == (
        "<header>The &lt;Post&gt; · 2031-03-03 · revision 2</header>\n"
        "<h1>A &lt;b&gt;headline&lt;/b&gt;</h1>\n"
        '<h2 id="p1" class="heading">A &lt;b&gt;headline&lt;/b&gt;</h2>\n'
        '<p id="p2" class="body">Two &amp; two are “four”.</p>\n'
        "</body></html>\n"
    )
