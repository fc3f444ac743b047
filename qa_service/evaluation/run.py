"""Measures a gold set on a service that holds its articles and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_service.answering.confidence import confidence
from qa_service.conversations.assistant import Assistant
from qa_service.domain.answers import Answer, Question
from qa_service.domain.articles import Article
from qa_service.domain.passages import Evidence
from qa_service.domain.principals import Principal
from qa_service.evaluation.gold import GoldQuestion, GoldSet
from qa_service.evaluation.leave_out import leave_out_right
from qa_service.evaluation.measures import hit_at, quantile, reciprocal_rank, risk_coverage, share
from qa_service.evaluation.report import Citations, Refusals, Report, Retrieval
from qa_service.library.articles import Library
from qa_service.retrieval.search import as_rows

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one answerable question."""

    paragraphs: tuple[bool, ...]
    """Whether each paragraph found is right, best first."""
    sentences: tuple[bool, ...]
    confidence: float
    answer: Answer
    cited: tuple[bool, ...]
    verbatim: tuple[bool, ...]
    left_out: float | None
    """Confidence once all right paragraphs were left out; None: there was none to leave out."""
    left_out_refused: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Asks every question of a gold set and measures what comes back."""

    assistant: Assistant
    library: Library
    principal: Principal
    articles: dict[str, Article]
    """By id: to check quotes and find whole paragraphs."""

    async def measure(self, gold: GoldSet) -> Report:
        """All figures of the set."""
        outcomes = [await self._try(question) for question in gold.answerable]
        refused: dict[str, list[tuple[float, bool]]] = {"near": [], "far": [], "unsorted": []}
        for one in gold.unanswerable:
            refused[one.distance].append(await self._refuses(self.assistant, one.text))
        left = [one for one in outcomes if one.left_out is not None]
        times = [one.answer.timings_ms.total for one in outcomes]
        return Report(
            name=gold.name,
            articles=len(self.articles),
            retrieval=_retrieval(outcomes),
            citations=_citations(outcomes),
            refusals=Refusals(
                near=share(was for _, was in refused["near"]),
                far=share(was for _, was in refused["far"]),
                unsorted=share(was for _, was in refused["unsorted"]),
                left_out=share(one.left_out_refused for one in left),
                near_questions=len(refused["near"]),
                far_questions=len(refused["far"]),
                unsorted_questions=len(refused["unsorted"]),
                left_out_questions=len(left),
            ),
            curve=risk_coverage(
                [one.confidence for one in outcomes],
                [sure for sure, _ in refused["near"]],
                [sure for sure, _ in refused["far"]],
                [one.left_out for one in left if one.left_out is not None],
            ),
            body_as_furniture=sum(
                not paragraph.is_quotable
                for article in self.articles.values()
                for paragraph in article.paragraphs
                if gold.is_squad
            ),
            ask_p50_ms=quantile(times, 0.5),
            ask_p99_ms=quantile(times, 0.99),
        )

    async def _try(self, gold: GoldQuestion) -> Outcome:
        # Asked first: a search before it would warm what the answer's time depends on.
        answer = await self.assistant.ask(self.principal, gold.text)
        question = await self._question(gold.text)
        search = self.assistant.search_in
        evidence, _ = await search.find(question)
        without = replace(self.assistant, search_in=await leave_out_right(search, question, gold))
        sure, refused = await self._refuses(without, gold.text)
        return Outcome(
            paragraphs=tuple(
                gold.is_right_paragraph(row.text) for row in as_rows(evidence, _DEPTH)
            ),
            sentences=_right_sentences(gold, evidence),
            confidence=confidence(evidence, self.assistant.calibration),
            answer=answer,
            cited=tuple(
                gold.is_right_paragraph(self._paragraph(one.article_id, one.paragraph))
                for one in answer.citations
            ),
            verbatim=tuple(
                self.articles[one.article_id].text[one.start : one.end] == one.quote
                for one in answer.citations
            ),
            left_out=sure if self._is_answered(gold) else None,
            left_out_refused=refused,
        )

    def _is_answered(self, gold: GoldQuestion) -> bool:
        return any(
            gold.is_right_paragraph(article.quote(paragraph))
            for article in self.articles.values()
            for paragraph in article.paragraphs
        )

    async def _refuses(self, assistant: Assistant, text: str) -> tuple[float, bool]:
        evidence, _ = await assistant.search_in.find(await self._question(text))
        answer = await assistant.ask(self.principal, text)
        return confidence(evidence, assistant.calibration), answer.abstention is not None

    async def _question(self, text: str) -> Question:
        return Question(text, await self.assistant.articles.indexes())

    def _paragraph(self, article_id: str, number: int) -> str:
        article = self.articles[article_id]
        return article.quote(article.paragraphs[number - 1])


async def evaluate(
    assistant: Assistant, library: Library, principal: Principal, gold: GoldSet
) -> Report:
    """Measure a gold set whose articles, and no others, the service holds."""
    articles: dict[str, Article] = {}
    cursor: str | None = None
    while True:
        page = await library.articles(principal, cursor=cursor)
        for row in page.rows:
            articles[row.id] = await library.article(principal, row.id)
        cursor = page.next_cursor
        if cursor is None:
            break
    return await Evaluation(assistant, library, principal, articles).measure(gold)


def _right_sentences(gold: GoldQuestion, evidence: Sequence[Evidence]) -> tuple[bool, ...]:
    scored = [(one, sentence) for one in evidence for sentence in one.sentences]
    scored.sort(key=lambda pair: -pair[1].score)
    return tuple(gold.is_right_sentence(*one.place(sentence)) for one, sentence in scored[:_DEPTH])


def _retrieval(outcomes: Sequence[Outcome]) -> Retrieval:
    paragraphs = [one.paragraphs for one in outcomes]
    sentences = [one.sentences for one in outcomes]
    ranks = [reciprocal_rank(one) for one in paragraphs]
    return Retrieval(
        questions=len(outcomes),
        paragraph_recall_at_1=share(hit_at(one, 1) for one in paragraphs),
        paragraph_recall_at_3=share(hit_at(one, 3) for one in paragraphs),
        paragraph_recall_at_5=share(hit_at(one, 5) for one in paragraphs),
        mean_reciprocal_rank=sum(ranks) / len(ranks) if ranks else None,
        sentence_hit_at_1=share(hit_at(one, 1) for one in sentences),
        sentence_hit_at_3=share(hit_at(one, 3) for one in sentences),
    )


def _citations(outcomes: Sequence[Outcome]) -> Citations:
    answers = [one.answer for one in outcomes if one.answer.sentences]
    return Citations(
        answered=share(not one.answer.abstention for one in outcomes),
        precision=share(right for one in outcomes for right in one.cited),
        first_point_right=share(hit_at(one.cited, 1) for one in outcomes),
        right_among_first_three=share(hit_at(one.cited, 3) for one in outcomes),
        recall=share(any(one.cited) for one in outcomes),
        points=sum(len(one.sentences) for one in answers) / len(answers) if answers else None,
        quotes_verbatim=share(one for outcome in outcomes for one in outcome.verbatim),
        markers_resolved=share(
            any(citation.number == number for citation in answer.citations)
            for answer in answers
            for sentence in answer.sentences
            for number in sentence.citations
        ),
    )
