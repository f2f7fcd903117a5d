"""Typed reading of environment variables, and the two database addresses."""

import hashlib
import ipaddress
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
WEB_ROLE = "landgang_web"
OWNER_ROLE = "landgang_owner"


def text(name: str, default: str | None = None) -> str:
    """The variable's value; ImproperlyConfigured names it when it is needed and missing."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is not set.")
    return value


def storage() -> dict[str, Any]:
    """What keeps pictures: files on this machine, or an S3 bucket that all machines share."""
    bucket = os.environ.get("MEDIA_S3_BUCKET")
    if not bucket:
        return {"BACKEND": text("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage")}
    options = {
        "bucket_name": bucket,
        "endpoint_url": text("MEDIA_S3_ENDPOINT", "") or None,
        "region_name": text("MEDIA_S3_REGION", "") or None,
        "access_key": text("MEDIA_S3_KEY", "") or None,
        "secret_key": text("MEDIA_S3_SECRET", "") or None,
    }
    return {"BACKEND": "portal.lib.bucket.Bucket", "OPTIONS": options}


def cache() -> dict[str, Any]:
    """Where all processes count log-in attempts: a table (migration portal 0003), or Redis, with
    the table for when it is down."""
    table = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    address = os.environ.get("CACHE_URL")
    if not address:
        return table
    return {
        "BACKEND": "portal.lib.redis_cache.CacheOrTable",
        "LOCATION": address,
        "OPTIONS": {"table": table},
    }


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes and on, in any case."""
    value = os.environ.get(name)
    return default if not value else value.lower() in TRUE


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def internal_address(name: str) -> tuple[str, int] | None:
    """A host and port on this machine or its own network; None where nothing is set.

    ImproperlyConfigured for an address that the world could reach: what is there, is for operators.
    """
    value = os.environ.get(name)
    if not value:
        return None
    host, _, port = value.rpartition(":")
    try:
        is_internal = not ipaddress.ip_address(host.strip("[]")).is_global
        number = int(port)
    except ValueError:
        is_internal, number = False, 0
    if not is_internal or not 0 < number < 65536:
        raise ImproperlyConfigured(f"{name} is not an internal address such as 127.0.0.1:9100.")
    return host.strip("[]"), number


def databases(debug: bool, secret: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` (web role), `owner` (migrations), `replica` (public pages,
    portal.lib.replica) and, in DEBUG, `bootstrap`.

    In DEBUG a lone DATABASE_URL is a superuser's: both roles are made from it by `ensure_roles`,
    with passwords derived from the secret key. In production only what is set is used.
    """
    found = _written_to(debug, secret)
    replica = os.environ.get("DATABASE_REPLICA_URL")
    return found | {"replica": _parse(replica)} if replica else found


def _written_to(debug: bool, secret: str) -> dict[str, dict[str, Any]]:
    web = _parse(text("DATABASE_URL"))
    owner = os.environ.get("DATABASE_OWNER_URL")
    if owner:
        return {"default": web, "owner": _parse(owner)}
    if not debug:
        return {"default": web}
    return {
        "default": web | {"USER": WEB_ROLE, "PASSWORD": _derived(WEB_ROLE, secret)},
        "owner": web | {"USER": OWNER_ROLE, "PASSWORD": _derived(OWNER_ROLE, secret)},
        "bootstrap": web,
    }


def direct_database() -> dict[str, Any]:
    """Where the worker finds the same database without a pooler, as parts of a Django database.

    Empty when it is the web's own address that it uses.
    """
    address = os.environ.get("DATABASE_DIRECT_URL")
    if not address:
        return {}
    config = _parse(address)
    return {part: config[part] for part in ("HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS")}


def newest_change(folders: Iterable[Path]) -> str:
    """A short fingerprint of the newest file below the folders: changes with every deploy."""
    newest = max(
        (path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*.*")), default=0
    )
    return f"{newest:x}"


def _derived(role: str, secret: str) -> str:
    return hashlib.sha256(f"{role}:{secret}".encode()).hexdigest()[:32]


def _parse(address: str) -> dict[str, Any]:
    config: dict[str, Any] = dict(
        dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    )
    # An embedded server is reached through a socket folder that follows `?host=`.
    options = dict(config.get("OPTIONS") or {})
    config["HOST"] = options.pop("host", None) or config.get("HOST") or ""
    config["OPTIONS"] = {"connect_timeout": 2} | options
    config["ENGINE"] = "portal.lib.postgresql"
    # A cursor on the server outlives its transaction, which no transaction pooler allows.
    config["DISABLE_SERVER_SIDE_CURSORS"] = True
    return config
