"""allauth's limits count across workers: here, threads with a connection and a transaction each."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, RequestFactory

WORKERS = 8


@pytest.fixture
def empty_cache(transactional_db: None) -> Iterator[None]:
    """Emptied afterwards: the cache's table is no model's, so nobody else empties it."""
    yield
    cache.clear()


def test_workers_who_count_at_one_moment_let_no_more_through_than_one_would(empty_cache: None) -> None:
    ready = Barrier(WORKERS)

    def ask(_number: int) -> bool:
        request = RequestFactory().post("/accounts/login/code/")
        try:
            ready.wait(timeout=10)
            with transaction.atomic():
                return bool(ratelimit.consume(request, action="request_login_code", key="amara@example.org"))
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        allowed = list(workers.map(ask, range(WORKERS)))

    assert sum(allowed) == 3


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(db: None, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    def sign_in_from(address: str) -> int:
        data = {"login": "amara@example.org", "password": "not the right one"}
        return Client().post("/accounts/login/", data, headers={"X-Forwarded-For": address}).status_code

    assert [sign_in_from("192.0.2.1"), sign_in_from("192.0.2.1"), sign_in_from("192.0.2.2")] == [200, 429, 200]
