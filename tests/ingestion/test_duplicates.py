"""An article is known again by its url, else by its text; paragraphs by their words."""

from dataclasses import replace

from qa_service.domain.articles import ParagraphKind, RawArticle, Sidecar
from qa_service.ingestion.duplicates import article_id
from qa_service.ingestion.paragraphs import join_lines, lay_out
from qa_service.ingestion.prepare import prepare

TEXT = "The harbour opened again on Monday."


def test_the_id_is_of_index_and_url_else_text() -> None:
    plain = prepare(RawArticle("a", b"", TEXT, "utf-8", "text/1"))
    same = prepare(RawArticle("b", b"", f"  {TEXT}\r\n", "utf-8", "text/1", Sidecar(title="Other")))
    addressed = replace(plain, url="https://news.example/a")
    assert article_id("news", plain) == "art_egoie2f2wmnu" == article_id("news", same)
    assert article_id("news", addressed) == article_id("news", replace(addressed, text="Changed."))
    ids = {article_id("news", plain), article_id("sport", plain), article_id("news", addressed)}
    assert len(ids) == 3


def test_a_repeat_keeps_its_kind_gets_a_numbered_key_and_is_not_quoted() -> None:
    lines = [TEXT, "Another line.", TEXT, TEXT]
    made = lay_out(lines, [ParagraphKind.BODY] * 4)
    key = made[0].key
    assert [one.key for one in made] == [key, made[1].key, f"{key}-2", f"{key}-3"]
    assert [one.is_quotable for one in made] == [True, True, False, False]
    assert [join_lines(lines)[one.start : one.end] for one in made] == lines
