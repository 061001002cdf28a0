"""One terminal: web server and worker together, and both gone with Ctrl+C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.conftest import PROJECT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("plugin"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads processes from /proc"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except (URLError, ConnectionError):
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def group_is_alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_serve_answers_works_and_stops(tmp_path):
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.development",
        "VAR_DIR": str(tmp_path),
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=PROJECT, env=env, check=True)
    port = free_port()
    server = subprocess.Popen(
        [*manage, "serve", f"--port={port}"],
        cwd=PROJECT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/health/"):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.5)
        children = children_of(server.pid)
        assert len(children) == 2
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=40)
    assert "Stopped." in output
    assert server.returncode == 0
    assert not answers(f"http://127.0.0.1:{port}/health/")
    assert [pid for pid in children if group_is_alive(pid)] == []
