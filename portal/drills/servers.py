"""The servers of a deployment, from the configuration that compose.yaml uses (docs/deployment).

A file is taken as it is but for what has to differ on the loopback: ports, folders, addresses. Each
of these replacements must find its text, so that the files cannot drift away from what is drilled.
"""

import datetime
import ipaddress
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from portal.drills.asking import answers
from portal.drills.stage import Process, Stage, end

HOST = "portal.example.org"
CONFIGURATION = settings.BASE_DIR / "docs" / "deployment"
SERVING = settings.BASE_DIR / "portal" / "serving.py"
DATABASE = "landgang"
# Nothing of a drill outlives the machine, so that nothing has to wait for its disk.
HURRIED = ("shared_buffers=128MB", "max_connections=60", "listen_addresses=127.0.0.1", "fsync=off")


@dataclass
class Passwords:
    """Of this run alone."""

    superuser: str = field(default_factory=lambda: secrets.token_hex(16))
    owner: str = field(default_factory=lambda: secrets.token_hex(16))
    web: str = field(default_factory=lambda: secrets.token_hex(16))
    replica: str = field(default_factory=lambda: secrets.token_hex(16))


class Cluster:
    """A PostgreSQL of Debian's, made by initdb or as a copy of another that it then follows."""

    def __init__(self, stage: Stage, name: str, passwords: Passwords) -> None:
        self.stage, self.name, self.passwords = stage, name, passwords
        self.programs = Path(stage.program("postgres")).parent
        self.data, self.port = stage.servers_folder(name), stage.port()
        said = self._run("postgres", "--version")
        stage.versions["PostgreSQL"] = said.split()[2]

    def make(self) -> None:
        """A new cluster, with what database.sh puts into it."""
        word = self.data.parent / f"{self.name}.password"
        word.write_text(self.passwords.superuser)
        self.stage.own(word)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256",
                  "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                  f"--pwfile={word}")  # fmt: skip
        word.unlink()
        with (self.data / "pg_hba.conf").open("a") as file:
            file.write("host replication landgang_replica 127.0.0.1/32 scram-sha-256\n")
        self.start()
        given = {
            "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "postgres",
            "PGPASSWORD": self.passwords.superuser, "OWNER_PASSWORD": self.passwords.owner,
            "REPLICA_PASSWORD": self.passwords.replica,
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        subprocess.run([CONFIGURATION / "database.sh"], env=given, check=True)

    def follow(self, primary: "Cluster") -> None:
        """Copy the primary and follow it."""
        address = (f"host=127.0.0.1 port={primary.port} user=landgang_replica"
                   f" password={self.passwords.replica}")  # fmt: skip
        self._run("pg_basebackup", "-D", str(self.data), "-d", address, "-R", "-c", "fast",
                  "--no-sync")  # fmt: skip
        self.start()

    def copy(self, data: Path) -> None:
        """Start with what a cluster had that was stopped, its passwords too."""
        shutil.copytree(data, self.data, dirs_exist_ok=True)
        for path in (self.data, *self.data.rglob("*")):
            self.stage.own(path)
        self.start()

    def start(self) -> None:
        """Start it, also again."""
        options = (*HURRIED, f"port={self.port}", f"unix_socket_directories={self.data}")
        words = [word for option in options for word in ("-c", option)]
        command = [self.programs / "postgres", "-D", self.data, *words]
        # "Fast": it does not wait until nobody is connected any more.
        self.process = self.stage.start(
            self.name, command, as_servers_user=True, ends_by=signal.SIGINT
        )
        self.stage.wait(self.name, self.process, self._is_up)

    def crash(self) -> None:
        """Kill all its processes at once, with whatever they have in hand."""
        rows = self.ask("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        for number in (self.process.pid, *(int(str(pid)) for (pid,) in rows)):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as when a machine is switched off: whoever is connected is thrown out."""
        end(self.process, signal.SIGINT)

    def address(self, role: str, password: str, port: int | None = None, more: str = "") -> str:
        """As an environment variable has it."""
        return f"postgres://{role}:{password}@127.0.0.1:{port or self.port}/{DATABASE}{more}"

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run it as a superuser; the rows."""
        address = self.address("postgres", self.passwords.superuser)
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def _is_up(self) -> bool:
        try:
            return bool(self.ask("SELECT 1")) if self._has_database() else True
        except psycopg.OperationalError:
            return False

    def _has_database(self) -> bool:
        address = self.address("postgres", self.passwords.superuser).replace(
            f"/{DATABASE}", "/postgres"
        )
        with psycopg.connect(address) as connection:
            asked = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(asked, [DATABASE]).fetchone() is not None

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd=self.data, capture_output=True, text=True, check=True, **self.stage.as_user(),
        )  # fmt: skip
        said: str = done.stdout
        return said


def start_pooler(
    stage: Stage, server: str, password: str, *, size: int, database: str = DATABASE
) -> int:
    """pgbouncer in front of the server ("host=… port=…"), with so many connections to it, for the
    web role with this password; its port."""
    program, folder, port = stage.program("pgbouncer"), stage.servers_folder("pooler"), stage.port()
    users = folder / "users.txt"
    users.write_text(f'"landgang_web" "{password}"\n')
    configuration = _adapted(
        "pgbouncer.ini",
        {
            "host=database port=5432 dbname=landgang": f"{server} dbname={database}",
            "listen_addr = *": "listen_addr = 127.0.0.1",
            "listen_port = 6432": f"listen_port = {port}",
            "/run/pooler/users.txt": str(users),
            "default_pool_size = 20": f"default_pool_size = {size}",
        },
    )
    (folder / "pgbouncer.ini").write_text(configuration)
    for path in (users, folder / "pgbouncer.ini"):
        stage.own(path)
    command = [program, folder / "pgbouncer.ini"]
    process = stage.start("pooler", command, as_servers_user=True)
    stage.wait("pooler", process, lambda: _listens(port))
    stage.versions["pgbouncer"] = _version_of(program, "--version")
    return port


class Proxy(NamedTuple):
    """nginx in front of two webs: its ports for http and https, and whom its readers trust."""

    plain: int
    secure: int
    certificate: Path
    process: Process

    def look_again(self) -> None:
        """As operators do when a web was replaced: no request is lost by it."""
        self.process.send_signal(signal.SIGHUP)


def start_proxy(stage: Stage, webs: tuple[int, int]) -> Proxy:
    """nginx as compose.yaml starts it."""
    program, folder = stage.program("nginx"), stage.servers_folder("proxy")
    plain, secure = stage.port(), stage.port()
    configuration = _adapted(
        "nginx.conf",
        {
            "listen 8080 ": f"listen 127.0.0.1:{plain} ",
            "listen 8443 ": f"listen 127.0.0.1:{secure} ",
            "server web-a:8000 ": f"server 127.0.0.1:{webs[0]} ",
            "server web-b:8000 ": f"server 127.0.0.1:{webs[1]} ",
            "/dev/stdout": "access.log",
        },
    )
    (folder / "nginx.conf").write_text(configuration)
    (folder / "tls").mkdir()
    certificate = _certify(folder / "tls")
    for path in folder.rglob("*"):
        stage.own(path)
    command = [program, "-p", f"{folder}/", "-c", folder / "nginx.conf", "-g", "daemon off;"]
    process = stage.start("proxy", command, as_servers_user=True)
    stage.wait("proxy", process, lambda: _listens(secure))
    stage.versions["nginx"] = _version_of(program, "-v")
    return Proxy(plain, secure, certificate, process)


def start_web(
    stage: Stage, name: str, port: int, environment: Mapping[str, str], *, workers: int = 2,
    cwd: Path | None = None,
) -> Process:  # fmt: skip
    """gunicorn as the image starts it; it is ready when this returns."""
    command = [
        sys.executable, "-m", "gunicorn", "portal.wsgi", f"--config={SERVING}",
        f"--bind=127.0.0.1:{port}", f"--workers={workers}",
    ]  # fmt: skip
    process = stage.start(name, command, environment=environment, cwd=cwd or settings.BASE_DIR)
    stage.wait(name, process, lambda: answers(port, "/live"))
    return process


def start_worker(
    stage: Stage, environment: Mapping[str, str], cwd: Path | None = None, *, tick: float = 5
) -> Process:
    """`manage.py work`."""
    command = [sys.executable, "manage.py", "work", "--heartbeat=1", f"--tick={tick}"]
    return stage.start("worker", command, environment=environment, cwd=cwd or settings.BASE_DIR)


def environment(stage: Stage, cluster: Cluster, **more: str) -> dict[str, str]:
    """Of a deployed portal, without anything of ours. The web role connects past the pooler,
    unless `more` says otherwise."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    words = cluster.passwords
    return kept | {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "DATABASE_URL": cluster.address("landgang_web", words.web),
        "DATABASE_DIRECT_URL": cluster.address(
            "landgang_web", words.web, more="?application_name=worker"
        ),
        "STATIC_ROOT": str(stage.folder / "static"),
        "MEDIA_ROOT": str(stage.folder / "media"),
        "MAIL_FOLDER": str(stage.folder / "mails"),
        "STAFF_MFA_REQUIRED": "false",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    } | more  # fmt: skip


def as_owner(cluster: Cluster, environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment for those who migrate: past the pooler, and with the owner's login."""
    words = cluster.passwords
    return dict(environment) | {
        "DATABASE_URL": cluster.address("landgang_web", words.web),
        "DATABASE_OWNER_URL": cluster.address("landgang_owner", words.owner),
    }


def _adapted(name: str, replacements: Mapping[str, str]) -> str:
    text = (CONFIGURATION / name).read_text()
    for before, after in replacements.items():
        if before not in text:
            raise ValueError(f"{name} does not say {before!r} any more")
        text = text.replace(before, after)
    return text


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _version_of(program: str, option: str) -> str:
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def _certify(folder: Path) -> Path:
    """A certificate that has signed itself, and its key, under the names nginx.conf has."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = folder / "certificate.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    return certificate
