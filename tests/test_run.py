"""`make run` as a newcomer meets it: the real command, server, worker and database."""

import json
import os
import random
import signal
import socket
import stat
import time
from urllib.request import Request, urlopen

import psutil
import pytest

from archive import settings
from tests import research
from tests.clusters import new_folder
from tests.site import PATIENCE, Site


def get(site, path):
    with urlopen(f"{site.address}{path}", timeout=PATIENCE) as answer:
        return answer.read().decode()


@pytest.fixture(scope="module")
def site(newsrooms):
    """An archive that was started once on an empty folder."""
    folder = new_folder()
    site = Site(folder)
    yield site
    if site.runs:  # where the test that stops it was not asked for
        site.stop()
    newsrooms.append(folder)


def family(site):
    return psutil.Process(site.process.pid).children(recursive=True)


def workers(site):
    alive = [child for child in family(site) if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "procrastinate" in " ".join(child.cmdline())]


def until(condition, seconds=PATIENCE, pause=0.2):
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(pause)
    return met


def postmaster(site):
    """The process id that the server wrote down, empty while it starts."""
    file = site.folder / "postgres" / "postmaster.pid"
    return file.read_text().partition("\n")[0] if file.exists() else ""


def healthy(site):
    try:
        return json.loads(get(site, "/healthz"))["status"] == "ok"
    except OSError:
        return False


def test_a_first_start_ends_in_a_living_archive(site):
    site.start()
    try:
        assert any(line == f"Pages     {site.address}/" for line in site.said)
        name, password = site.sign_in
        assert (name, len(password) >= 12) == ("demo", True)
        assert json.loads(get(site, "/healthz"))["status"] == "ok"
        assert "Fall of Kabul" in get(site, "/")
        found = json.loads(get(site, "/api/v1/articles/?published_on=2021-07-08&count=exact"))
        assert found["count"] > 5
        names = {" ".join(child.cmdline()) for child in family(site)}
        assert any("procrastinate worker" in name for name in names)
        assert stat.S_IMODE((site.folder / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE((site.folder / "demo_password").stat().st_mode) == 0o600
    finally:
        assert site.stop() == 0


@pytest.fixture
def running(site):
    """The archive, started unless a test before left it running."""
    if not site.runs:
        site.start()
    return site


def test_a_second_start_is_quick_and_changes_nothing(site):
    site.start()
    taken = psutil.Process(site.process.pid).cpu_times()
    runs = site.manage(
        "shell", "-c", "from archive.models import *; print(ImportRun.objects.count(), User.objects.count())"
    )
    assert runs.stdout.split()[-2:] == ["2", "1"]
    assert not any("sample" in line for line in site.said)
    assert site.sign_in[0] == "demo"
    assert taken.user + taken.system < 10


def test_the_research_page_has_ten_questions_each_with_an_answer():
    assert [int(question["number"]) for question in research.questions()] == list(range(1, 11))


@pytest.mark.parametrize("question", research.questions(), ids=lambda question: question["number"])
def test_each_question_of_the_research_page_has_the_answer_that_is_written(running, question):
    if question["language"] == "sh" and research.CURL is None:
        pytest.skip("curl is not installed")
    assert research.answered(question, running.address).strip() == question["answer"].strip()


def test_a_taken_port_is_named(running):
    second = running.manage("run")
    assert second.returncode == 1
    assert f"127.0.0.1:{running.port} cannot be used" in second.stderr


def test_a_worker_that_dies_is_started_again(running):
    [worker] = workers(running)
    worker.kill()
    assert until(lambda: [it.pid for it in workers(running)] not in ([], [worker.pid]))


@pytest.mark.skipif(settings.EMBEDDED_DATA is None, reason="the server of DATABASE_URL is not ours to kill")
def test_a_server_that_is_killed_is_started_again(running):
    killed = postmaster(running)
    os.kill(int(killed), signal.SIGKILL)
    # A backend outlives its postmaster for a moment, and answers.
    assert until(lambda: postmaster(running) not in ("", killed))
    assert until(lambda: healthy(running))
    assert "Fall of Kabul" in get(running, "/")


def test_stopping_leaves_no_process(running):
    children = family(running)
    assert running.stop() == 0
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def web_workers(site):
    """The processes that the web server has made, from the moment on that they are made."""
    try:
        servers = [child for child in family(site) if "granian" in child.cmdline()]
        return [worker for server in servers for worker in server.children()]
    except psutil.Error:  # one of them has just ended
        return []


def test_stopping_in_the_first_second_leaves_no_process_either(site):
    site.launch()
    assert until(lambda: web_workers(site), pause=0.05)
    time.sleep(random.uniform(0, 0.6))
    site.stop()
    assert site.processes() == []


def test_after_kill_9_of_run_alone_the_rest_ends_by_itself_and_frees_the_port(site):
    site.start()
    assert len(site.processes()) > 2
    site.process.kill()
    site.process.wait()
    assert until(lambda: not site.processes())
    with socket.create_server(("127.0.0.1", site.port)):
        pass


def test_it_runs_under_another_host_name_and_behind_tls(site):
    site = Site(site.folder, ALLOWED_HOSTS="news.example", HTTPS="on")
    site.start()
    try:
        assert healthy(site)
        proxied = {"Host": "news.example", "X-Forwarded-Proto": "https"}
        with urlopen(Request(f"{site.address}/", headers=proxied), timeout=PATIENCE) as answer:
            assert answer.status == 200
    finally:
        assert site.stop() == 0


@pytest.mark.skipif(settings.EMBEDDED_DATA is None, reason="the server of DATABASE_URL is not ours to kill")
def test_after_kill_9_of_everything_the_next_start_finds_all_it_had(site):
    site.start()
    pid = int(postmaster(site))
    victims = [psutil.Process(site.process.pid), *family(site), psutil.Process(pid), *psutil.Process(pid).children()]
    for victim in victims:
        try:
            os.kill(victim.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    site.process.wait()
    site.start()
    try:
        assert "Fall of Kabul" in get(site, "/")
    finally:
        site.stop()
