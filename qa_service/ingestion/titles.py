"""What an article is called."""

from qa_service.domain.articles import Paragraph, ParagraphKind

_LONGEST_LEAD = 120


def find_title(text: str, paragraphs: tuple[Paragraph, ...]) -> str:
    """The headline on top, else the first sentence of the body, shortened."""
    for one in paragraphs:
        if one.kind is ParagraphKind.HEADING:
            return text[one.start : one.end]
        if one.kind is ParagraphKind.BODY:
            break
    leads = [one for one in paragraphs if one.is_quotable]
    lead = next((one for one in leads if one.kind is ParagraphKind.BODY), leads[0])
    first = lead.sentences[0]
    return shorten(text[first.start : first.end], _LONGEST_LEAD)


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning to a word's end with an ellipsis: at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:-1]).rstrip(" ,;:–—-") + "…"
