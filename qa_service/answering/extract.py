"""An answer without a model: the sentences that answer best, verbatim, most telling first."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_service.answering.claims import Claim, find_claim, overlap, say_the_same
from qa_service.domain.answers import AnswerSentence, Citation, Support
from qa_service.domain.passages import Evidence, ScoredSentence

_MOST_POINTS = 4
_CONSIDERED = 24
_GAP = 2.0
"""How far below the best a further point may score."""
_SAME_ARTICLE = 0.5
"""What a further point of an article that was already quoted must score more."""
_REPETITION = 2.0
"""What full overlap with a point already made costs."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of evidence with its words."""

    evidence: Evidence
    sentence: ScoredSentence
    text: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Extract:
    """The answer's sentences, and their citations in order of number."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


def extract(evidence: Sequence[Evidence]) -> Extract:
    """One to four points; those that say the same are one point with several citations."""
    points = _choose(_quotes(evidence))
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for point in points:
        numbers = []
        for quote in point:
            citations.append(cite(quote, len(citations) + 1))
            numbers.append(len(citations))
        sentences.append(AnswerSentence(point[0].text, tuple(numbers), Support.QUOTED))
    return Extract(tuple(sentences), tuple(citations))


def cite(quote: Quote, number: int) -> Citation:
    """The citation of a sentence of evidence."""
    source = quote.evidence.source
    paragraph = quote.evidence.paragraph(quote.sentence.paragraph)
    return Citation(
        number=number,
        index=source.index,
        article_id=source.article_id,
        revision=source.revision,
        paragraph=paragraph.number,
        paragraph_key=paragraph.key,
        quote=quote.text,
        start=quote.sentence.span.start,
        end=quote.sentence.span.end,
        title=source.title,
        publisher=source.publisher,
        published_at=source.published_at,
        url=source.url,
    )


def _quotes(evidence: Sequence[Evidence]) -> list[Quote]:
    pairs = [(one, sentence) for one in evidence for sentence in one.sentences]
    pairs.sort(key=lambda pair: -pair[1].score)
    quotes = []
    for one, sentence in pairs[:_CONSIDERED]:
        text = one.quote(sentence.span)
        quotes.append(Quote(one, sentence, text, find_claim(text)))
    return quotes


def _choose(quotes: list[Quote]) -> list[list[Quote]]:
    """Greedily the best that is left, less what it repeats of the points already made."""
    points: list[list[Quote]] = []
    floor = quotes[0].sentence.score - _GAP
    left = list(quotes)
    while left and len(points) < _MOST_POINTS:
        best = max(left, key=lambda quote: _worth(quote, points))
        if points and _worth(best, points) < floor:
            break
        same = [one for one in left if one is not best and _is_elsewhere(one, best)]
        points.append([best, *same])
        left = [one for one in left if one is not best and one not in same]
    return points


def _worth(quote: Quote, points: list[list[Quote]]) -> float:
    made = [one for point in points for one in point]
    article = quote.evidence.source.article_id
    is_quoted = any(one.evidence.source.article_id == article for one in made)
    repeated = max((overlap(quote.claim, one.claim) for one in made), default=0.0)
    return quote.sentence.score - _SAME_ARTICLE * is_quoted - _REPETITION * repeated


def _is_elsewhere(quote: Quote, point: Quote) -> bool:
    """The same claim in another article, or in other words of the same one."""
    return say_the_same(quote.claim, point.claim)
