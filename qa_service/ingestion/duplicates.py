"""What makes two documents the same article."""

from qa_service.domain.articles import Manuscript
from qa_service.ingestion.paragraphs import short_hash


def article_id(index: str, manuscript: Manuscript) -> str:
    """The id that an article gets at first sight and keeps: of its index and url, else text."""
    # An index's name holds no line end, so no two pairs make the same text.
    identity = manuscript.url or manuscript.text
    return "art_" + short_hash(f"{index}\n{identity}")
