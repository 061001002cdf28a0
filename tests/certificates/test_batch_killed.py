"""A worker killed in the middle of a batch, as by a power cut: nothing lost, nothing twice."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection

from certificates.models import Certificate, CertificateState, NumberSequence
from certificates.services.batches import Recipient, issue_batch, request_batch
from tests.conftest import PROJECT
from tests.factories.certificates import make_facts

PEOPLE = 30
WORKER = """
import django
django.setup()
from certificates import tasks
tasks.issue_batch({pk})
"""


def make_batch():
    with mock.patch("certificates.services.batches.async_task"):
        return request_batch(
            key="killed",
            title="Killed",
            facts=make_facts(),
            recipients=[Recipient(name=f"Person {number}") for number in range(PEOPLE)],
        )


def issued() -> list[int]:
    found = Certificate.objects.filter(state=CertificateState.ISSUED)
    return sorted(found.values_list("sequence", flat=True))


def start_worker(pk: int) -> subprocess.Popen:
    address = connection.settings_dict
    user, host, port = (address[part] for part in ("USER", "HOST", "PORT"))
    url = f"postgres://{user}:{address['PASSWORD']}@{host}:{port}/{address['NAME']}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(pk=pk)],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing():
    batch = make_batch()
    worker = start_worker(batch.pk)
    deadline = time.monotonic() + 60
    while len(issued()) < 3 and worker.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    before = issued()
    assert 3 <= len(before) < PEOPLE
    assert before == list(range(1, len(before) + 1))
    issue_batch(batch=batch)
    assert issued() == list(range(1, PEOPLE + 1))
    assert NumberSequence.objects.get().last == PEOPLE


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_batch_run_four_times_at_once_issues_each_certificate_once():
    batch = make_batch()

    def run(_):
        try:
            return issue_batch(batch=batch)
        finally:
            connection.close()

    with (
        mock.patch("certificates.services.issuing.draw_certificate", return_value=b"%PDF-"),
        ThreadPoolExecutor(4) as pool,
    ):
        list(pool.map(run, range(4)))
    assert issued() == list(range(1, PEOPLE + 1))
