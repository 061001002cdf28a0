"""Many certificates numbered at once: no gap, no number twice."""

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection

from certificates.models import Certificate, CertificateState, NumberSequence
from certificates.services import issue_certificate
from tests.factories.certificates import make_requested

THREADS = 50
CERTIFICATES = 200


def make_waiting(count: int) -> list[int]:
    """Keys of requested certificates that nothing has begun to issue."""
    with mock.patch("certificates.services.issuing.async_task"):
        return [make_requested().pk for _ in range(count)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_under_load():
    keys = make_waiting(CERTIFICATES)

    def issue(pk):
        try:
            return issue_certificate(certificate=Certificate(pk=pk)).sequence
        finally:
            connection.close()

    with (
        mock.patch("certificates.services.issuing.draw_certificate", return_value=b"%PDF-"),
        ThreadPoolExecutor(THREADS) as pool,
    ):
        # Every one twice, as when a task is delivered a second time.
        sequences = list(pool.map(issue, keys * 2))
    assert sorted(sequences[:CERTIFICATES]) == list(range(1, CERTIFICATES + 1))
    assert sequences[:CERTIFICATES] == sequences[CERTIFICATES:]
    assert NumberSequence.objects.get().last == CERTIFICATES


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_failures_in_between_leave_no_gap():
    keys = make_waiting(60)

    def draw(certificate, _template):
        if certificate.pk % 3 == 0:
            raise ValueError("no ink")
        return b"%PDF-"

    def issue(pk):
        try:
            issue_certificate(certificate=Certificate(pk=pk))
        except ValueError:
            return pk
        finally:
            connection.close()
        return None

    with (
        mock.patch("certificates.services.issuing.draw_certificate", side_effect=draw),
        ThreadPoolExecutor(20) as pool,
    ):
        failed = [pk for pk in pool.map(issue, keys) if pk]
    issued = Certificate.objects.filter(state=CertificateState.ISSUED)
    assert sorted(issued.values_list("sequence", flat=True)) == list(range(1, issued.count() + 1))
    assert issued.count() + len(failed) == len(keys)
    assert len(failed) >= 1
