"""What a check says of an address: only what its host said."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.links.answering_site import Answer, AnsweringSite, page
from tests.links.conftest import QUICK, Check


def test_a_text_is_recorded_then_the_same_then_changed_then_back(
    site: AnsweringSite, check: Check
) -> None:
    url = site.url("/law")
    site.answers["/law"] = page("No officer shall ask.")
    first = check(url)[url]
    assert (first.result, first.reason, first.status) == ("ok", "first", 200)
    site.answers["/law"] = page("No   officer\nshall ask.")  # with another menu and script
    same = check(url)[url]
    assert (same.result, same.reason, same.digest) == ("ok", None, first.digest)
    site.answers["/law"] = page("An officer may ask.")
    changed = check(url)[url]
    assert (changed.result, changed.digest) == ("changed", first.digest)
    assert changed.changed_to not in (None, first.digest)
    assert check(url)[url].result == "changed", "it stays told"
    site.answers["/law"] = page("No officer shall ask.")
    back = check(url)[url]
    assert (back.result, back.changed, back.changed_to) == ("ok", None, None)


def test_a_change_is_settled_once_the_law_was_read_again(site: AnsweringSite, check: Check) -> None:
    url = site.url("/law")
    today = datetime.now(UTC).date()
    site.answers["/law"] = page("One.")
    check(url)
    site.answers["/law"] = page("Two.")
    assert check(url, read_on=today)[url].result == "changed", "whether before is not known"
    again = check(url, read_on=today + timedelta(days=1))[url]
    assert (again.result, again.reason) == ("ok", "read_again")
    assert check(url, read_on=date(2020, 1, 1))[url].reason is None


def test_an_unchanged_version_is_not_sent_again(site: AnsweringSite, check: Check) -> None:
    url = site.url("/law")
    site.answers["/law"] = page(
        "A rule.", ETag='"7"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT"
    )
    check(url)
    assert "if-none-match" not in site.asked("/law")[0].headers
    site.answers["/law"] = lambda asked: Answer(304 if "if-none-match" in asked.headers else 500)
    record = check(url)[url]
    sent = site.asked("/law")[1].headers
    assert sent["if-none-match"] == '"7"'
    assert sent["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert (record.result, record.status) == ("ok", 304)


def test_a_version_that_had_changed_is_still_told_so(site: AnsweringSite, check: Check) -> None:
    url = site.url("/law")
    site.answers["/law"] = page("One.")
    check(url)
    site.answers["/law"] = page("Two.", ETag='"8"')
    check(url)
    site.answers["/law"] = Answer(304)
    assert check(url)[url].result == "changed"


def test_moved_is_for_good_and_a_detour_is_not(site: AnsweringSite, check: Check) -> None:
    site.answers["/new"] = page("A rule.")
    site.answers["/old"] = Answer(301, headers={"Location": "/new"})
    site.answers["/detour"] = Answer(302, headers={"Location": site.url("/new")})
    old, detour = site.url("/old"), site.url("/detour")
    records = check(old, detour)
    assert (records[old].result, records[old].final) == ("moved", site.url("/new"))
    assert (records[detour].result, records[detour].final) == ("ok", site.url("/new"))
    assert records[old].digest == records[detour].digest


def test_changed_says_more_than_moved(site: AnsweringSite, check: Check) -> None:
    url = site.url("/old")
    site.answers["/old"] = page("One.")
    check(url)
    site.answers |= {"/old": Answer(308, headers={"Location": "/new"}), "/new": page("Two.")}
    record = check(url)[url]
    assert (record.result, record.final) == ("changed", site.url("/new"))


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_what_the_host_says(site: AnsweringSite, check: Check, status: int) -> None:
    url = site.url("/law")
    site.answers["/law"] = page("A rule.")
    before = check(url)[url]
    site.answers["/law"] = Answer(status)
    record = check(url)[url]
    assert (record.result, record.status, record.digest) == ("gone", status, before.digest)


@pytest.mark.parametrize("status", [401, 403, 451, 500, 502])
def test_a_refusal_or_an_error_is_not_gone(site: AnsweringSite, check: Check, status: int) -> None:
    site.answers["/law"] = Answer(status)
    record = check(site.url("/law"))[site.url("/law")]
    assert (record.result, record.reason, record.detail) == ("not_reached", "status", str(status))


def test_a_network_that_fails_is_not_gone(site: AnsweringSite, check: Check) -> None:
    site.answers["/robots.txt"] = page("")
    site.answers["/slow"] = Answer(404, seconds=1.5)
    site.answers["/cut"] = Answer(404, b"x" * 1000, cut=True)
    slow, cut = site.url("/slow"), site.url("/cut")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/law"
    unknown = "http://no-such-host.invalid/law"
    records = check(slow, cut, closed, unknown)
    assert {record.result for record in records.values()} == {"not_reached"}
    assert records[slow].reason == "timeout"
    assert records[cut].reason in ("protocol", "connection")
    assert records[closed].reason == "connection"
    assert records[unknown].reason == "no_name"
    assert len(site.asked("/slow")) == QUICK.most_tries


def test_redirects_have_a_bound(site: AnsweringSite, check: Check) -> None:
    for step in range(9):
        site.answers[f"/{step}"] = Answer(302, headers={"Location": f"/{step + 1}"})
    site.answers["/a"] = Answer(301, headers={"Location": "/b"})
    site.answers["/b"] = Answer(301, headers={"Location": "/a"})
    site.answers["/mail"] = Answer(301, headers={"Location": "mailto:clerk@example.org"})
    long, circle, mail = site.url("/0"), site.url("/a"), site.url("/mail")
    records = check(long, circle, mail)
    assert (records[long].reason, records[long].detail) == ("redirects", "5")
    assert len([one for one in site.requests if one.path[1:].isdecimal()]) == 6
    assert records[circle].reason == "circle"
    assert records[mail].reason == "bad_address"


def test_what_is_too_large_or_empty_is_not_compared(site: AnsweringSite, check: Check) -> None:
    site.answers["/large"] = Answer(200, b"x" * 200_000, {"Content-Type": "text/plain"})
    site.answers["/script"] = Answer(
        200, b"<html><body><script>draw()</script></body></html>", {"Content-Type": "text/html"}
    )
    large, script = site.url("/large"), site.url("/script")
    manners = replace(QUICK, most_bytes=100_000)
    records = check(large, script, manners=manners)
    assert (records[large].result, records[large].reason) == ("ok", "too_large")
    assert (records[script].result, records[script].reason) == ("ok", "no_text")
    assert records[large].digest is records[script].digest is None


def test_packed_content_is_bounded_when_unpacked(site: AnsweringSite, check: Check) -> None:
    import gzip

    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    site.answers["/bomb"] = Answer(
        200, bomb, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    )
    assert check(site.url("/bomb"))[site.url("/bomb")].reason == "too_large"


def test_an_address_that_is_none(check: Check) -> None:
    records = check("http://", "ftp://example.org/law")
    assert {record.reason for record in records.values()} == {"bad_address"}


def test_a_part_of_a_page_is_asked_as_the_page(site: AnsweringSite, check: Check) -> None:
    site.answers["/law"] = page("A rule.")
    url = site.url("/law#section-7")
    assert (check(url)[url].result, check(url)[url].final) == ("ok", None)
