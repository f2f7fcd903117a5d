"""Tickets of public forms."""

import datetime

import pytest
from django.core import signing
from django.utils import timezone

from portal.lib.tickets import (
    TicketForged,
    TicketTooOld,
    TicketTooYoung,
    new_ticket,
    read_ticket,
)


@pytest.fixture
def later(monkeypatch):
    """Let time pass for the signer."""

    def move(**passed: int) -> None:
        moment = (timezone.now() + datetime.timedelta(**passed)).timestamp()
        monkeypatch.setattr(signing.time, "time", lambda: moment)

    return move


def test_ticket_opens_its_form_with_the_same_key_each_time(later):
    ticket = new_ticket("contact")
    later(seconds=10)
    assert read_ticket("contact", ticket) == read_ticket("contact", ticket)
    later(hours=23)
    assert read_ticket("contact", ticket)


def test_tickets_have_different_keys(later):
    tickets = [new_ticket("contact"), new_ticket("contact")]
    later(seconds=10)
    assert len({read_ticket("contact", ticket) for ticket in tickets}) == 2


def test_ticket_of_another_form_is_forged(later):
    ticket = new_ticket("offer")
    later(seconds=10)
    with pytest.raises(TicketForged):
        read_ticket("contact", ticket)


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "ø" * 5000, "\x00"])
def test_ticket_not_signed_by_us_is_forged(ticket):
    with pytest.raises(TicketForged):
        read_ticket("contact", ticket)


def test_ticket_is_too_young_at_first_and_good_a_moment_later(later):
    ticket = new_ticket("contact")
    later(seconds=1)
    with pytest.raises(TicketTooYoung):
        read_ticket("contact", ticket)
    later(seconds=5)
    assert read_ticket("contact", ticket)


def test_ticket_is_too_old_after_a_day(later):
    ticket = new_ticket("contact")
    later(hours=25)
    with pytest.raises(TicketTooOld):
        read_ticket("contact", ticket)
