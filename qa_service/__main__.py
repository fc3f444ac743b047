"""The command line `qa`: commands and options; the work is loaded when it is asked for."""

import importlib
import os
from datetime import datetime
from typing import Annotated, Any

import typer

WORK = {
    "serve": "qa_service.interfaces.cli.serve:serve",
    "ingest": "qa_service.interfaces.cli.ingest:ingest",
    "ask": "qa_service.interfaces.cli.ask:ask",
    "search": "qa_service.interfaces.cli.ask:search",
    "articles list": "qa_service.interfaces.cli.articles:list_articles",
    "articles show": "qa_service.interfaces.cli.articles:show_article",
    "doctor": "qa_service.interfaces.cli.doctor:doctor",
    "evaluate": "qa_service.interfaces.cli.evaluate:evaluate",
}
"""What each command does. Loaded late, so that `qa --help` need not wait for it."""

RUNNER = "qa_service.interfaces.cli.runner:run"

app = typer.Typer(
    name="qa",
    help="Ask news articles; every sentence of an answer is cited and quoted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done or answered, 1 failed, 2 wrong usage, 3 the articles do not say, "
    "4 the data are busy or cannot be used, 5 partly done, 130 interrupted (Ctrl-C).",
)
articles = typer.Typer(no_args_is_help=True, help="List and read the articles.")
app.add_typer(articles, name="articles")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Indexes = Annotated[
    list[str] | None, typer.Option("--index", help="Only this index; may be repeated.")
]
Day = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="Published on this day or later."),
]
LastDay = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="Published on this day or earlier."),
]
Publishers = Annotated[
    list[str] | None, typer.Option("--publisher", help="Only this publisher; may be repeated.")
]
Ids = Annotated[
    list[str] | None, typer.Option("--article", help="Only this article; may be repeated.")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qa {_load('qa_service.settings:VERSION')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_show_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """For every command."""


@app.command()
def serve() -> None:
    """Read in the seed articles and serve the API."""
    _do("serve")


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files, or directories of files.")],
    index: Annotated[str, typer.Option(help="The index to read them into.")] = "news",
    as_json: AsJson = False,
) -> None:
    """Read articles in."""
    # An empty path would become the current directory.
    whole = [os.path.abspath(one) if one else "" for one in paths]
    _do("ingest", paths=whole, index=index, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In plain words.")],
    index: Indexes = None,
    article: Ids = None,
    publisher: Publishers = None,
    first_day: Day = None,
    last_day: LastDay = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the articles."""
    where = _where(index, article, publisher, first_day, last_day)
    _do("ask", question=_text(question), where=where, as_json=as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="In plain words.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many paragraphs at most.")] = 10,
    index: Indexes = None,
    article: Ids = None,
    publisher: Publishers = None,
    first_day: Day = None,
    last_day: LastDay = None,
    as_json: AsJson = False,
) -> None:
    """Find paragraphs, best first."""
    where = _where(index, article, publisher, first_day, last_day)
    _do("search", query=_text(query), k=k, where=where, as_json=as_json)


@articles.command("list")
def list_articles(index: Indexes = None, as_json: AsJson = False) -> None:
    """List the articles, newest first."""
    _do("articles list", indexes=[_text(one) for one in index or ()], as_json=as_json)


@articles.command("show")
def show_article(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Such as art_2g5n3a7q4xkd.")],
    revision: Annotated[
        int | None, typer.Option(min=1, max=2**31 - 1, help="Default: the current.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show an article, paragraph by paragraph."""
    _do("articles show", article_id=_text(article_id), revision=revision, as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look whether all is well, and say what to do if not."""
    _do("doctor", as_json=as_json)


@app.command()
def evaluate(
    files: Annotated[
        list[str], typer.Argument(help="Gold sets, labelled pages, or files in SQuAD format.")
    ],
    floors: Annotated[
        str | None, typer.Option(help="JSON of figures that must be reached.")
    ] = None,
    output: Annotated[str | None, typer.Option(help="Write the figures here as JSON, too.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how good the answers are; your own data are not touched."""
    _do(
        "evaluate",
        files=[_path(one) for one in files],
        floors=_path(floors) if floors else None,
        output=_path(output) if output else None,
        as_json=as_json,
    )


def main() -> None:
    """Run the command line; ends the process with an exit code."""
    app(prog_name="qa")


def _do(name: str, **options: Any) -> None:
    raise typer.Exit(_load(RUNNER)(_load(WORK[name]), **options))


def _load(dotted: str) -> Any:
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def _where(
    indexes: list[str] | None,
    articles: list[str] | None,
    publishers: list[str] | None,
    first_day: datetime | None,
    last_day: datetime | None,
) -> dict[str, Any]:
    """The members `indexes` and `filters` of a request."""
    filters = {
        "articles": [_text(one) for one in articles or ()],
        "publishers": [_text(one) for one in publishers or ()],
        "from": first_day.date().isoformat() if first_day else None,
        "to": last_day.date().isoformat() if last_day else None,
    }
    return {"indexes": [_text(one) for one in indexes or ()], "filters": filters}


def _path(argument: str) -> str:
    return os.path.abspath(_text(argument))


def _text(argument: str) -> str:
    """Bytes that are no UTF-8 come as lone surrogates, which no store can write: now U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


if __name__ == "__main__":
    main()
