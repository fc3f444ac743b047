"""Few words are enough to tell a Latin code page; nothing is quoted with another's letters."""

from pathlib import Path

import pytest

from qa_service.ingestion.readers.plain_text import PlainTextReader

FRENCH = (
    "L'été dernier, à Genève, le maire a reçu la délégation.\nC'était là-bas, où l'on fêta Noël.\n"
)
GERMAN = "Der Bürgermeister von Groß Ähren sagte: „Schön“ – für 20 m² und 5 £.\n"
POLISH = (
    "Rada gminy postanowiła, że szkoła zostanie zamknięta. Burmistrz powiedział, iż są jeszcze "
    "środki na łąkę i źródło.\n"
)
CZECH = (
    "Zastupitelstvo rozhodlo, že škola bude uzavřena. Starosta řekl, že peníze ještě jsou a "
    "děti pojedou do města.\n"
)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("mañana España señor Núñez", "cp1252"),
        ("A informação não é boa, são ações e eleições.", "cp1252"),
        ("Tämä pääkaupunki on Jyväskylä, sanoi Väinö Määttä.", "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        ("“Quoted” — the mayor’s café costs £5 and ½ cup • more… José said.", "cp1252"),
        ("Le garçon à Málaga, señor Müller, Göteborg, fête, là-bas, où", "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (CZECH, "cp1250"),
        ("A testület úgy döntött, hogy bezárják; bőven van idő, és fűtés is.", "cp1250"),
        ("Belediye meclisi karar verdi; başkan İstanbul’da çocuklar için üzgün.", "cp1254"),
        ("Savivaldybė nusprendė uždaryti mokyklą, nes vaikų mažėja šį rytą.", "cp1257"),
        (FRENCH, "mac_roman"),
    ],
)
def test_a_short_text_keeps_its_letters(tmp_path: Path, text: str, page: str) -> None:
    """Promise 1, a quote is a quote: the letters are those that were written."""
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode(page))
    article = PlainTextReader().read(str(place))
    assert (article.text, article.encoding) == (text, page)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Совет посёлка решил закрыть школу. Дети поедут в город, сказал мэр. " * 2, "cp1251"),
        ("Το δημοτικό συμβούλιο αποφάσισε να κλείσει το σχολείο του χωριού. " * 2, "cp1253"),
        ("村議会は学校を閉じることを決めた。子どもたちはバスで町へ行く。" * 3, "shift_jis"),
        ("村委会决定关闭学校。孩子们将乘车去城里上学。" * 3, "gbk"),
    ],
)
def test_another_script_is_not_taken_for_latin(tmp_path: Path, text: str, encoding: str) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode(encoding))
    assert PlainTextReader().read(str(place)).text == text
