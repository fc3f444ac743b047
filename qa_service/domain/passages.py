"""Passages, what is embedded and retrieved, and evidence, what was found for one question."""

from dataclasses import dataclass
from datetime import date

from qa_service.domain.articles import Sentence
from qa_service.domain.vectors import Vector


@dataclass(frozen=True, slots=True)
class Passage:
    """One or a few neighbouring whole paragraphs, or a run of one long paragraph's sentences."""

    id: str
    """`<article id>:<revision>:<position>`."""
    article_id: str
    revision: int
    position: int
    """From 0, in reading order."""
    paragraphs: tuple[int, ...]
    """Numbers of the paragraphs that it holds, in order; furniture between them is left out."""
    start: int
    end: int
    """From its first to its last sentence; only sentences of `paragraphs` inside belong to it."""
    text: str
    """What is embedded: the headline, then the paragraphs."""


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How articles are cut into passages."""

    window: int
    """Tokens that one input of the embedder may hold, the headline's included."""
    target: int = 96
    """Tokens of text, without the headline, up to which neighbouring paragraphs share a passage."""

    def __post_init__(self) -> None:
        if self.window < 1 or self.target < 1:
            raise ValueError(
                f"a window of {self.window} and a target of {self.target} tokens hold no text"
            )

    @property
    def name(self) -> str:
        """Other settings, or another way of cutting, are another name."""
        return f"paragraphs/1:{self.target}/{self.window}"


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """A passage with its vector and the terms by which lexical search finds it."""

    passage: Passage
    vector: Vector
    title_terms: tuple[str, ...]
    body_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """A quotable sentence with what ranking needs of it."""

    paragraph: int
    start: int
    end: int
    vector: Vector
    """Of the sentence alone."""
    context_vector: Vector
    """Of the sentence with the one before it."""
    tokens: bytes
    """Of the sentence with the one before it, as in `vectors.Encoding.tokens`; at least one row."""
    lead_rows: int
    """How many of those rows are of the one before it."""
    terms: tuple[str, ...]
    """Of the sentence alone (`words.terms`), stored so that ranking need not analyse it again."""


@dataclass(frozen=True, slots=True)
class Source:
    """The article that evidence comes from, as a reader is told."""

    index: str
    article_id: str
    revision: int
    title: str
    publisher: str | None
    published_at: date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """A paragraph with its words."""

    number: int
    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A retrieved passage, joined back to the article store."""

    source: Source
    passage: Passage
    vector: Vector
    paragraphs: tuple[CitedParagraph, ...]
    sentences: tuple[EncodedSentence, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage's id and how well it matched, more is better; scales differ between searches."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class TermCounts:
    """In how many of an index's passages each term occurs."""

    passages: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Empty: all. Dates are inclusive and leave undated articles out."""

    articles: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every article passes."""
        return self == Filters()

    @property
    def is_dated(self) -> bool:
        """Whether undated articles are left out."""
        return self.first_day is not None or self.last_day is not None


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence as the answer's place; each is comparable between questions."""

    passage_coverage: float
    """Idf-weighted share of the question's content words in the passage."""
    sentence_coverage: float
    """The same in the sentence."""
    context_coverage: float
    """The same in the sentence with the one before it."""
    article_coverage: float
    """The same in all that was found of the article, and its headline."""
    passage_similarity: float
    """Cosine of the question with the passage."""
    context_similarity: float
    """Cosine with the sentence and the one before it."""
    sentence_similarity: float
    """Cosine with the sentence alone."""
    sentence_bm25: float
    """BM25 as a share of the most that the question allows."""
    passage_bm25: float
    names: float
    """Share of the question's names that stand in the passage; 1: it has none."""
    article_names: float
    """The same in what was found of the article, and its headline."""
    numbers: float
    """Share of the question's numbers that stand in the sentence; 1: it has none."""
    late: float
    """Late interaction: mean over the question's tokens of the best match in the sentence."""
    context_late: float
    """The same with the sentence and the one before it."""
    passage_late: float
    """The same with the whole passage."""
    plain_late: float
    """Mean best match in the sentence of the question's content words that are no names."""
    passage_plain_late: float
    weakest_word: float
    """Best match in the sentence of the question's worst-matched content word."""
    passage_weakest_word: float
    focus: float
    """Best match, in the sentence or the one before it, of the noun asked for; 0.7: not told."""
    asked_kind: float
    """1: holds a new value of the kind asked for (number, date, name); -1: none; 0: not asked."""
    bigrams: float
    """Share of the question's neighbouring content words that are neighbours in the sentence."""
    opening: float
    """1 for an article's first passage, falling towards 0."""
    length: float
    """Words of the sentence, as a share of 40, at most 1."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of evidence and how well it answers."""

    span: Sentence
    paragraph: int
    score: float
    signals: Signals
    terms: frozenset[str]
    """Of its words that carry a topic."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for one question, its sentences scored, best first."""

    source: Source
    passage: Passage
    paragraphs: tuple[CitedParagraph, ...]
    sentences: tuple[ScoredSentence, ...]

    @property
    def score(self) -> float:
        """Of its best sentence."""
        return self.sentences[0].score

    def paragraph(self, number: int) -> CitedParagraph:
        """The paragraph of that number."""
        return next(one for one in self.paragraphs if one.number == number)

    def place(self, sentence: ScoredSentence) -> tuple[str, int, int]:
        """Its paragraph's words, and where in them it begins and ends."""
        home = self.paragraph(sentence.paragraph)
        return home.text, sentence.span.start - home.start, sentence.span.end - home.start

    def quote(self, span: Sentence) -> str:
        """The words of a sentence of this evidence, verbatim."""
        home = next(
            one for one in self.paragraphs if one.start <= span.start and span.end <= one.end
        )
        return home.text[span.start - home.start : span.end - home.start]
