"""Serve the site with its background worker beside it, in one terminal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand

BIN = Path(sys.executable).parent


class Command(BaseCommand):
    help = "Serves the site on http://127.0.0.1:PORT and runs the background worker; Ctrl+C stops both."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1)

    def handle(self, *, host, port, processes, **options):
        environment = os.environ.copy()
        environment.setdefault("SITE_URL", f"http://{host}:{port}")
        # Separate process groups: the terminal's Ctrl+C reaches this process alone, which then
        # stops the two in order.
        children = [
            subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 own commands
            for command in (
                [sys.executable, "manage.py", "qcluster"],
                [
                    str(BIN / "granian"),
                    "--interface=wsgi",
                    f"--host={host}",
                    f"--port={port}",
                    f"--workers={processes}",
                    "--blocking-threads=1",
                    "--log-level=warning",
                    settings.WSGI_APPLICATION.replace(".application", ":application"),
                ],
            )
        ]
        self.stdout.write(f"Serving http://{host}:{port} – Ctrl+C stops.")
        # SIGINT too: a shell that starts this in the background lets it be ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            os.wait()  # if one of the two ends by itself, end the other
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                if child.poll() is None:
                    child.terminate()
            for child in children:
                try:
                    child.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    child.kill()
            self.stdout.write("Stopped.")
