"""LlamaIndex, inward: it cuts an article into passages. The inward home of llama-index-core.

Importing it takes about 1.4 s and 90 MB, so only what ingests loads this module. Nothing here
reads its global `Settings`, its tokenizers or its random ids: the same article gives the same
passages, on any machine, with nothing fetched.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from llama_index.core.node_parser import NodeParser, SentenceSplitter
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode

from qa_service.domain.articles import Article, Paragraph, Sentence
from qa_service.domain.passages import Passage, PassageSettings

CountTokens = Callable[[str], int]

_TITLE_SHARE = 4
"""A title takes at most this part of the window, so that it cannot crowd out the text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stays together: a whole paragraph, or a run of one long paragraph's sentences."""

    paragraph: int
    start: int
    end: int
    tokens: int
    is_whole: bool


class NewsNodeParser(NodeParser):
    """One article's paragraphs as nodes: about `target` tokens, at most `window` with the title.

    Neighbouring paragraphs are packed until the target would be exceeded. A longer paragraph stands
    alone; one beyond the window is cut into runs of whole sentences; a sentence beyond the window
    is a node of its own, for the embedder to take in windows. It parses what `to_document` makes.
    """

    count_tokens: CountTokens
    window: int
    target: int
    include_metadata: bool = False

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        del show_progress, kwargs
        return [made for node in nodes for made in self._parse_article(node)]

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        # The base class looks for each node's words in the document and would move the offsets of
        # a paragraph whose words stand there twice.
        del parent_doc_map
        for one, following in pairwise(nodes):
            if one.ref_doc_id == following.ref_doc_id:
                one.relationships[NodeRelationship.NEXT] = following.as_related_node_info()
                following.relationships[NodeRelationship.PREVIOUS] = one.as_related_node_info()
        return nodes

    def _parse_article(self, document: BaseNode) -> Iterator[BaseNode]:
        text = document.get_content(metadata_mode=MetadataMode.NONE)
        title = self._cut_title(document.metadata["title"])
        room = self.window - self.count_tokens(f"{title}\n")
        pieces = [
            piece
            for number, spans in document.metadata["paragraphs"]
            for piece in self._cut_paragraph(text, number, spans, room)
        ]
        for position, group in enumerate(self._pack(pieces, room)):
            yield TextNode(
                id_=f"{document.node_id}:{position}",
                text="\n".join(text[piece.start : piece.end] for piece in group),
                start_char_idx=group[0].start,
                end_char_idx=group[-1].end,
                metadata={"title": title, "paragraphs": [piece.paragraph for piece in group]},
                excluded_embed_metadata_keys=["paragraphs"],
                excluded_llm_metadata_keys=["paragraphs"],
                metadata_template="{value}",
                text_template="{metadata_str}\n{content}",
                relationships={NodeRelationship.SOURCE: document.as_related_node_info()},
            )

    def _cut_title(self, title: str) -> str:
        limit = max(self.window // _TITLE_SHARE, 1)
        words = title.split(" ")
        if self.count_tokens(title) <= limit:
            return title
        fitting, beyond = 0, len(words)
        while beyond - fitting > 1:
            middle = (fitting + beyond) // 2
            if self.count_tokens(" ".join(words[:middle])) <= limit:
                fitting = middle
            else:
                beyond = middle
        return " ".join(words[:fitting])

    def _cut_paragraph(
        self, text: str, number: int, spans: list[tuple[int, int]], room: int
    ) -> list[_Piece]:
        start, end = spans[0][0], spans[-1][1]
        tokens = self.count_tokens(text[start:end])
        if tokens <= room:
            return [_Piece(number, start, end, tokens, is_whole=True)]
        runs: list[tuple[int, int]] = []
        fitting: list[tuple[int, int]] = []
        for span in spans:
            # With the space that will stand behind it, which some tokenizers count.
            if self.count_tokens(f"{text[span[0] : span[1]]} ") <= room:
                fitting.append(span)
                continue
            runs += [*self._cut_run(text, fitting, room), span]
            fitting = []
        runs += self._cut_run(text, fitting, room)
        return [
            _Piece(number, *run, self.count_tokens(text[run[0] : run[1]]), is_whole=False)
            for run in runs
        ]

    def _cut_run(self, text: str, spans: list[tuple[int, int]], room: int) -> list[tuple[int, int]]:
        """Runs of whole sentences by LlamaIndex's `SentenceSplitter`, each of which fits.

        It is given our sentences and our counter. It gives words back and no offsets, trimmed, so
        each chunk is matched with the sentences it was made of; and it would cut a sentence beyond
        the window inside its clauses, so it never sees one.
        """
        if not spans:
            return []
        edges = [*(start for start, _ in spans), spans[-1][1]]
        sentences = [text[first:last] for first, last in pairwise(edges)]
        splitter = SentenceSplitter(
            chunk_size=room,
            chunk_overlap=0,
            tokenizer=lambda words: range(self.count_tokens(words)),
            chunking_tokenizer_fn=lambda _: sentences,
        )
        runs, at = [], 0
        for chunk in splitter.split_text("".join(sentences)):
            first = at
            while len(text[spans[first][0] : spans[at][1]]) < len(chunk):
                at += 1
            runs.append((spans[first][0], spans[at][1]))
            at += 1
        return runs

    def _pack(self, pieces: list[_Piece], room: int) -> Iterator[list[_Piece]]:
        limit = min(self.target, room)
        group: list[_Piece] = []
        for piece in pieces:
            is_alone = not piece.is_whole or (bool(group) and not group[-1].is_whole)
            if group and (is_alone or sum(one.tokens for one in group) + piece.tokens > limit):
                yield group
                group = []
            group.append(piece)
        if group:
            yield group


def to_document(article: Article) -> Document:
    """The article as LlamaIndex knows it, with the places of its quotable sentences."""
    return Document(
        id_=f"{article.id}:{article.revision}",
        text=article.text,
        metadata={
            "title": article.title,
            "paragraphs": [
                (one.number, _spans(one)) for one in article.paragraphs if one.is_quotable
            ],
        },
    )


class LlamaIndexSplitter:
    """`domain.ports.PassageSplitter` by `NewsNodeParser`."""

    def __init__(self, count_tokens: CountTokens, settings: PassageSettings) -> None:
        self._parser = NewsNodeParser(
            count_tokens=count_tokens, window=settings.window, target=settings.target
        )
        self.name = settings.name

    def split(self, article: Article) -> list[Passage]:
        """Passages in reading order that hold every quotable sentence exactly once."""
        nodes = self._parser.get_nodes_from_documents([to_document(article)])
        return [_to_passage(article, position, node) for position, node in enumerate(nodes)]


def _to_passage(article: Article, position: int, node: BaseNode) -> Passage:
    if not isinstance(node, TextNode) or node.start_char_idx is None or node.end_char_idx is None:
        raise TypeError(f"not a node of NewsNodeParser: {node!r}")
    return Passage(
        id=node.node_id,
        article_id=article.id,
        revision=article.revision,
        position=position,
        paragraphs=tuple(node.metadata["paragraphs"]),
        start=node.start_char_idx,
        end=node.end_char_idx,
        text=node.get_content(metadata_mode=MetadataMode.EMBED),
    )


def _spans(paragraph: Paragraph) -> list[tuple[int, int]]:
    return [_edges(sentence) for sentence in paragraph.sentences]


def _edges(sentence: Sentence) -> tuple[int, int]:
    return sentence.start, sentence.end
