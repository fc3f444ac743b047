"""A gold set's articles laid out for ingestion."""

from pathlib import Path

from qa_service.evaluation.gold import GoldSet


def lay_out(gold: GoldSet, directory: Path) -> None:
    """Write the set's files into a directory, which is made."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in gold.files.items():
        (directory / name).write_bytes(content)
