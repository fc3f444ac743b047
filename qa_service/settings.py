"""Every setting with its default and meaning: environment variables, or `.env` in QA_HOME."""

import difflib
import ipaddress
import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from qa_service.domain.errors import BadSetting

VERSION = "0.1.0"

PREFIX = "QA_"
_OUR_LINE = re.compile(rf"\s*(?:export\s+)?{PREFIX}")

LATER = frozenset(
    {"QA_PROMPTS_DIR", "QA_LLM_BASE_URL", "QA_LLM_MODEL", "QA_LLM_API_KEY", "QA_SUPPORT_POLICY"}
)
"""Settings of written answers: named in the plans, so they deserve another word than "unknown"."""


def _require_loopback(host: str) -> str:
    if host == "localhost":
        return host
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ValueError("qa refuses any address but loopback until access control exists")
    return host


def _require_public_url(url: str | None) -> str | None:
    if url is not None and not url.startswith(("http://", "https://")):
        raise ValueError("it must start with http:// or https://")
    return url.rstrip("/") if url else None


def _require_sqlite(url: str | None) -> str | None:
    if url is not None and not url.startswith("sqlite:///"):
        raise ValueError("this version keeps its data in SQLite only: sqlite:///PATH")
    return url


def _refuse_chroma_server(url: str | None) -> str | None:
    if url is not None:
        raise ValueError("this version keeps its vectors in QA_INDEXES_DIR only: leave it unset")
    return url


def _require_known_embedder(name: str) -> str:
    if name != "minilm":
        raise ValueError("this version has one embedder: minilm")
    return name


class Settings(BaseSettings):
    """Paths are absolute here; nothing below the composition root reads the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    home: Path = Field(
        description="Directory against which relative paths are read and where `.env` lies. "
        "Default: the checkout, else the current directory"
    )
    host: Annotated[str, AfterValidator(_require_loopback)] = Field(
        "127.0.0.1", description="Address to serve at; loopback only"
    )
    port: int = Field(8000, ge=0, le=65535, description="Port to serve at; 0 takes a free one")
    public_url: Annotated[str | None, AfterValidator(_require_public_url)] = Field(
        None,
        description="Address of the service besides loopback: for links and for the Host check",
    )
    data_dir: Path = Field(Path("var"), description="Directory of the database and the lock")
    indexes_dir: Path = Field(
        Path("indexes"), description="Directory of the indexes: their settings and their vectors"
    )
    seeds_dir: Path | None = Field(
        Path("seeds"),
        description="Articles read into an index that was never seeded; empty for none",
    )
    database_url: Annotated[str | None, AfterValidator(_require_sqlite)] = Field(
        None, description="Database of the articles. Default: `qa.db` in the data directory"
    )
    chroma_url: Annotated[str | None, AfterValidator(_refuse_chroma_server)] = Field(
        None, description="A Chroma server; not supported by this version"
    )
    embedder: Annotated[str, AfterValidator(_require_known_embedder)] = Field(
        "minilm", description="What embeds passages and questions; `minilm` needs no network"
    )
    max_article_mb: float = Field(
        10, gt=0, le=1000, description="Largest file taken as an article, in megabytes"
    )
    squad_file: Path | None = Field(
        None, description="A file in SQuAD format that `qa evaluate` measures besides its arguments"
    )

    @field_validator(
        "public_url", "seeds_dir", "database_url", "chroma_url", "squad_file", mode="before"
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("home", "data_dir", "indexes_dir", mode="before")
    @classmethod
    def _refuse_empty(cls, value: object) -> object:
        if value == "":
            raise ValueError("it must name a directory")
        return value

    @field_validator("data_dir", "indexes_dir", "seeds_dir", "squad_file", mode="after")
    @classmethod
    def _resolve(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        home = info.data.get("home", Path())
        try:
            return None if path is None else (home / path.expanduser()).absolute()
        except RuntimeError:
            raise ValueError("there is no such user's directory") from None

    @property
    def database(self) -> Path | str:
        """The database's file; where a URL names it, that URL with its path absolute."""
        if self.database_url is None:
            return self.data_dir / "qa.db"
        home = Path(quote(str(self.home)))
        return f"sqlite:///{home / self.database_url.removeprefix('sqlite:///')}"

    @property
    def seeds(self) -> str | None:
        """The directory of the seeds; None: none."""
        return str(self.seeds_dir) if self.seeds_dir else None

    @property
    def max_article_bytes(self) -> int:
        """Of one file; a megabyte has a million bytes."""
        return int(self.max_article_mb * 1_000_000)


