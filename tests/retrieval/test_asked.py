"""What a question asks for, and whether a sentence says something new of that kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.domain.words import content_terms
from qa_service.retrieval.asked import Asked, find_asked, holds_new_value

QUESTIONS = {
    Asked.DATE: [
        "When did the ferry sail?",
        "In which year was the treaty signed?",
        "what exact date was agreed on",
        "How long ago was the bridge built?",
    ],
    Asked.NUMBER: [
        "How many people were hurt?",
        "how much did it cost",
        "What percentage of voters agreed?",
        "How long is the bridge?",
        "What was the number of passengers?",
    ],
    Asked.PERSON: ["Who warned Russia?", "Whom did Kim meet?", "Whose ship ran aground?"],
    Asked.PLACE: [
        "Where did Kim meet Putin?",
        "In which city do the teachers strike?",
        "What country imposed sanctions?",
    ],
    Asked.OTHER: [
        "What did Seoul warn of?",
        "Why did the talks fail?",
        "How was the ship freed?",
        "소울은 무엇을 경고했나?",
        "",
    ],
}


@pytest.mark.parametrize(
    ("question", "asked"), [(one, kind) for kind, some in QUESTIONS.items() for one in some]
)
def test_the_form_of_a_question_tells_what_is_asked(question: str, asked: Asked) -> None:
    assert find_asked(question) is asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who said when the ferry sailed?", Asked.PERSON),
        ("When did the mayor who resigned speak?", Asked.DATE),
        ("How many people live where the ferry sank?", Asked.NUMBER),
        ("WHERE WAS IT?", Asked.PLACE),
        ("What did the whole crew do whenever it rained?", Asked.OTHER),
    ],
)
def test_the_first_form_decides_and_parts_of_words_are_no_forms(
    question: str, asked: Asked
) -> None:
    assert find_asked(question) is asked


@pytest.mark.parametrize(
    ("sentence", "asked", "question", "expected"),
    [
        ("It sailed on Tuesday.", Asked.DATE, "When did it sail?", True),
        ("It sailed at 7:05.", Asked.DATE, "When did it sail?", True),
        ("It sailed on Sept. 14.", Asked.DATE, "When did it sail in September?", True),
        ("It sailed at once.", Asked.DATE, "When did it sail?", False),
        ("On Tuesday it sailed.", Asked.DATE, "When on Tuesday did it sail?", False),
        ("Some 1,200 were hurt.", Asked.NUMBER, "How many were hurt?", True),
        ("Thirty-seven were hurt.", Asked.NUMBER, "How many were hurt?", True),
        ("Of the 214 some were hurt.", Asked.NUMBER, "How many of the 214 were hurt?", False),
        ("Many were hurt.", Asked.NUMBER, "How many were hurt?", False),
        ("It was said by Chang Ho-jin.", Asked.PERSON, "Who said it?", True),
        ("Chang Ho-jin said it.", Asked.PERSON, "Who said it?", True),
        ("Yesterday the mayor said it.", Asked.PERSON, "Who said it?", False),
        ("It warned Russia.", Asked.PERSON, "Who warned Russia?", False),
        ("They met in Vladivostok.", Asked.PLACE, "Where did they meet?", True),
        ("They met at sea.", Asked.PLACE, "Where did they meet?", False),
        ("They met in Vladivostok on Tuesday.", Asked.OTHER, "Why did they meet?", False),
    ],
)
def test_a_value_counts_if_the_question_does_not_have_it_already(
    sentence: str, asked: Asked, question: str, expected: bool
) -> None:
    assert holds_new_value(sentence, asked, frozenset(content_terms(question))) is expected


@given(st.text(), st.sampled_from(Asked))
def test_any_sentence_can_be_looked_at(sentence: str, asked: Asked) -> None:
    assert find_asked(sentence) in Asked
    assert holds_new_value(sentence, asked, frozenset()) in (True, False)
