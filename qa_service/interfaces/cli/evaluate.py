"""`qa evaluate`: each gold set on a service of its own, in a temporary directory."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa_service.bootstrap import open_service
from qa_service.domain.errors import BadRequest
from qa_service.domain.principals import LOCAL
from qa_service.evaluation.corpus import lay_out
from qa_service.evaluation.gold import read_gold
from qa_service.evaluation.pages import is_pages_file, measure_pages
from qa_service.evaluation.report import find_shortfalls
from qa_service.evaluation.run import evaluate as measure
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import Line, show, show_json, warn
from qa_service.settings import Settings


async def evaluate(
    settings: Settings, files: list[str], floors: str | None, output: str | None, as_json: bool
) -> Exit:
    """Measure every file; fail below a floor."""
    demanded = _read_floors(floors)
    figures: dict[str, Any] = {}
    shortfalls: list[str] = []
    for path in [*map(Path, files), *([settings.squad_file] if settings.squad_file else [])]:
        warn(f"measuring {path.name} …")
        found = (
            asdict(measure_pages(path))
            if is_pages_file(path)
            else asdict(await _measure(settings, path))
        )
        figures[found["name"]] = found
        shortfalls += find_shortfalls(found, demanded.get(found["name"], {}))
    if output:
        Path(output).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if as_json:
        show_json(figures)
    else:
        show(line for found in figures.values() for line in _lines(found))
        if settings.squad_file is None:
            show([Line("A file in SQuAD format: not measured (QA_SQUAD_FILE names none)")])
    for name in sorted(demanded.keys() - figures.keys()):
        warn(f"not measured: {name}, which has floors")
    for shortfall in shortfalls:
        warn(f"below its floor: {shortfall}")
    return Exit.FAILED if shortfalls else Exit.DONE


async def _measure(settings: Settings, path: Path) -> Any:
    gold = read_gold(path, settings.seeds_dir)
    with tempfile.TemporaryDirectory(prefix="qa-evaluate-") as place:
        root = Path(place)
        lay_out(gold, root / "articles")
        own = settings.model_copy(
            update={
                "data_dir": root / "var",
                "indexes_dir": root / "indexes",
                "database_url": None,
            }
        )
        async with open_service(own) as service:
            report = await service.library.start(LOCAL, str(root / "articles"))
            if report.refused:
                raise BadRequest(f"{path}: {report.refused[0].reason}.", report.refused[0].advice)
            return await measure(service.assistant, service.library, LOCAL, gold)


def _read_floors(path: str | None) -> Mapping[str, Mapping[str, float]]:
    if path is None:
        return {}
    try:
        floors: dict[str, dict[str, float]] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"{path} cannot be read: {error}.", "Name a file of floors.") from error
    return floors


def _lines(found: Mapping[str, Any]) -> Iterator[Line]:
    yield Line(str(found["name"]), style="bold")
    for name, value in found.items():
        if isinstance(value, Mapping):
            for figure, number in value.items():
                yield Line(f"{name} {figure}".replace("_", " "), lead=f"  {_figure(number):>12}  ")
        elif name == "curve":
            for point in value:
                yield Line(_point(point), lead=" " * 16)
        elif name != "name":
            yield Line(name.replace("_", " "), lead=f"  {_figure(value):>12}  ")
    yield Line()


def _point(point: Mapping[str, float | None]) -> str:
    return (
        f"answering {_figure(point['answered'])} (from {_figure(point['threshold'])}):"
        f" near refused {_figure(point['near_refused'])}, far {_figure(point['far_refused'])},"
        f" left out {_figure(point['left_out_refused'])}"
    )


def _figure(value: float | None) -> str:
    if value is None:
        return "not measured"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