KNOWN = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
"""Names of the environment variables, in the order of the table."""


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """From the environment and `.env`; what the environment says wins. Raises `BadSetting`."""
    environment = os.environ if environment is None else environment
    home = _find_home(environment.get("QA_HOME"))
    named = _ours(_read_dotenv(home / ".env"), "in .env") | _ours(environment, "in the environment")
    values = {name.removeprefix(PREFIX).lower(): value for name, value in named.items()}
    try:
        settings = Settings(_env_file=None, **(_DEFAULTS | values | {"home": home}))
    except ValidationError as error:
        raise _translate(error) from None
    if "seeds_dir" in values and settings.seeds and not os.path.exists(settings.seeds):
        given = f"QA_SEEDS_DIR={values['seeds_dir']!r}"
        raise BadSetting(f"{given} does not exist.", "Name a directory, or leave it empty.")
    return settings


# Defaults go through the validators, too, so that relative ones are read against QA_HOME; as
# arguments they keep pydantic-settings from reading the environment again by its own rules.
_DEFAULTS: dict[str, Any] = {
    name: field.default for name, field in Settings.model_fields.items() if name != "home"
}


def settings_table() -> str:
    """The README's table of settings, in Markdown."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.is_required() or field.default is None else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def _find_home(named: str | None) -> Path:
    if named:
        home = Path(os.path.expanduser(named)).absolute()
        if not os.path.isdir(home):
            raise BadSetting(f"QA_HOME={named!r} is not a directory.", "Make it, or name another.")
        return home
    checkout = Path(__file__).absolute().parent.parent
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def _read_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    starts: list[int] = []

    def take_down(record: logging.LogRecord) -> bool:
        # It tells the log alone what it cannot parse, also of lines that are none of ours.
        starts.extend(one for one in record.args or () if isinstance(one, int))
        return False

    (logger := logging.getLogger("dotenv.main")).addFilter(take_down)
    try:
        source = DotEnvSettingsSource(
            Settings, env_file=path, env_file_encoding="utf-8", case_sensitive=True
        )
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} cannot be read: {error}.", "Write it as UTF-8 text.") from None
    finally:
        logger.removeFilter(take_down)
    for start in starts:
        # A statement counts from the blank lines before it.
        number = next((n for n in range(start, len(lines) + 1) if lines[n - 1].strip()), start)
        if _OUR_LINE.match(lines[number - 1]):
            raise BadSetting(f"{path}, line {number} is not understood.", "Write QA_NAME=value.")
    if "QA_HOME" in source.env_vars:
        raise BadSetting(
            f"{path} sets QA_HOME, which says where it is.", "Set it in the environment."
        )
    return {name: value or "" for name, value in source.env_vars.items()}


def _ours(names: Mapping[str, str], place: str) -> dict[str, str]:
    """Those that begin with QA_; none may be unknown: no misspelt setting passes in silence."""
    ours = {name: value for name, value in names.items() if name.startswith(PREFIX)}
    for name in sorted(ours):
        if name in LATER:
            raise BadSetting(
                f"The setting {name} {place} is not supported by this version.", "Remove it."
            )
        if name not in KNOWN:
            bare = [one.removeprefix(PREFIX) for one in KNOWN]
            near = difflib.get_close_matches(name.removeprefix(PREFIX), bare, n=1)
            raise BadSetting(
                f"There is no setting {name} (found {place}).",
                f"The nearest is {PREFIX}{near[0]}." if near else "Remove it; README.md has all.",
            )
    return ours


def _translate(error: ValidationError) -> BadSetting:
    first = error.errors(include_url=False)[0]
    name = f"{PREFIX}{str(first['loc'][0]).upper()}"
    reason = first["msg"].removeprefix("Value error, ")
    # A database's address may hold a password, which has no place in a terminal or a log.
    shown = name if "_URL" in name else f"{name}={first['input']!r}"
    return BadSetting(f"{shown} cannot be used: {reason[:1].lower()}{reason[1:]}.")
