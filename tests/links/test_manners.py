"""A check is polite: one thing at a time, with pauses, where robots are let in, and in its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from safehavens.links.public_network import is_public
from tests.links.answering_site import Answer, AnsweringSite, Asked, page
from tests.links.conftest import QUICK, Check


def test_one_request_at_a_time_to_a_host_with_a_pause(site: AnsweringSite, check: Check) -> None:
    urls = []
    for host in ("127.0.0.1", "localhost"):
        for number in range(4):
            site.answers[f"/{number}"] = replace(page(f"Rule {number}."), seconds=0.05)
            urls.append(site.url(f"/{number}", host))
    records = check(*urls, manners=replace(QUICK, pause=0.1))
    assert {record.result for record in records.values()} == {"ok"}
    for host in ("127.0.0.1", "localhost"):
        of_host = [one for one in site.requests if one.host == host]
        assert len(of_host) == 5  # robots.txt once
        for one, other in pairwise(of_host):
            assert other.began - one.ended >= 0.09
    spans = sorted((one.began, one.ended, one.host) for one in site.requests)
    assert any(other[0] < one[1] for one, other in pairwise(spans)), "hosts side by side"


def test_a_redirect_waits_for_the_other_host_too(site: AnsweringSite, check: Check) -> None:
    site.answers["/slow"] = replace(page("A rule."), seconds=0.3)
    site.answers["/there"] = Answer(302, headers={"Location": site.url("/slow", "localhost")})
    check(site.url("/there"), site.url("/slow", "localhost"))
    second = sorted((one.began, one.ended) for one in site.requests if one.host == "localhost")
    assert len(second) == 3
    assert all(other[0] >= one[1] for one, other in pairwise(second))


def test_it_says_who_it_is(site: AnsweringSite, check: Check) -> None:
    site.answers["/law"] = page("A rule.")
    check(site.url("/law"))
    assert {one.headers["user-agent"].partition("/")[0] for one in site.requests} == {"safehavens"}


@pytest.mark.parametrize(
    ("rules", "result"),
    [
        ("User-agent: *\nDisallow: /private/", "ok"),
        ("User-agent: *\nDisallow: /law", "robots"),
        ("User-agent: *\nDisallow: /*.html$", "robots"),
        ("User-agent: *\nDisallow: /\nAllow: /law", "ok"),
        ("User-agent: safehavens\nDisallow: /\n\nUser-agent: *\nDisallow:", "robots"),
        ("User-agent: other\nDisallow: /", "ok"),
        ("\x00 not rules \xff", "ok"),
    ],
)
def test_rules_for_robots_are_obeyed(
    site: AnsweringSite, check: Check, rules: str, result: str
) -> None:
    site.answers["/robots.txt"] = Answer(200, rules.encode("latin-1"))
    site.answers["/law/1.html"] = page("A rule.")
    url = site.url("/law/1.html")
    assert check(url)[url].result == result
    assert len(site.asked("/law/1.html")) == (result == "ok")


def test_rules_hold_where_an_address_leads(site: AnsweringSite, check: Check) -> None:
    site.answers["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /hidden")
    site.answers["/law"] = Answer(301, headers={"Location": "/hidden"})
    assert check(site.url("/law"))[site.url("/law")].result == "robots"
    assert site.asked("/hidden") == []


@pytest.mark.parametrize(
    ("status", "result", "reason"),
    [(404, "ok", "first"), (403, "ok", "first"), (500, "not_reached", "robots_unread")],
)
def test_rules_that_cannot_be_read(
    site: AnsweringSite, check: Check, status: int, result: str, reason: str
) -> None:
    site.answers["/robots.txt"] = Answer(status)
    site.answers["/law"] = page("A rule.")
    record = check(site.url("/law"))[site.url("/law")]
    assert (record.result, record.reason) == (result, reason)


def test_a_crawl_delay_is_obeyed_up_to_a_bound(site: AnsweringSite, check: Check) -> None:
    site.answers["/robots.txt"] = Answer(200, b"User-agent: *\nCrawl-delay: 0.4")
    site.answers |= {"/1": page("One."), "/2": page("Two.")}
    check(site.url("/1"), site.url("/2"))
    assert site.asked("/2")[0].began - site.asked("/1")[0].ended >= 0.39
    record = check(site.url("/1"), manners=replace(QUICK, longest_pause=0.1))[site.url("/1")]
    assert (record.result, record.reason) == ("not_reached", "slow")


def test_retry_after_is_waited_for(site: AnsweringSite, check: Check) -> None:
    def say(asked: Asked) -> Answer:
        busy = Answer(503, headers={"Retry-After": "1"})
        return busy if asked is site.asked("/law")[0] else page("A rule.")

    site.answers["/law"] = say
    assert check(site.url("/law"))[site.url("/law")].result == "ok"
    first, second = site.asked("/law")
    assert second.began - first.ended >= 0.99


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_for_more_is_left_alone(
    site: AnsweringSite, check: Check, form: str
) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    value = "3600" if form == "seconds" else format_datetime(later, usegmt=True)
    site.answers["/1"] = Answer(429, headers={"Retry-After": value})
    site.answers["/2"] = page("Two.")
    records = check(site.url("/1"), site.url("/2"))
    assert {record.result for record in records.values()} == {"not_reached"}
    assert {record.reason for record in records.values()} == {"busy"}
    assert len(site.asked("/1")) == 1
    assert site.asked("/2") == []


def test_private_hosts_are_not_asked(site: AnsweringSite, check: Check) -> None:
    site.answers["/law"] = page("A rule.")
    urls = [site.url("/law"), site.url("/law", "localhost"), site.url("/law", "2130706433"),
            site.url("/law", "[::ffff:127.0.0.1]"), site.url("/law", "0.0.0.0")]  # fmt: skip  # noqa: S104
    records = check(*urls, manners=replace(QUICK, private=False))
    assert {(one.result, one.reason) for one in records.values()} == {("not_reached", "private")}
    assert site.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
