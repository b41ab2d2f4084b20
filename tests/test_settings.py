import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archive import settings

OPERATIONS = (settings.BASE_DIR / "docs" / "operations.md").read_text()


def section(title):
    return OPERATIONS.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_setting_is_documented_and_every_documented_one_is_read():
    source = Path(settings.__file__).read_text()
    read = set(re.findall(r'(?:env\.\w+|whole_number)\(\s*"(\w+)"', source))
    documented = set(re.findall(r"^\| `(\w+)` \|", section("Settings"), re.M))
    assert read == documented


def test_every_command_of_ours_is_documented():
    folder = settings.BASE_DIR / "archive" / "management" / "commands"
    ours = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    documented = set(re.findall(r"`manage\.py (\w+)", section("Commands")))
    assert ours == documented - {"procrastinate"}


def test_every_target_of_make_is_documented():
    phony = re.search(r"^\.PHONY: (.+)$", (settings.BASE_DIR / "Makefile").read_text(), re.M)
    documented = set(re.findall(r"`make (\w+)", section("Commands")))
    assert set(phony[1].split()) - {"help"} == documented


def test_a_secret_key_is_made_once_and_kept_from_others(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = settings.generated_secret(path)
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert settings.generated_secret(path) == key
    assert os.listdir(path.parent) == ["secret_key"]


def printed(expression, **environment):
    code = f"import archive.settings as s; print(({expression}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_without_any_variable_it_is_private_and_safe(tmp_path):
    values = printed("s.DEBUG, s.HOST, s.EMBEDDED_DATA is not None, s.HTTPS", VAR_DIR=str(tmp_path))
    assert values == "(False, '127.0.0.1', True, False)"


def test_a_database_url_takes_the_place_of_the_embedded_server(tmp_path):
    values = printed(
        "s.EMBEDDED_DATA, s.DATABASES['default']['HOST'], s.DATABASES['default']['NAME']",
        VAR_DIR=str(tmp_path),
        DATABASE_URL="postgres://someone@db.example/news",
    )
    assert values == "(None, 'db.example', 'news')"


def test_https_turns_on_everything_that_needs_it(tmp_path):
    values = printed(
        "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE", VAR_DIR=str(tmp_path), HTTPS="on"
    )
    assert values == "(True, True, True)"


def test_a_process_computes_in_one_thread_since_there_is_one_for_every_core(tmp_path):
    threads = "__import__('numpy') and {p['num_threads'] for p in __import__('threadpoolctl').threadpool_info()}"
    assert printed(threads, VAR_DIR=str(tmp_path)) == "{1}"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"PORT": "abc"}, "Settings: PORT is not a whole number: abc"),
        ({"DATABASE_URL": "garbage"}, "Settings: DATABASE_URL is not of the form postgres://"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "Settings: DATABASE_URL is not of the form postgres://"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "The database cannot be reached: connection"),
    ],
)
def test_a_wrong_setting_is_said_in_a_line(tmp_path, variables, message):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
