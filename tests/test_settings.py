"""Settings: from the environment and `.env`, with one line for each that cannot be used."""

import tomllib
from pathlib import Path

import pytest

from qa_service.domain.errors import BadSetting
from qa_service.settings import KNOWN, VERSION, Settings, load_settings, settings_table

CHECKOUT = Path(__file__).parent.parent


def test_defaults_lie_below_home(tmp_path: Path) -> None:
    found = load_settings({"QA_HOME": str(tmp_path)})
    assert found.model_dump() == {
        "home": tmp_path,
        "host": "127.0.0.1",
        "port": 8000,
        "public_url": None,
        "data_dir": tmp_path / "var",
        "indexes_dir": tmp_path / "indexes",
        "seeds_dir": tmp_path / "seeds",
        "database_url": None,
        "chroma_url": None,
        "embedder": "minilm",
        "max_article_mb": 10,
        "squad_file": None,
    }
    assert found.database == tmp_path / "var" / "qa.db"
    assert found.seeds == str(tmp_path / "seeds")


def test_a_relative_database_url_is_read_against_home_whatever_home_is_called(
    tmp_path: Path,
) -> None:
    home = tmp_path / "50% off?"
    home.mkdir()
    found = load_settings({"QA_HOME": str(home), "QA_DATABASE_URL": "sqlite:///my/qa.db"})
    assert found.database == f"sqlite:///{tmp_path}/50%25%20off%3F/my/qa.db"


def test_home_is_the_checkout_unless_it_is_named() -> None:
    assert load_settings({}).home == CHECKOUT


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "QA_PORT=1\nQA_DATA_DIR=elsewhere\nOTHER_PROGRAM=x\n# QA_NOTE=x\n", encoding="utf-8"
    )
    found = load_settings({"QA_HOME": str(tmp_path), "QA_PORT": "2", "PATH": "/bin"})
    assert (found.port, found.data_dir) == (2, tmp_path / "elsewhere")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("QA_SEEDS_DIR", "", None),
        ("QA_PORT", "0", 0),
        ("QA_HOST", "::1", "::1"),
        ("QA_HOST", "127.8.8.8", "127.8.8.8"),
        ("QA_HOST", "localhost", "localhost"),
        ("QA_PUBLIC_URL", "https://news.example.org/", "https://news.example.org"),
        ("QA_DATA_DIR", "/srv/qa", Path("/srv/qa")),
        ("QA_MAX_ARTICLE_MB", "0.5", 0.5),
    ],
)
def test_a_value_is_taken(name: str, value: str, expected: object, tmp_path: Path) -> None:
    found = load_settings({"QA_HOME": str(tmp_path), name: value})
    assert getattr(found, name.removeprefix("QA_").lower()) == expected


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("QA_PRT", "1", "There is no setting QA_PRT (found in the environment). The nearest is"),
        ("QA_LLM_MODEL", "x", "QA_LLM_MODEL in the environment is not supported by this version"),
        ("QA_PORT", "x", "QA_PORT='x' cannot be used"),
        ("QA_PORT", "70000", "QA_PORT='70000' cannot be used"),
        ("QA_PORT", "-1", "QA_PORT='-1' cannot be used"),
        ("QA_HOST", "0.0.0.0", "qa refuses any address but loopback until access control exists"),
        ("QA_HOST", "::", "qa refuses any address but loopback until access control exists"),
        ("QA_HOST", "example.org", "qa refuses any address but loopback"),
        ("QA_PUBLIC_URL", "news", "it must start with http"),
        ("QA_DATA_DIR", "", "it must name a directory"),
        ("QA_DATABASE_URL", "postgresql://me:hidden@x/y", "in SQLite only"),
        ("QA_CHROMA_URL", "http://me:hidden@x", "leave it unset"),
        ("QA_EMBEDDER", "openai", "one embedder: minilm"),
        ("QA_MAX_ARTICLE_MB", "0", "greater than 0"),
        ("QA_MAX_ARTICLE_MB", "nan", "QA_MAX_ARTICLE_MB='nan' cannot be used"),
        ("QA_HOME", "/no/such/place", "is not a directory"),
        ("QA_HOME", "/" + "a" * 300, "is not a directory"),
        ("QA_DATA_DIR", "~nobody-of-that-name/x", "there is no such user's directory"),
        ("QA_SEEDS_DIR", "nowhere", "QA_SEEDS_DIR='nowhere' does not exist."),
        ("QA_XYLOPHONE", "1", "(found in the environment). Remove it; README.md has all."),
    ],
)
def test_a_value_that_cannot_be_used_is_one_line(
    name: str, value: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings({"QA_HOME": str(tmp_path), name: value})
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_misspelt_name_in_the_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QA_DATADIR=x\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"QA_DATADIR \(found in \.env\).*QA_DATA_DIR"):
        load_settings({"QA_HOME": str(tmp_path)})


def test_a_file_that_is_no_text_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"QA_PORT=\xff\xfe\n")
    with pytest.raises(BadSetting, match="cannot be read"):
        load_settings({"QA_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    "line", ["QA_PORT 8131", "export QA_PORT 8131", '  QA_PORT="8131', "QA_PORT = '1' 2"]
)
def test_a_line_of_ours_that_cannot_be_parsed_is_named(
    line: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text(f"# mine\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadSetting) as caught:
        load_settings({"QA_HOME": str(tmp_path)})
    assert str(caught.value) == (f"{tmp_path}/.env, line 3 is not understood. Write QA_NAME=value.")
    assert caplog.records == []


def test_a_line_of_another_program_is_passed_over_in_silence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text("OTHER 1\nQA_PORT=2\n", encoding="utf-8")
    assert load_settings({"QA_HOME": str(tmp_path)}).port == 2
    assert caplog.records == []


def test_home_cannot_be_set_in_the_file_that_is_looked_for_there(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QA_HOME=/srv\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"\.env sets QA_HOME.*Set it in the environment"):
        load_settings({"QA_HOME": str(tmp_path)})


def test_every_setting_has_a_row_with_its_meaning() -> None:
    rows = settings_table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(KNOWN)
    assert all(field.description for field in Settings.model_fields.values())


def test_the_version_is_the_package_s() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
