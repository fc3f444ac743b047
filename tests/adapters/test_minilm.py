"""The default embedder: no text is cut off, and a text's vector depends on nothing but the text."""

import asyncio
import hashlib
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_service.adapters.minilm import MODEL_FOLDER, MiniLM
from qa_service.domain.errors import ModelFileDamaged
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding, Vector

MODEL = MiniLM()

WORLD_TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            list("abc XYZ.,'’-é\u0301\u0300ßİﬁ한글ㅎ漢字テが👩\u200d👧🇫🇷\u00ad\n\t\u00a0")
        ),
        st.sampled_from(["\ud800", "\udfff", "\x00", "\ufffd"]),
    ),
    max_size=400,
)


def floats(vector: Vector) -> npt.NDArray[np.float32]:
    return np.frombuffer(vector, dtype="<f2").astype(np.float32)


def cosine(first: Vector, second: Vector) -> float:
    return float(floats(first) @ floats(second))


def rows(encoding: Encoding) -> npt.NDArray[np.float32]:
    units = np.frombuffer(encoding.tokens, dtype=np.int8).astype(np.float32) / np.float32(127)
    return units.reshape(-1, TOKEN_DIMENSIONS)


async def weighted_mean(*parts: str) -> Vector:
    """What a text made of these windows must embed to."""
    vectors = await MODEL.embed(parts)
    mean = sum(
        floats(vector) * MODEL.count_tokens(part)
        for part, vector in zip(parts, vectors, strict=True)
    )
    return Vector((mean / np.linalg.norm(mean)).astype("<f2").tobytes())


async def test_an_encoding_is_a_unit_vector_and_a_unit_row_for_each_token() -> None:
    (encoding,) = await MODEL.encode(["Naïve cafés reopened."])
    assert encoding.offsets == ((0, 5), (6, 11), (12, 20), (20, 21))
    assert floats(encoding.vector).shape == (MODEL.dimensions,)
    assert cosine(encoding.vector, encoding.vector) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(rows(encoding), axis=1) == pytest.approx(np.ones(4), abs=0.02)


async def test_embed_gives_the_vector_that_encode_gives() -> None:
    texts = ["The ferry sank.", "", "Who owns the ferry?"]
    assert await MODEL.embed(texts) == [each.vector for each in await MODEL.encode(texts)]


async def test_a_text_has_the_same_encoding_alone_and_among_others() -> None:
    texts = [f"{'The council met again. ' * count}On {count} May." for count in range(20)]
    alone = [(await MODEL.encode([text]))[0] for text in texts]
    assert await MODEL.encode(texts) == alone
    assert await MODEL.encode(texts[::-1]) == alone[::-1]


async def test_no_texts_give_no_vectors() -> None:
    assert await MODEL.embed([]) == []


async def test_sentences_that_mean_the_same_are_closer_than_others() -> None:
    claim, same, other = await MODEL.embed(
        [
            "The central bank raised interest rates.",
            "Borrowing became dearer after the monetary authority's decision.",
            "The striker scored twice in the second half.",
        ]
    )
    assert cosine(claim, same) > cosine(claim, other) + 0.2


async def test_a_word_s_row_is_closer_to_its_synonym_than_to_the_other_words() -> None:
    question, sentence = await MODEL.encode(["Who purchased it?", "Smith bought a ferry."])
    similarities = rows(question) @ rows(sentence).T
    assert int(similarities[1].argmax()) == 1


@pytest.mark.parametrize("text", ["", " \n\t ", "\u0301", "\u200b", "\x00"])
async def test_a_text_without_tokens_still_has_a_vector(text: str) -> None:
    (encoding,) = await MODEL.encode([text])
    assert (encoding.tokens, encoding.offsets) == (b"", ())
    assert cosine(encoding.vector, encoding.vector) == pytest.approx(1, abs=1e-3)


async def test_half_a_surrogate_pair_keeps_the_offsets_right() -> None:
    (encoding,) = await MODEL.encode(["\ud83d ferry"])
    assert encoding.offsets == ((2, 7),)


def test_the_model_s_own_marks_are_plain_text_in_an_article() -> None:
    assert MODEL.count_tokens("[SEP]") == 3


async def test_a_long_text_is_the_mean_of_its_windows_by_tokens() -> None:
    first, second = "ferry " * MODEL.window, "harbour " * 100
    (encoding,) = await MODEL.encode([first + second])
    assert cosine(encoding.vector, await weighted_mean(first, second)) > 0.9999
    (tail,) = await MODEL.encode([second])
    assert encoding.tokens[MODEL.window * TOKEN_DIMENSIONS :] == tail.tokens
    shift = len(first)
    assert encoding.offsets[MODEL.window :] == tuple(
        (start + shift, end + shift) for start, end in tail.offsets
    )


async def test_a_window_ends_between_words() -> None:
    first, word = "ferry " * (MODEL.window - 1), "Pyongyangology"
    assert MODEL.count_tokens(word) > 1
    (vector,) = await MODEL.embed([first + word])
    assert cosine(vector, await weighted_mean(first, word)) > 0.9999


@settings(max_examples=60)
@given(WORLD_TEXT)
@example("한국어 " * 200)
@example("a\u0301" * 300)
@example("x" * 5000)
async def test_every_token_stands_in_the_text_and_no_readable_character_is_left_out(
    text: str,
) -> None:
    (encoding,) = await MODEL.encode([text])
    assert len(rows(encoding)) == len(encoding.offsets) == MODEL.count_tokens(text)
    assert sorted(encoding.offsets) == list(encoding.offsets)
    assert all(text[start:end].strip() and end <= len(text) for start, end in encoding.offsets)
    covered = {place for start, end in encoding.offsets for place in range(start, end)}
    left_out = [text[place] for place in range(len(text)) if place not in covered]
    assert [character for character in left_out if MODEL.count_tokens(character)] == []


@settings(max_examples=30)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=2000))
@example("Ferry no. 7, re-opened! " * 100)
async def test_the_tokens_of_plain_english_spell_the_text(text: str) -> None:
    (encoding,) = await MODEL.encode([text])
    spelled = "".join(text[start:end] for start, end in encoding.offsets)
    assert spelled == text.replace(" ", "")


async def test_a_question_does_not_wait_for_a_long_ingest() -> None:
    ingest = asyncio.create_task(MODEL.embed(["The council met again on Tuesday. " * 30] * 400))
    await asyncio.sleep(0)
    await MODEL.embed(["Who met?"])
    assert not ingest.done()
    ingest.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ingest


async def test_many_callers_at_once_get_their_own_answers() -> None:
    texts = [f"Caller number {number} asks about the ferry." for number in range(32)]
    together = await asyncio.gather(*(MODEL.embed([text]) for text in texts))
    assert [vector for (vector,) in together] == await MODEL.embed(texts)


def test_the_name_tells_the_weights_and_the_card_names_both_files() -> None:
    card = (MODEL_FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    hashes = {
        name: hashlib.sha256((MODEL_FOLDER / name).read_bytes()).hexdigest()
        for name in ("model.onnx", "tokenizer.json")
    }
    assert [name for name, found in hashes.items() if found not in card] == []
    assert MODEL.name == f"all-MiniLM-L6-v2-int8@{hashes['model.onnx'][:12]}"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_or_missing_file_is_refused_by_its_path(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelFileDamaged, match=name):
        MiniLM(folder)
    (folder / name).unlink()
    with pytest.raises(ModelFileDamaged, match=name):
        MiniLM(folder)
