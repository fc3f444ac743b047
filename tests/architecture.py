"""The rules of the house, each a function from the modules of a package to the faults found.

`test_architecture.py` applies them, and plants faults to see that each is found.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OURS = "qa_service"
LONGEST_FILE = 250
LONGEST_FUNCTION = 50
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "core", "manager"}
READS_DATA_ONLY = ("importlib.metadata", "importlib.resources")

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: `path` is its place in the package, with slashes."""

    path: str
    source: str
    tree: ast.Module

    @property
    def floor(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def name(self) -> str:
        return self.path.split("/")[-1].removesuffix(".py")


def read_modules(package: Path) -> list[Module]:
    """Every module under a package folder."""
    return [
        Module(path.relative_to(package).as_posix(), source, ast.parse(source))
        for path in sorted(package.rglob("*.py"))
        for source in [path.read_text(encoding="utf-8")]
    ]


def imported(module: Module) -> Iterator[str]:
    """The dotted names imported anywhere in the module; a relative one begins with a dot."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (f"{start}.{alias.name}" for alias in node.names)


def within(name: str, allowed: Iterable[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in allowed)


def floors(modules: Iterable[Module], may_import: Mapping[str, Collection[str]]) -> Iterator[str]:
    """A module imports only from the floors listed for its own."""
    for module in modules:
        if module.floor not in may_import:
            yield f"{module.path} is on no floor: give {module.floor} a row in MAY_IMPORT"
            continue
        for name in imported(module):
            package, _, rest = name.partition(".")
            if package == OURS and rest and not within(rest, may_import[module.floor]):
                yield f"{module.path} may not import {name}"


def homes(modules: Iterable[Module], home_of: Mapping[str, Collection[str]]) -> Iterator[str]:
    """A third party is imported in its home only. A home ending with a slash is a folder."""
    for module in modules:
        for name in imported(module):
            package = name.partition(".")[0]
            if not package or package == OURS or package in sys.stdlib_module_names:
                continue
            if package not in home_of:
                yield f"{module.path} imports {package}, which has no home: give it one in HOME_OF"
            elif not any(
                module.path == home or (home.endswith("/") and module.path.startswith(home))
                for home in home_of[package]
            ):
                places = ", ".join(sorted(home_of[package]))
                yield f"{module.path} imports {package}, which is at home in {places}"


def lone_importers(modules: Iterable[Module], lone: Collection[str]) -> Iterator[str]:
    """Each of these third parties is imported in one file, wherever in its home that is."""
    modules = list(modules)
    for package in sorted(lone):
        files = [m.path for m in modules if any(within(name, [package]) for name in imported(m))]
        if len(files) > 1:
            yield f"{package} is imported in {len(files)} files, not one: {', '.join(files)}"


def imports_at_the_top(modules: Iterable[Module]) -> Iterator[str]:
    """Absolute, and never inside a function, a class, an `if` or a `try`."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                yield f"{module.path}:{node.lineno} imports relatively: write the full name"
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in module.tree.body:
                yield f"{module.path}:{node.lineno} imports late: move it to the top of the file"


def late_loading(modules: Iterable[Module], allowed: Collection[str]) -> Iterator[str]:
    """Only the two files with a table of dotted names load modules at run time."""
    for module in modules:
        if module.path in allowed:
            continue
        named = [n for n in imported(module) if within(n, ["importlib", "pkgutil", "runpy"])]
        late = [n for n in named if not within(n, READS_DATA_ONLY)]
        calls = {n.id for n in ast.walk(module.tree) if isinstance(n, ast.Name)}
        if late or "__import__" in calls:
            yield f"{module.path} loads modules at run time: only {', '.join(sorted(allowed))} may"


def telling_names(modules: Iterable[Module]) -> Iterator[str]:
    """No file or folder is called by a word that says nothing."""
    for module in modules:
        parts = {part.strip("_") for part in module.path.removesuffix(".py").split("/")}
        words = parts | {part.split("_")[-1] for part in parts}
        for name in sorted(words & NAMES_THAT_SAY_NOTHING):
            yield f"{module.path} is called {name!r}: name it after what it holds"


def init_is_a_docstring(modules: Iterable[Module]) -> Iterator[str]:
    """An `__init__.py` is one docstring and nothing else."""
    for module in modules:
        if module.name == "__init__" and not (
            len(module.tree.body) == 1 and ast.get_docstring(module.tree)
        ):
            yield f"{module.path} must be one docstring and nothing else"


def lengths(modules: Iterable[Module]) -> Iterator[str]:
    """Files and functions stay short enough to be read in one go."""
    for module in modules:
        lines = len(module.source.splitlines())
        if lines > LONGEST_FILE:
            yield f"{module.path} has {lines} lines, more than {LONGEST_FILE}"
        for node in ast.walk(module.tree):
            if isinstance(node, type_of_function):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    where = f"{module.path}:{node.lineno}"
                    yield f"{where} {node.name} has {length} lines, more than {LONGEST_FUNCTION}"


def last_name(node: ast.expr) -> str:
    """`a.b.C[T](x)` → `C`."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def decorators(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {last_name(decorator) for decorator in node.decorator_list}


def is_frozen(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(
        word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in decorator.keywords
    )


def frozen_types(modules: Iterable[Module], floor: str) -> Iterator[str]:
    """Every dataclass on the floor is frozen."""
    for module in modules:
        for node in ast.walk(module.tree):
            if module.floor == floor and isinstance(node, ast.ClassDef):
                marks = [d for d in node.decorator_list if last_name(d) == "dataclass"]
                if not all(map(is_frozen, marks)):
                    yield f"{module.path}:{node.lineno} {node.name} is a dataclass but not frozen"


def principal_first(
    modules: Iterable[Module], doors: Collection[str], behind: Collection[str]
) -> Iterator[str]:
    """Every public method on these floors takes the Principal first, and uses it.

    Dataclasses and Protocols are exempt: they hold or describe, they do not act. So are the
    modules `behind` the doors, which no interface may import.
    """
    modules = list(modules)
    for module in modules:
        if module.floor in doors and module.path not in behind:
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef) and acts_in_public(node):
                    yield from closed_doors(module, node)
        elif module.floor == "interfaces":
            hidden = [f"{OURS}.{path.removesuffix('.py').replace('/', '.')}" for path in behind]
            for name in imported(module):
                if within(name, hidden):
                    yield f"{module.path} imports {name}, which stands behind the doors"


def acts_in_public(node: ast.ClassDef) -> bool:
    described = "Protocol" in {last_name(parent) for parent in node.bases}
    return not (node.name.startswith("_") or described or "dataclass" in decorators(node))


def closed_doors(module: Module, node: ast.ClassDef) -> Iterator[str]:
    for method in node.body:
        if isinstance(method, type_of_function) and not passes_the_door(method):
            where = f"{module.path}:{method.lineno} {node.name}.{method.name}"
            yield f"{where} must take `principal: Principal` first, and use it"


def passes_the_door(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method is private, a property, or takes the Principal first and uses it."""
    marks = decorators(method)
    if method.name.startswith("_") or marks & {"property", "cached_property"}:
        return True
    taken = [*method.args.posonlyargs, *method.args.args][0 if "staticmethod" in marks else 1 :]
    if not taken or taken[0].arg != "principal" or not taken[0].annotation:
        return False
    used = {n.id for part in method.body for n in ast.walk(part) if isinstance(n, ast.Name)}
    return last_name(taken[0].annotation) == "Principal" and "principal" in used
