"""Course and lesson pages beside wagtail-lms's, on the same server in one run.

Run from the project's folder: ``python -m benchmarks.lessons [PYTHON]``. ``PYTHON`` is that of an
environment with ``wagtail-lms==0.11.1`` and ``granian``; without it one is made in a temporary
folder. Our site is made in a temporary folder too, or in ``VAR_DIR`` if that is set; the peer gets
the same first course, with the same words. Each site is served by one granian worker. Pages take
turns in small rounds, asked one after another; CPU is the worker's own, read from ``/proc``.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import venv
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from benchmarks.pages import prepare, sign_in

ROUNDS = 15
REQUESTS = 20  # in a round
BUDGET = 0.5  # our lesson, in the peer's lessons
PEER = "wagtail-lms==0.11.1"
PROJECT = Path(__file__).resolve().parent.parent


def make_environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", PEER, "granian"], check=True)
    return python


def read_first_course() -> tuple[dict, dict]:
    """Where our pages are, and the course in words for the peer."""
    from courses.models import CoursePage, LessonPage

    course = CoursePage.objects.filter(locale__language_code="en").order_by("path").first()
    lessons = list(LessonPage.objects.descendant_of(course).live().order_by("path"))
    words = {
        "title": course.title,
        "description": course.introduction,
        "lessons": [
            {"title": lesson.title, "parts": [block.render() for block in lesson.body]}
            for lesson in lessons
        ],
    }
    return {"course": course.url, "lesson": lessons[0].url, "cookie": sign_in()}, words


def build_peer(python: str, folder: Path, words: dict) -> dict:
    source, target = folder / "course.json", folder / "built.json"
    source.write_text(json.dumps(words), encoding="utf-8")
    subprocess.run(
        [python, "-m", "benchmarks.peer.build", str(source), str(target)],
        check=True,
        cwd=PROJECT,
        env=os.environ | {"VAR_DIR": str(folder)},
    )
    return json.loads(target.read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(python: str, target: str, port: int, environment: dict) -> subprocess.Popen:
    command = [python, "-m", "granian", "--interface=wsgi", "--workers=1", "--blocking-threads=1"]
    server = subprocess.Popen(
        [*command, "--no-ws", "--log-level=error", f"--port={port}", target],
        cwd=PROJECT,
        env=os.environ | environment,
    )
    for _ in range(300):
        try:
            HTTPConnection("127.0.0.1", port, timeout=10).connect()
            return server
        except OSError:
            sleep(0.2)
    server.kill()
    raise RuntimeError(f"{target} does not answer")


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process and those below it have used so far."""
    nanoseconds, below = 0, []
    for task in Path(f"/proc/{pid}/task").iterdir():
        nanoseconds += int((task / "schedstat").read_text().split()[0])
        below += (task / "children").read_text().split()
    return nanoseconds / 1e9 + sum(cpu_of(int(child)) for child in below)


class Asked:
    """One page of one site, and what its requests cost."""

    def __init__(self, server, port: int, url: str, cookie: str):
        self.server, self.url = server, url
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Host": "localhost", "Accept-Language": "en"}
        if cookie:
            self.headers["Cookie"] = cookie
        self.cpu, self.wall, self.bytes = [], [], 0

    def ask(self) -> None:
        self.connection.request("GET", self.url, headers=self.headers)
        response = self.connection.getresponse()
        self.bytes = len(response.read())
        if response.status != 200:
            raise RuntimeError(f"{self.url}: {response.status}")

    def measure(self) -> None:
        cpu, wall = cpu_of(self.server.pid), monotonic()
        for _ in range(REQUESTS):
            self.ask()
        self.cpu.append((cpu_of(self.server.pid) - cpu) / REQUESTS)
        self.wall.append((monotonic() - wall) / REQUESTS)


def compare(servers: dict, ports: dict, sites: dict) -> None:
    kinds = {
        "course, signed out": ("course", False),
        "course, signed in": ("course", True),
        "lesson, signed in": ("lesson", True),
    }
    asked = {
        (kind, name): Asked(
            servers[name], ports[name], site[page], site["cookie"] if signed_in else ""
        )
        for kind, (page, signed_in) in kinds.items()
        for name, site in sites.items()
    }
    for one in asked.values():
        for _ in range(5):
            one.ask()
    for _ in range(ROUNDS):
        for one in asked.values():
            one.measure()
    print(f"{'':20}{'ours':>10}{'peer':>10}{'ratio':>8}{'ours/s':>9}{'peer/s':>9}{'bytes':>16}")
    for kind in kinds:
        ours, peer = asked[kind, "ours"], asked[kind, "peer"]
        cpu = median(ours.cpu), median(peer.cpu)
        print(
            f"{kind:20}{cpu[0] * 1000:7.2f} ms{cpu[1] * 1000:7.2f} ms{cpu[0] / cpu[1]:8.2f}"
            f"{1 / median(ours.wall):9.0f}{1 / median(peer.wall):9.0f}"
            f"{ours.bytes:8}{peer.bytes:8}"
        )
    print(f"budget of our lesson: {BUDGET} of the peer's")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ours, peer = Path(os.environ.get("VAR_DIR", folder / "ours")), folder / "peer"
        ours.mkdir(exist_ok=True)
        peer.mkdir()
        python = sys.argv[1] if len(sys.argv) > 1 else make_environment(folder / "environment")
        prepare(str(ours))
        site, words = read_first_course()
        sites = {"ours": site, "peer": build_peer(python, peer, words)}
        ports = {name: free_port() for name in sites}
        servers = {}
        try:
            servers["ours"] = serve(
                sys.executable,
                "lms.wsgi:application",
                ports["ours"],
                {"VAR_DIR": str(ours), "DJANGO_SETTINGS_MODULE": "lms.settings.base"},
            )
            servers["peer"] = serve(
                python,
                "benchmarks.peer.wsgi:application",
                ports["peer"],
                {"VAR_DIR": str(peer), "DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings"},
            )
            compare(servers, ports, sites)
        finally:
            for server in servers.values():
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
