"""Everything that can go wrong and be said to a person; interfaces choose status and exit code.

QAError
├─ BadRequest                    what was asked cannot be asked like that
│  ├─ QuestionEmpty, QuestionTooLong, BadFilter
│  └─ BadSetting                 a setting is unknown or cannot be used
├─ UnreadableArticle             a file or text cannot become an article
├─ NotFound
│  └─ IndexNotFound, ArticleNotFound, RevisionNotFound, AnswerNotFound
├─ Forbidden                     the principal may not do that
├─ DataBusy                      another process owns the data
└─ DataUnusable                  the data or an installed file cannot be used as it is
   └─ StorageFull, StorageReadOnly, IndexOutOfDate, ModelFileDamaged
"""


class QAError(Exception):
    """Says what happened (`message`) and what to do (`advice`)."""

    code = "error"

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice


class BadRequest(QAError):
    """What was asked cannot be asked like that."""

    code = "bad_request"


class QuestionEmpty(BadRequest):
    """There is no word in the question."""

    code = "question_empty"

    def __init__(self) -> None:
        super().__init__(
            "The question has no words.",
            "Ask in words, such as: who warned Russia of consequences?",
        )


class QuestionTooLong(BadRequest):
    """More characters than a question may have."""

    code = "question_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The question has {length:,} characters; {limit:,} are allowed.", "Ask more shortly."
        )


class BadFilter(BadRequest):
    """A filter cannot be used."""

    code = "bad_filter"


class BadSetting(BadRequest):
    """A setting is unknown or has a value that cannot be used."""

    code = "bad_setting"


class UnreadableArticle(QAError):
    """A file or text cannot become an article."""

    code = "unreadable_article"

    def __init__(self, source: str, reason: str, advice: str) -> None:
        super().__init__(f"{source}: {reason}.", advice)
        self.source = source
        self.reason = reason


class NotFound(QAError):
    """There is no such thing, or it is not this principal's to see."""

    code = "not_found"


class IndexNotFound(NotFound):
    """No index of that name."""

    code = "index_not_found"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        names = ", ".join(known) or "none"
        super().__init__(f"There is no index {_shown(name)}.", f"Indexes: {names}.")


class ArticleNotFound(NotFound):
    """No article of that id."""

    code = "article_not_found"

    def __init__(self, article_id: str) -> None:
        super().__init__(
            f"There is no article {_shown(article_id)}.", "List them with: qa articles list."
        )


class RevisionNotFound(NotFound):
    """The article has no revision of that number."""

    code = "revision_not_found"

    def __init__(self, article_id: str, revision: int) -> None:
        super().__init__(
            f"The article {_shown(article_id)} has no revision {revision}.",
            "Leave the revision out for the current one.",
        )


class AnswerNotFound(NotFound):
    """No answer of that id."""

    code = "answer_not_found"

    def __init__(self, answer_id: str) -> None:
        super().__init__(f"There is no answer {_shown(answer_id)}.", "Ask the question again.")


class Forbidden(QAError):
    """The principal lacks the scope for it."""

    code = "forbidden"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs the scope {scope!r}.", "Ask an administrator for it.")


class DataBusy(QAError):
    """Another process owns the data directory."""

    code = "data_busy"


class DataUnusable(QAError):
    """The data or an installed file cannot be used as it is."""

    code = "data_unusable"


class StorageFull(DataUnusable):
    """The disk took no more; what was acknowledged before is safe."""

    code = "storage_full"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"No space is left for {place}.",
            "Free some and try again; nothing acknowledged was lost.",
        )


class StorageReadOnly(DataUnusable):
    """The data directory cannot be written."""

    code = "storage_read_only"

    def __init__(self, place: str, setting: str = "QA_DATA_DIR") -> None:
        super().__init__(
            f"{place} cannot be written.",
            f"Make it writable, or set {setting} to a place that is.",
        )


class IndexOutOfDate(DataUnusable):
    """An index was built with another embedder or other passages."""

    code = "index_out_of_date"


class ModelFileDamaged(DataUnusable):
    """A model file is missing or is not the one that was released."""

    code = "model_file_damaged"

    def __init__(self, path: object) -> None:
        super().__init__(
            f"The model file {path} is missing or damaged.", "Install the package again."
        )


_LONGEST_SHOWN = 100


def _shown(name: str) -> str:
    """In quotation marks; what was asked for may be of any length."""
    return repr(name) if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]!r}…"
