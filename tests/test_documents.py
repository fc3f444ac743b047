"""The documents say what the program does."""

from pathlib import Path

from qa_service.settings import settings_table

README = Path(__file__).parent.parent / "README.md"


def test_the_readme_lists_every_setting() -> None:
    """Its rows are made by `python scripts/settings_table.py`."""
    text = README.read_text(encoding="utf-8")
    missing = [row for row in settings_table().splitlines() if row not in text]
    assert missing == []
