"""The layers of the house: imports point down, files stay small, names say what is inside."""

import ast
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests import tree

# From the roof to the ground. Each may import those that follow it, never one that precedes it.
LAYERS = ("portal", "newcomers", "hosting", "municipalities", "portal.lib")
PACKAGES = LAYERS[:4]
TOP_LEVEL = {*PACKAGES, "tests", "manage.py"}
FORBIDDEN_NAMES = {
    "utils", "helpers", "common", "core", "services", "selectors", "managers", "signals",
    "constants",
}  # fmt: skip
IMPORTERS = {"import_module", "__import__", "import_string"}
LIMITS = {".py": 400, ".html": 400, ".js": 400, ".css": 300}
LIMIT_OF_TESTS = 800


def module_name(path: Path) -> str:
    """The dotted name of a Python file: `portal/lib/__init__.py` is `portal.lib`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str | None:
    """The layer a module belongs to; None for what is not ours."""
    if module == "portal.lib" or module.startswith("portal.lib."):
        return "portal.lib"
    package = module.partition(".")[0]
    return package if package in PACKAGES else None


def python_files(root: Path) -> Iterator[Path]:
    """Every Python file of the four packages, relative to the root."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            yield path.relative_to(root)


def imports_of(source: str, path: Path) -> Iterator[tuple[int, str]]:
    """Every import in the file, wherever it stands, as line and dotted name of what is imported.

    `from a import b` is `a.b`: whether b is a module or a name, the layer is the same.
    """
    package = path.parent.parts
    for node in ast.walk(ast.parse(source, str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _name_of(node.func) in IMPORTERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def forbidden_imports(root: Path) -> list[str]:
    """Every import that points up, and every import of a migration that will not stay true."""
    wrong = []
    for path in python_files(root):
        own = layer_of(module_name(path))
        allowed = {"portal.lib"} if "migrations" in path.parts else set(_below(own))
        for line, imported in imports_of((root / path).read_text(), path):
            layer = layer_of(imported)
            if layer and layer not in allowed:
                wrong.append(f"{path}:{line} imports {imported}")
    return wrong


def _below(layer: str | None) -> tuple[str, ...]:
    return LAYERS[LAYERS.index(layer) :] if layer else ()


def import_cycles(root: Path) -> list[str]:
    """A cycle between modules, lazy imports included; empty when there is none."""
    modules = {module_name(path): path for path in python_files(root)}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        imported = (each for _, each in imports_of((root / path).read_text(), path))
        graph[name] = {_module_in(each, modules) for each in imported} - {name, ""}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(each) for each in error.args[1]]
    return []


def _module_in(imported: str, modules: Iterable[str]) -> str:
    """The module that is imported: the name itself, or what stands before its last dot."""
    if imported in modules:
        return imported
    before = imported.rpartition(".")[0]
    return before if before in modules else ""


def unlisted_packages(paths: Iterable[Path]) -> list[str]:
    """Everything with Python in it that lies beside the packages of the house."""
    python = {path.parts[0] for path in paths if path.suffix == ".py"}
    return sorted(top for top in python - TOP_LEVEL if not top.startswith("."))


def too_long(paths: Iterable[Path], root: Path) -> list[str]:
    """Source files over their limit, with their length. Django writes the migrations: not them."""
    wrong = []
    for path in paths:
        if "migrations" in path.parts:
            continue
        limit = LIMIT_OF_TESTS if path.parts[0] == "tests" else LIMITS.get(path.suffix, 0)
        if path.suffix in LIMITS:
            length = len((root / path).read_text().splitlines())
            if length > limit:
                wrong.append(f"{path}: {length} lines, {limit} are allowed")
    return wrong


def vague_names(paths: Iterable[Path]) -> list[str]:
    """Modules and folders of the four packages whose name says nothing about their content."""
    return [
        str(path)
        for path in paths
        if path.suffix == ".py" and FORBIDDEN_NAMES & {*path.parent.parts, path.stem}
    ]


def save_overrides(root: Path) -> list[str]:
    """Classes in `models` that define `save`: what happens belongs in an action."""
    wrong = []
    for path in python_files(root):
        if "models" not in {path.stem, *path.parent.parts}:
            continue
        for node in ast.walk(ast.parse((root / path).read_text())):
            if isinstance(node, ast.ClassDef):
                names = {getattr(each, "name", "") for each in node.body}
                wrong += [f"{path}: {node.name}"] if {"save", "asave"} & names else []
    return wrong


@pytest.fixture
def synthetic(tmp_path: Path) -> Path:
    """A small house in good order: each layer imports the next one."""
    write(tmp_path, "portal/lib/dates.py", "import datetime\nfrom portal.lib import html\n")
    write(tmp_path, "portal/lib/html.py", "import re\n")
    write(tmp_path, "municipalities/models.py", "from portal.lib.dates import today\n")
    write(tmp_path, "hosting/models.py", "from municipalities import models\n")
    write(tmp_path, "newcomers/models.py", "import hosting.models\n")
    write(tmp_path, "portal/views.py", "def f():\n    from newcomers.models import Family\n")
    write(tmp_path, "hosting/migrations/0001_a.py", "import portal.lib.dates\n")
    return tmp_path


def write(root: Path, path: str, source: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(source)


def test_imports_point_down() -> None:
    assert forbidden_imports(tree.ROOT) == []


def test_imports_make_no_cycle() -> None:
    assert import_cycles(tree.ROOT) == []


def test_packages_are_the_four_and_the_tests() -> None:
    assert unlisted_packages(tree.files()) == []
    assert {path.parts[0] for path in tree.files()} >= {*PACKAGES, "tests"}


def test_packages_say_in_a_docstring_what_they_are() -> None:
    for package in LAYERS:
        source = (tree.ROOT / package.replace(".", "/") / "__init__.py").read_text()
        assert ast.get_docstring(ast.parse(source)), f"{package} has no docstring"


def test_files_are_short() -> None:
    assert too_long(tree.files(), tree.ROOT) == []


def test_names_of_modules_say_what_is_inside() -> None:
    assert vague_names(path for path in tree.files() if path.parts[0] in PACKAGES) == []


def test_models_leave_save_alone() -> None:
    assert save_overrides(tree.ROOT) == []


def test_imports_checker_accepts_a_house_in_good_order(synthetic: Path) -> None:
    assert len(list(python_files(synthetic))) == 7
    assert forbidden_imports(synthetic) == []
    assert import_cycles(synthetic) == []


@pytest.mark.parametrize(
    ("path", "source", "imported"),
    [
        ("municipalities/views.py", "from hosting.models import Coordinator", "hosting.models"),
        ("municipalities/views.py", "from portal import models", "portal.models"),
        ("municipalities/views.py", "import portal", "portal"),
        ("municipalities/views.py", "def f():\n    import newcomers.models", "newcomers.models"),
        (
            "hosting/views.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from newcomers import models",
            "newcomers.models",
        ),
        ("hosting/views.py", "def f():\n    return import_module('newcomers.a')", "newcomers.a"),
        ("hosting/actions/add.py", "from ...portal import views", "portal.views"),
        ("portal/lib/dates.py", "from municipalities.models import Page", "municipalities.models"),
        ("portal/lib/dates.py", "def f():\n    from .. import models", "portal.models"),
        ("hosting/migrations/0002_b.py", "import hosting.models", "hosting.models"),
        ("portal/migrations/0002_b.py", "import municipalities.models", "municipalities.models"),
    ],
)
def test_imports_checker_finds_an_arrow_that_points_up(
    synthetic: Path, path: str, source: str, imported: str
) -> None:
    write(synthetic, path, source)
    found = forbidden_imports(synthetic)
    assert len(found) == 1
    assert found[0].startswith(path)
    assert f" imports {imported}" in found[0]


def test_imports_checker_finds_a_cycle(synthetic: Path) -> None:
    write(synthetic, "portal/lib/html.py", "def f():\n    from portal.lib.dates import today\n")
    assert set(import_cycles(synthetic)) == {"portal.lib.dates", "portal.lib.html"}


def test_packages_checker_finds_an_unlisted_one() -> None:
    listed = [Path("portal/a.py"), Path("tests/a.py"), Path("manage.py"), Path(".ci/a.py")]
    assert unlisted_packages(listed) == []
    assert unlisted_packages([*listed, Path("shop/cart/models.py")]) == ["shop"]
    assert unlisted_packages([*listed, Path("fix.py"), Path("docs/x.md")]) == ["fix.py"]


def test_files_checker_finds_long_ones(tmp_path: Path) -> None:
    lengths = {"hosting/a.py": 401, "tests/b.py": 800, "c.css": 301, "d.yaml": 999, "e.html": 400}
    for name, length in lengths.items():
        write(tmp_path, name, "\n" * length)
    found = too_long([Path(name) for name in lengths], tmp_path)
    assert [each.partition(":")[0] for each in found] == ["hosting/a.py", "c.css"]


def test_names_checker_finds_vague_ones() -> None:
    paths = [Path("hosting/utils.py"), Path("portal/core/a.py"), Path("portal/commonly.py")]
    assert vague_names(paths) == ["hosting/utils.py", "portal/core/a.py"]


def test_models_checker_finds_a_save_override(synthetic: Path) -> None:
    write(synthetic, "hosting/forms.py", "class F:\n    def save(self): ...\n")
    assert save_overrides(synthetic) == []
    write(synthetic, "hosting/models/offer.py", "class Offer:\n    def save(self): ...\n")
    assert save_overrides(synthetic) == ["hosting/models/offer.py: Offer"]
