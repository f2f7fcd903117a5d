"""Every variable that the code reads is explained in .env.example, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.lib import environment, provider
from tests import tree

# Functions of portal.lib.environment whose first argument is a variable's name.
TYPED = {"text", "flag", "words", "internal_address"}
PACKAGES = ("portal", "newcomers", "hosting", "municipalities")
# Where other programs' environments are made, not ours read.
OTHERS = ("portal/drills/",)
EXPLAINED = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def variables_read(source: str) -> Iterator[str]:
    """Names given to `os.environ`, `getenv` and the typed readers in a Python file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name, argument = _called(node.func), node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            name, argument = ("environ.get" if _is_of_os(node.value) else ""), node.slice
        else:
            continue
        if name not in {"environ.get", "getenv", *TYPED}:
            continue
        if isinstance(argument, ast.Constant) and re.fullmatch("[A-Z0-9_]+", str(argument.value)):
            yield str(argument.value)


def _called(node: ast.expr) -> str:
    """The function's name; "environ.get" for that of `os.environ` alone, not of WSGI's."""
    if isinstance(node, ast.Attribute):
        return f"environ.{node.attr}" if _is_of_os(node.value) else node.attr
    return getattr(node, "id", "")


def _is_of_os(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def code() -> Iterator[Path]:
    yield tree.ROOT / "manage.py"
    for package in PACKAGES:
        for path in (tree.ROOT / package).rglob("*.py"):
            if not str(path.relative_to(tree.ROOT)).startswith(OTHERS):
                yield path


def test_every_variable_is_explained_and_none_that_nobody_reads() -> None:
    read = {name for path in code() for name in variables_read(path.read_text())}
    explained = set(EXPLAINED.findall((tree.ROOT / ".env.example").read_text()))
    # The shell's own, which a drill hands on.
    read -= {"PATH", "HOME", "LANG"}
    assert read - explained == set(), "read, and not explained in .env.example"
    assert explained - read == set(), "explained in .env.example, and read nowhere"
    assert len(read) > 30


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nos.environ.get('ONE')", ["ONE"]),
        ("os.environ['TWO']", ["TWO"]),
        ("os.environ['THREE'] = 'written'", []),
        ("environment.flag('FOUR', not DEBUG)", ["FOUR"]),
        ("text('FIVE', text('SIX'))", ["FIVE", "SIX"]),
        ("os.getenv('SEVEN')", ["SEVEN"]),
        ("environ['PATH_INFO'], environ.get('HTTP_HOST')", []),
        ("request.headers.get('EIGHT')", []),
    ],
)
def test_variables_reader_finds_what_is_read(source: str, found: list[str]) -> None:
    assert sorted(variables_read(source)) == sorted(found)


def test_databases_have_a_replica_only_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://web:w@primary/landgang")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner:o@primary/landgang")
    monkeypatch.delenv("DATABASE_REPLICA_URL", raising=False)
    assert set(environment.databases(False, "s")) == {"default", "owner"}
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://web:w@second/landgang")
    found = environment.databases(False, "s")
    assert found["replica"]["HOST"] == "second"
    assert found["default"]["HOST"] == "primary"
    assert all(each["DISABLE_SERVER_SIDE_CURSORS"] for each in found.values())


def test_pictures_lie_in_a_bucket_only_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIA_S3_BUCKET", raising=False)
    assert environment.storage()["BACKEND"].endswith("FileSystemStorage")
    monkeypatch.setenv("MEDIA_S3_BUCKET", "pictures")
    monkeypatch.setenv("MEDIA_S3_ENDPOINT", "https://s3.example.org")
    options = environment.storage()["OPTIONS"]
    assert options["bucket_name"] == "pictures"
    assert options["endpoint_url"] == "https://s3.example.org"
    assert options["access_key"] is None, "left to the machine's own role"


def test_limits_are_counted_in_the_database_unless_a_cache_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert environment.cache()["BACKEND"].endswith("DatabaseCache")
    monkeypatch.setenv("CACHE_URL", "redis://cache:6379/0")
    assert environment.cache()["LOCATION"] == "redis://cache:6379/0"


def test_variable_that_is_needed_and_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        environment.text("SITE_URL")


def provider_of(monkeypatch: pytest.MonkeyPatch, debug: bool, **given: str) -> Any:
    named = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "TENANTS", "TWO_STEPS")
    for name in named:
        monkeypatch.delenv(f"OIDC_{name}", raising=False)
    for name, value in given.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    return provider.from_environment(debug)


WHOLE = {"ISSUER": "https://id.example.org/v2", "CLIENT_ID": "us", "CLIENT_SECRET": "secret-1"}


def test_provider_is_what_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert provider_of(monkeypatch, False) is None
    found = provider_of(monkeypatch, False, **WHOLE, TENANTS="a, b", TWO_STEPS="mfa")
    assert (found.name, found.tenants, found.two_steps) == ("id.example.org", ("a", "b"), ("mfa",))
    assert found.origin == "https://id.example.org"
    assert "secret-1" not in repr(found), "what is printed ends in logs"
    assert provider_of(monkeypatch, True, **WHOLE | {"ISSUER": "http://localhost:9400"})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"ISSUER": "http://id.example.org"}, "https://"),
        ({"ISSUER": "id.example.org"}, "https://"),
        ({"ISSUER": "https://"}, "OIDC_ISSUER"),
        ({"ISSUER": "https://a:b@id.example.org"}, "OIDC_ISSUER"),
        ({"ISSUER": "https://id.example.org/?a=b"}, "OIDC_ISSUER"),
        ({"CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
    ],
)
def test_provider_that_is_not_whole_or_not_safe_is_refused(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        provider_of(monkeypatch, False, **WHOLE | changed)
