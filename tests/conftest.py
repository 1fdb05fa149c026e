"""Real installations for tests: a prepared data folder, other processes that work in it, a throw-away PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("no deadline", deadline=None)  # shared machines stall and first calls compile: no fault
settings.load_profile("no deadline")

ADMINISTRATOR_PASSWORD = "harbour-wall-at-dusk"


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works in `home`, without any SEAWALL_ setting of this one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEAWALL_", "PYTEST_"))}
    return kept | {"SEAWALL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "seawall.desk.settings"} | more


@pytest.fixture
def run_seawall() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs `seawall …` in a data folder and waits for its end."""

    def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "seawall", *arguments],
            env=environment_of(home, **environment),
            capture_output=True,
            text=True,
            timeout=300,  # a loaded machine takes three times as long
            check=False,
        )

    return run


@pytest.fixture
def start_seawall() -> Callable[..., subprocess.Popen[str]]:
    """Return a function that starts `seawall …` in a data folder and doesn't wait."""

    def start(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "seawall", *arguments],
            env=environment_of(home, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def run_python() -> Callable[..., subprocess.Popen[str]]:
    """Return a function that starts a Python program with Django set up on a data folder."""

    def run(home: Path, program: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup()\n{program}", *arguments],
            env=environment_of(home, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.fixture(scope="session")
def _prepared_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared") / "home"
    program = (
        "from seawall.desk.start import prepare_desk\nfrom seawall.settings import Settings\n"
        "prepare_desk(Settings.from_environment())"
    )
    environment = environment_of(home, SEAWALL_ADMIN_PASSWORD=ADMINISTRATOR_PASSWORD)
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=120)
    return home


@pytest.fixture
def prepared_home(_prepared_once: Path, tmp_path: Path) -> Path:
    """Return a fresh data folder with a migrated database and its administrator."""
    home = tmp_path / "home"
    shutil.copytree(_prepared_once, home)
    home.chmod(0o700)
    return home


@pytest.fixture(scope="session")
def postgres_url(
    tmp_path_factory: pytest.TempPathFactory, skip_or_fail: Callable[[str], None]
) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL server for this session; give a function that makes a database and returns its address.

    SEAWALL_TEST_POSTGRES may name the folder of the server's programs; else Debian's place is looked at.
    """
    folders = [os.environ.get("SEAWALL_TEST_POSTGRES", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
    programs = next((Path(folder) for folder in reversed(folders) if folder and Path(folder, "initdb").exists()), None)
    if programs is None:
        skip_or_fail("there is no PostgreSQL server here: install postgresql, or set SEAWALL_TEST_POSTGRES")
        raise AssertionError
    cluster = Path(tempfile.gettempdir(), f"seawall-postgres-{os.getpid()}")  # sockets need short paths
    cluster.mkdir(mode=0o755)
    owner = _owner(cluster)
    try:
        _run(
            [programs / "initdb", "-D", cluster / "data", "-U", "seawall", "-A", "trust", "--no-sync", "-E", "UTF8"],
            owner,
        )
        options = f"-k {cluster} -c listen_addresses='' -c fsync=off -c max_connections=60"
        _run([programs / "pg_ctl", "-D", cluster / "data", "-w", "-l", cluster / "log", "-o", options, "start"], owner)

        def make(name: str) -> str:
            _run([programs / "createdb", "-h", cluster, "-U", "seawall", name], owner)
            return f"postgresql://seawall@/{name}?host={cluster}"

        yield make
    finally:
        _run([programs / "pg_ctl", "-D", cluster / "data", "-m", "immediate", "stop"], owner, check=False)
        shutil.rmtree(cluster, ignore_errors=True)


def _owner(folder: Path) -> pwd.struct_passwd | None:
    """Hand the folder to another person if this is root, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            owner = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        return owner
    raise AssertionError("neither postgres nor nobody is an account of this machine")


def _run(command: list[str | Path], owner: pwd.struct_passwd | None, *, check: bool = True) -> None:
    person = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    subprocess.run(
        [str(part) for part in command],
        check=check,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=60,
        **person,
    )
