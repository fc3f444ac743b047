"""Two sentences are one point only when nothing that a reader would care about differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.answering.claims import Claim, find_claim, overlap, say_the_same

SAME = [
    ("Russia warned Ukraine on Friday.", "Russia warned Ukraine on Friday."),
    ("On Friday, Russia warned Ukraine.", "Russia warned Ukraine on Friday."),
    (
        "South Korea warned Moscow of grave consequences over arms trade with Pyongyang.",
        "South Korea warned Moscow of serious, grave consequences over arms trade with Pyongyang.",
    ),
    (
        '"The illicit trade poses a threat to the region," Lim said.',
        'Lim said: "The illicit trade poses a threat to the region."',
    ),
    (
        "The two men inspected the damaged harbour in Odesa, the Foreign Ministry said.",
        "The Foreign Ministry said that the two men inspected the damaged harbour in Odesa.",
    ),
    (
        "The minister said it would impose sanctions on Moscow over weapons.",
        "The minister said it will impose sanctions on Moscow over weapons.",
    ),
    (
        "Five Turkish ships carrying grain and sunflower oil left Odesa harbour overnight.",
        "5 Turkish ships carrying grain and sunflower oil left the Odesa harbour overnight.",
    ),
    ("Prices of bread fell by 1,000 won.", "Prices of bread fell by 1000 won."),
    (
        "Police in Seoul didn\u2019t release the suspects.",
        "Police in Seoul did not release the suspects.",
    ),
    (
        "The Defence Ministry sent more tanks to Kharkiv.",
        "The defense ministry sent more tanks to Kharkiv.",
    ),
    (
        "Kim met Putin on Sept. 13 at the cosmodrome.",
        "On September 13, Kim met Putin at the cosmodrome.",
    ),
]
"""Small rewordings of agency copy."""

DIFFERENT = {
    "name": [
        ("Russia warned of consequences on Friday.", "Ukraine warned of consequences on Friday."),
        (
            "Officials from North Korea visited the arms factory near Vladivostok last week.",
            "Officials from South Korea visited the arms factory near Vladivostok last week.",
        ),
        (
            "The foreign minister of Japan met the envoys in the capital.",
            "The foreign minister met the envoys in the capital.",
        ),
    ],
    "who did it to whom": [
        ("Russia warned Ukraine.", "Ukraine warned Russia."),
        (
            "Russia warned Ukraine of grave consequences over the attack.",
            "Ukraine warned Russia of grave consequences over the attack.",
        ),
        ("Police attacked protesters in the square.", "Protesters attacked police in the square."),
        ("Russia was warned by Ukraine.", "Ukraine was warned by Russia."),
        ("Russia was warned of consequences.", "Russia warned of consequences."),
        ("Putin thanked Kim, and Kim invited Xi.", "Kim thanked Putin, and Putin invited Xi."),
    ],
    "number": [
        ("The blast killed 12 people in Odesa.", "The blast killed 13 people in Odesa."),
        (
            "Two missiles hit the power station near Odesa harbour overnight.",
            "Three missiles hit the power station near Odesa harbour overnight.",
        ),
        ("12 died and 30 were hurt in Odesa.", "30 died and 12 were hurt in Odesa."),
        ("The rate rose from 5 to 7 percent.", "The rate rose from 7 to 5 percent."),
        ("It will cost $3 million a year.", "It will cost $3 billion a year."),
        ("The ships cost $300 each.", "The ships cost €300 each."),
        ("Dozens of miners died in the pit.", "Hundreds of miners died in the pit."),
    ],
    "day": [
        ("Kim met Putin on Wednesday.", "Kim met Putin on Thursday."),
        ("Kim met Putin on September 13.", "Kim met Putin on October 13."),
        ("Kim came on Monday and left Friday.", "Kim came on Friday and left Monday."),
    ],
    "polarity": [
        ("Russia bought shells from Pyongyang.", "Russia has not bought shells from Pyongyang."),
        ("Russia said it bought the shells.", "Russia denied it bought the shells."),
        ("Russia said it bought the shells.", "Russia is denying it bought the shells."),
        ("Kim would meet Putin.", "Kim wouldn't meet Putin."),
        ("Russia did not deny it bought shells.", "Russia bought shells."),
        ("The court upheld the sentence.", "The court dismissed, not upheld, the sentence."),
        ("Seoul voted for the resolution.", "Seoul voted against the resolution."),
        (
            "The share price of the shipbuilder increased sharply on the Seoul exchange.",
            "The share price of the shipbuilder decreased sharply on the Seoul exchange.",
        ),
    ],
    "certainty": [
        ("Russia will send weapons.", "Russia may send weapons."),
        ("Russia sent weapons.", "Russia could send weapons."),
        ("Seoul will act, Moscow knows.", "Seoul will act if Moscow knows."),
        ("All hostages were freed.", "Some hostages were freed."),
        ("The mayor took bribes from builders.", "The mayor allegedly took bribes from builders."),
        ("The ship left before the attack.", "The ship left after the attack."),
    ],
    "speaker": [
        ("Lee said Kim would resign.", "Lee would resign, said Kim."),
        (
            "The long bridge over the river fell.",
            "The long bridge over the river fell, officials said.",
        ),
        (
            "Analysts said the talks between the two countries could continue next week.",
            "Officials said the talks between the two countries could continue next week.",
        ),
        (
            '"The trade threatens our region," Lim said.',
            '"The trade threatens our region," he said.',
        ),
        (
            "The Foreign Ministry said the ship carried shells and fuel to the port.",
            "The ship carried shells and fuel to the port.",
        ),
        (
            "According to Lee, Kim and Park share the cost.",
            "According to Kim, Lee and Park share the cost.",
        ),
    ],
    "matter": [
        ("Kim met Putin in Vladivostok.", "Kim toured a factory in Vladivostok."),
        ("Seoul warned Moscow.", "Seoul warned Moscow of sanctions, isolation and far worse."),
    ],
}


@pytest.mark.parametrize(("left", "right"), SAME)
def test_a_small_rewording_says_the_same(left: str, right: str) -> None:
    assert say_the_same(find_claim(left), find_claim(right))
    assert say_the_same(find_claim(right), find_claim(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(*pair, id=f"{what} {number}")
        for what, pairs in DIFFERENT.items()
        for number, pair in enumerate(pairs, start=1)
    ],
)
def test_another_name_number_polarity_or_speaker_is_another_claim(left: str, right: str) -> None:
    assert not say_the_same(find_claim(left), find_claim(right))
    assert not say_the_same(find_claim(right), find_claim(left))


@pytest.mark.parametrize("what", sorted(DIFFERENT.keys() - {"name", "number", "day", "matter"}))
def test_such_claims_share_their_words_and_differ_all_the_same(what: str) -> None:
    shares = [
        overlap(find_claim(left).terms, find_claim(right).terms) for left, right in DIFFERENT[what]
    ]
    assert min(shares) >= 0.7, DIFFERENT[what][shares.index(min(shares))]


def test_a_claim_holds_what_must_agree() -> None:
    assert find_claim(
        "On Friday, two Seoul officials said Moscow may not send 1,000 tanks."
    ) == Claim(
        terms=frozenset({"fridai", "two", "seoul", "official", "moscow", "send", "1000", "tank"}),
        order=("seoul", "moscow", "send", "tank"),
        names=frozenset({"seoul", "moscow"}),
        numbers=("2", "1000"),
        days=("fri",),
        turns=("no", "may"),
        speakers=("official",),
    )


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("The bridge fell.", ()),
        ("Lim Soo-seok stated that it fell.", ("lim soo seok",)),
        ('"It fell," South Korea\u2019s Foreign Ministry said.', ("south korea foreign ministri",)),
        ('"It fell," said the minister.', ("ministr",)),
        ("It fell, said Kim Gunn.", ("kim gunn",)),
        ("Then Dmitry Peskov on Wednesday said it fell.", ("dmitri peskov",)),
        ("It fell, according to The Post.", ("post",)),
        ("He said it fell.", ("he",)),
        ("As was said.", ("",)),
        ("It was said.", ("it",)),
    ],
)
def test_a_speaker_is_who_stands_nearest_to_the_verb_of_speech(
    sentence: str, speakers: tuple[str, ...]
) -> None:
    assert find_claim(sentence).speakers == speakers


def test_overlap_is_the_share_of_common_content_words() -> None:
    one, other = (find_claim(text).terms for text in ("Seoul warned the Kremlin.", "Seoul warned."))
    assert overlap(one, other) == pytest.approx(2 / 3)
    assert overlap(one, one) == 1.0
    assert overlap(frozenset(), frozenset()) == 0.0


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared_either_way(left: str, right: str) -> None:
    one, other = find_claim(left), find_claim(right)
    assert say_the_same(one, other) == say_the_same(other, one)
    assert say_the_same(one, one) == bool(one.terms)
