"""Furniture goes by its whole line; what only begins like furniture is body."""

import pytest

from qa_service.domain.articles import ParagraphKind
from qa_service.ingestion.kinds import classify

LEAD = (
    "The harbour of Lower Marsh opened again on Monday after a year of repairs, the council said."
)


def kind_within(line: str) -> ParagraphKind:
    """The kind of a line in the middle of an article."""
    return classify(
        ["The harbour opens again", LEAD, line, f"{LEAD} It rained.", f"{LEAD} It snowed."]
    )[2]


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "READ MORE: Six names on a wall",
        "ALSO READ | What the metro means for rents",
        "Back To Top",
        "[ANALYSIS] Empty islands: who will teach?",
        "MOST POPULAR",
        "subscribe",
        "Comments (12)",
        "3 comments",
        "- News",
        "Follow the Echo's official Facebook and Twitter pages to keep current.",
        "Follow us on WhatsApp",
        "구독하기",
        "Sign up to our free morning newsletter. It brings the stories that matter.",
        "Facebook X WhatsApp Email",
        "Home > News > Council",
        "Imprint · Data protection · Terms of use",
        "© 2031 The Echo. All rights reserved.",
        "4 min read",
        "Advertisement",
        "Tags: Flooding, Parking",
        "Share this article",
        "We use cookies to improve it.",
        "Join 80,000 readers who get The Slow Carriage every Friday.",
        "***",
        "Was this page helpful? Yes / No",
    ],
)
def test_furniture_is_known_by_its_whole_line(line: str) -> None:
    assert kind_within(line) is ParagraphKind.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "Read more than the first page, he told colleagues, and the true cost becomes plain.",
        "Follow the money, the auditor likes to say, and you end up in Liechtenstein.",
        "Follow our leaders on Twitter for a day and you will despair of them.",
        "Subscribe to this view and the island has a future.",
        "Share prices of insurers held up.",
        "News of the deal had reached the trade on Monday.",
        "Supporters today gathered outside the court.",
        "Customers may cancel at any time.",
        "The report may not be published without the court's permission.",
        "Voters must register here by Friday.",
        "He will join 40 members of the team in May.",
        "Copyright law is changing.",
        "All rights reserved to the landowners remain in force.",
        "Comments by the minister drew a rebuke.",
        "Advertisement spending fell.",
        "Help!",
        "Listen.",
        "Research by scientists in Oxford shows that it works.",
        "Tags: every car must carry one from May.",
        "“Go slow, go round / and mark the ground / my friend”",
        "Half-time: 0-2.",
        "Euro: $1.1422",
        "• Tanner's Yard, 60 spaces",
        "(Applause)",
        "Get ready, because we now live in another town.",
        "Sign in or stay out, the guard said to us at the door of the account office.",
    ],
)
def test_what_only_begins_like_furniture_is_body(line: str) -> None:
    assert kind_within(line) is ParagraphKind.BODY


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Imogen Tarrant, Local democracy reporter", "byline"),
        ("By Ji Da-gyum (dagyumji@heraldcorp.com)", "byline"),
        ("Posted by Ada Lovelace, 20 October, 11.32pm", "byline"),
        ("(Reporting by Dov Marchetti in Lisanne; Editing by Colm Adeyemi)", "byline"),
        ("By the time it ended, nobody was left.", "body"),
        ("Updated - July 02, 2031 08:15 am IST - KESHAVGARH", "dateline"),
        ("Stand: 11.06.2031, 17:24 Uhr", "dateline"),
        ("On 5 May 2031 it ended.", "body"),
        ("1945", "body"),
        ("The old harbour in 1971. Photo: family collection", "caption"),
        ("The old harbour in May. © AFP / Anthony Wallace", "caption"),
        ("The old harbour, Sept. 14. AP-Yonhap", "caption"),
        ("The old harbour in May. (Dane Kowalke / The Ledger)", "caption"),
        ("Photo finish: the ball was over the line.", "body"),
        ("The council sold it. (Yonhap)", "body"),
        ("What will change for sailors", "heading"),
    ],
)
def test_bylines_dates_captions_and_headings_have_their_shapes(line: str, kind: str) -> None:
    assert kind_within(line).value == kind


def test_results_below_an_article_are_not_its_furniture() -> None:
    lines = [
        LEAD,
        "Advertisement",
        "Thornaby 1-1 Holme Park",
        "More football news",
        "Latest scores from 12 grounds",
    ]
    assert [one.value for one in classify(lines)] == [
        "body",
        "boilerplate",
        "body",
        "boilerplate",
        "boilerplate",
    ]


def test_headlines_of_others_under_most_popular_are_furniture_and_the_next_prose_is_not() -> None:
    lines = [
        "The harbour opens again",
        LEAD,
        "Most read",
        "1. Sirens move to Wednesdays",
        "The best pie in town",
        LEAD + " So.",
    ]
    assert [one.value for one in classify(lines)] == [
        "heading",
        "body",
        *["boilerplate"] * 3,
        "body",
    ]
