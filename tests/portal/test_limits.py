"""Limits that hold for all processes at once."""

import threading

import pytest
from django.db import connection
from django.test import RequestFactory

from portal.lib.limits import by_address, client_address, forget_old_counts, is_over


def test_limit_is_over_after_so_many(db):
    noon = 1_800_000_000
    answers = [is_over("form", limit=3, seconds=60, clock=lambda: noon) for _ in range(5)]
    assert answers == [False, False, False, True, True]


def test_limit_begins_anew_in_the_next_window(db):
    noon = 1_800_000_000
    assert is_over("form", limit=0, seconds=60, clock=lambda: noon)
    assert not is_over("form", limit=1, seconds=60, clock=lambda: noon + 60)
    assert not is_over("another", limit=1, seconds=60, clock=lambda: noon)


@pytest.mark.django_db(transaction=True)
def test_limit_counts_two_hundred_at_once_exactly():
    refused = []

    def send() -> None:
        try:
            refused.extend(
                is_over("crowd", limit=50, seconds=3600, clock=lambda: 7200) for _ in range(25)
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_counter WHERE name = 'crowd'")
    assert len(refused) == 200
    assert refused.count(False) == 50


def test_old_counts_are_forgotten_and_new_ones_kept(db):
    is_over("old", limit=1, seconds=60, clock=lambda: 1_000_000)
    is_over("new", limit=1, seconds=60, clock=lambda: 2_000_000)
    assert forget_old_counts(clock=lambda: 2_000_100) == 1
    assert is_over("new", limit=1, seconds=60, clock=lambda: 2_000_010)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        (2, "6.6.6.6, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_address_is_what_our_proxies_say(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", **headers)) == expected


def test_counter_name_holds_no_address_and_joins_one_subscribers_addresses():
    def name(address: str) -> str:
        return by_address("form", RequestFactory().get("/", REMOTE_ADDR=address))

    assert "192.0.2.7" not in name("192.0.2.7")
    assert name("192.0.2.7") != name("192.0.2.8")
    assert name("2001:db8::1") == name("2001:db8::ffff")
    assert name("2001:db8::1") != name("2001:db8:0:1::1")
    assert name("nonsense") == name("nonsense")
