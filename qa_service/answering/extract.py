"""An answer without a model: the sentences that answer best, verbatim, most telling first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_service.answering.claims import find_claim, overlap, resemble, say_the_same
from qa_service.domain.answers import AnswerSentence, Citation, Support
from qa_service.domain.passages import Evidence, ScoredSentence
from qa_service.domain.words import find_words

_MOST_POINTS = 4
_CONSIDERED = 40
_OTHER_ARTICLE, _SAME_ARTICLE = 4.25, 3.0
"""How far below the best a further point may score, from an article that is not quoted yet and from
one that is: what several outlets say is worth more than all that one says."""
_LAST = 1.25
"""How much nearer than the others the last point must come: three show most answers."""
_MOST_CITATIONS = 5
"""Of one point: where more outlets ran the same copy, five show it."""
_REPETITION = 4.0
"""What full overlap with a point of the same article costs; another article's is a confirmation."""
_LEAST_TERMS = 3
"""Different content words that a sentence must have to be a point."""
_ASIDE = re.compile(
    r"\([^()]*\)\W*"
    r"|(?:©|\(c\)|copyright\s+(?:©|\(c\)|\d{4})"
    r"|(?:(?:file )?photo(?:graph)?|image|picture|video|credit|source)s?\s*"
    r"(?:by\b|courtesy\b|[:/©])).*",
    re.IGNORECASE | re.DOTALL,
)
"""All in brackets, or beginning as a credit does."""
_ENDS = (".", "!", "?", "…", "。", '"', "\u201d", "\u2019", "'")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of evidence with its words."""

    evidence: Evidence
    sentence: ScoredSentence
    text: str


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
    """The best sentences that say something by themselves, each span once; one in any case."""
    pairs = [(one, sentence) for one in evidence for sentence in one.sentences]
    pairs.sort(key=lambda pair: -pair[1].score)
    quotes: dict[tuple[str, int, int], Quote] = {}
    for one, sentence in pairs[:_CONSIDERED]:
        place = (one.source.article_id, sentence.span.start, sentence.span.end)
        if place not in quotes:
            quotes[place] = Quote(one, sentence, one.quote(sentence.span))
    said = [quote for quote in quotes.values() if not _is_aside(quote.text)]
    telling = [quote for quote in said if len(quote.sentence.terms) >= _LEAST_TERMS]
    return telling or said[:1] or list(quotes.values())[:1]


def _is_aside(text: str) -> bool:
    """Not a sentence but a credit or a remark: "(Yonhap)", "AFP / A. Name", "Getty Images"."""
    if _ASIDE.fullmatch(text.strip()):
        return True
    return not text.rstrip().endswith(_ENDS) and all(
        text[word.start].isupper() or text[: word.start].endswith("-") for word in find_words(text)
    )


def _choose(quotes: list[Quote]) -> list[list[Quote]]:
    """Greedily the best that is left; those that say the same go with it."""
    best = quotes[0].sentence.score
    points: list[list[Quote]] = []
    left = list(quotes)
    while left and len(points) < _MOST_POINTS:
        chosen = max(left, key=lambda quote: _worth(quote, points))
        wanted = best + _LAST if len(points) == _MOST_POINTS - 1 else best
        if points and _worth(chosen, points) < wanted:
            break
        same = [one for one in left if one is not chosen and _are_one_point(one, chosen)]
        points.append([chosen, *same][:_MOST_CITATIONS])
        left = [one for one in left if one is not chosen and one not in same]
    return points


def _are_one_point(one: Quote, other: Quote) -> bool:
    # Few pairs resemble each other; only for those is it worth while to analyse the sentences.
    return resemble(one.sentence.terms, other.sentence.terms) and say_the_same(
        find_claim(one.text), find_claim(other.text)
    )


def _worth(quote: Quote, points: list[list[Quote]]) -> float:
    """Its score with its allowance, less what it repeats; a further point needs the best's."""
    article = quote.evidence.source.article_id
    made = [one for point in points for one in point if one.evidence.source.article_id == article]
    if not made:
        return quote.sentence.score + _OTHER_ARTICLE
    repeated = max(overlap(quote.sentence.terms, one.sentence.terms) for one in made)
    return quote.sentence.score + _SAME_ARTICLE - _REPETITION * repeated
