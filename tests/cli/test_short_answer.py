"""The answer first: on one screen, with what must never be left out; papers; the front door."""

from __future__ import annotations

import json
import sys
from datetime import date
from html.parser import HTMLParser

import pexpect
import pytest

from safehavens import Corpus
from safehavens.cli.show.answer.answer_text import lay_out_short
from safehavens.wording.languages import ENGLISH
from tests.cli.conftest import Run

ON = date(2026, 11, 29)
CITIES = ("King County, WA", "Chicago, IL", "Harris County, TX", "Los Angeles, CA", "Miami, FL")
KING = ("ask", "King County, WA", "hold", "--who", "jail", "--on", "2026-11-29")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("city", CITIES)
def test_a_settled_answer_fits_on_a_screen(corpus: Corpus, city: str) -> None:
    battery = corpus.lawbook.battery
    assert battery is not None
    settled = 0
    for probe in battery.probes.values():
        decision = corpus.ask(city, probe.action, who=probe.who, on=ON, facts=probe.facts)
        text = lay_out_short(ENGLISH, corpus.lawbook, decision).text()
        lines = text.splitlines()
        assert all(line == line.rstrip() for line in lines)
        assert all(len(line) <= 80 or "://" in line for line in lines), text
        said = flat(text)
        assert f"(law of {ENGLISH.day(ON)})" in said
        assert "It is not legal advice." in said
        for presumed in decision.presumed:
            if presumed.otherwise:
                assert f"{presumed.fact} = " in said, presumed
        if decision.verdict == "depends":
            assert not decision.questions or decision.questions[0].ask in said
            continue
        settled += 1
        assert len(lines) <= 24, text
    assert settled > 90


def test_the_first_line_is_the_answer_with_its_basis_and_how_sure_it_is(run: Run) -> None:
    lines = run(*KING, "warrant=administrative").stdout.splitlines()
    assert lines[0] == "✗ PROHIBITED (a rule says so; confidence: high)"
    assert lines[1].startswith("In King County, Washington, the agency that runs the local jail")


def test_neighboring_actions_are_told_where_there_is_room(run: Run) -> None:
    told = "See also: notify_release (prohibited); use_resources (prohibited)\n"
    assert told in run(*KING, "warrant=administrative").stdout
    assert told in run(*KING).stdout
    paper = run("ask", "King County, WA", "I-247A", "jail", "--on", "2026-11-29").stdout
    assert "See also" not in paper, "each of its questions would repeat the others"


def test_an_open_answer_has_its_outcomes_right_below(run: Run) -> None:
    text = run(*KING, "warrant=unknown").stdout
    assert text.startswith("? DEPENDS\n")
    above, below = text.split("It depends on this\n")
    assert len(above.splitlines()) <= 6
    assert "    none, administrative: prohibited\n" in below
    assert below.index("none, administrative: prohibited") < below.index("What to do")


def test_what_an_action_presumes_is_said_with_how_it_falls(run: Run) -> None:
    """Of several values, too; the other ways to have it written name them, and are plain."""
    assumed = "warrant = none or administrative (judicial: this rule does not apply)"
    text = flat(run(*KING).stdout)
    assert text.startswith("✗ PROHIBITED")
    assert f"Assumed: {assumed}." in text
    spanish = flat(run(*KING, "--lang", "es").stdout)
    assert "warrant = none o administrative (judicial: " in spanish
    whole = flat(run(*KING, "--full").stdout)
    assert "warrant = none or administrative: What warrant comes with the request" in whole
    data = json.loads(run(*KING, "--as", "json").stdout)
    (warrant,) = (one for one in data["presumed"] if one["fact"] == "warrant")
    assert warrant["value"] == ["none", "administrative"]
    assert warrant["otherwise"] == {"judicial": "permitted"}
    assert not any(isinstance(one["value"], list) for one in data["presumed"] if one != warrant)


def test_what_a_law_means_by_its_words_stands_below_the_question(run: Run) -> None:
    words = ("ask", "Fresno County, CA", "notify_release", "jail", "--on", "2026-11-29")
    for form in ((), ("--full",), ("--as", "markdown")):
        said = flat(run(*words, *form).stdout)
        assert "In “California Values Act (SB 54)”: a felony listed in Penal Code section" in said
    spanish = flat(run(*words, "--lang", "es").stdout)
    assert "En “California Values Act (SB 54)”: un delito grave de la lista de la" in spanish
    settled = flat(run(*words, "convicted_serious_felony=yes").stdout)
    assert "Penal Code section 1192.7(c), such as" not in settled


def test_what_to_do_and_by_when(run: Run) -> None:
    done = run("ask", "Fresno County, CA", "notify_release", "jail", "--on", "2026-11-29")
    said = flat(done.stdout)
    assert "say whether it means to comply (§ 7283.1(b)). At once from the receipt" in said


def test_where_the_law_was_not_searched_is_never_cut(run: Run) -> None:
    done = run("ask", "Mexico City", "hold", "--who", "jail")
    assert "Mexico: not searched. Mexico City, Mexico: not searched." in flat(done.stdout)
    assert "PERMITTED" not in done.stdout


def test_what_comes_later_than_the_last_search_is_told(run: Run) -> None:
    done = run("ask", "King County, WA", "hold", "jail", "warrant=none", "--on", "2027-01-15")
    assert "The law as enacted by November" in flat(done.stdout)


def test_all_of_it_is_had_with_full(run: Run) -> None:
    short = run(*KING, "warrant=none").stdout
    full = run(*KING, "warrant=none", "--full").stdout
    assert "All of it: --full." in flat(short)
    assert "us/wa/king/kcc-2-15#hold (must not)" in full
    assert len(full.splitlines()) > len(short.splitlines())


class Tags(HTMLParser):
    """The tags that are open at the end, and the links met."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_a_page_of_its_own(run: Run) -> None:
    page = run(*KING, "warrant=none", "--as", "html").stdout
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert page.startswith("<!doctype html>\n")
    assert '<p class="answer">Prohibited' in page
    assert any(link.startswith("http") for link in tags.links)
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--as", "pdf"), "'pdf' is not a form of answer; allowed: text, json, markdown, html."),
        (("--as", "html", "--json"), "Choose one format: --json or --as html."),
        (("--action", "dance"), "'dance' is not an action."),
    ],
)
def test_a_form_that_there_is_not(run: Run, words: tuple[str, ...], says: str) -> None:
    done = run("ask", "King County, WA", "--who", "jail", "hold", *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "PROHIBITED" not in done.stdout


# ---- papers -------------------------------------------------------------------------------------


def test_every_paper_can_be_asked_about_everywhere(corpus: Corpus) -> None:
    papers = corpus.lawbook.synonyms.papers
    assert {"i_247a", "i_200", "judicial_subpoena", "officers_at_the_door"} <= {
        p.id for p in papers
    }
    for paper in papers:
        for action in paper.actions:
            answer = corpus.ask("Denver, CO", action, who="jail", on=ON, facts=dict(paper.facts))
            assert answer.action == action


@pytest.mark.parametrize("name", ["I-247A", "i247a", "Form I-247A", "formulario I-247A"])
def test_a_paper_is_answered_whole(run: Run, name: str) -> None:
    done = run("ask", "King County, WA", name, "--who", "jail", "--on", "2026-11-29")
    said = flat(done.stdout)
    assert said.startswith("An immigration detainer (Form I-247A). It asks for three things.")
    for answer in (
        "✗ PROHIBITED · hold: keep a person past release",
        "Assumed: warrant = none or administrative (judicial: this rule does not apply)",
        "✗ PROHIBITED · notify_release: tell immigration officers",
        "! REQUIRED · inform_person: tell the person",
    ):
        assert answer in said, answer
    assert done.stdout.count("Corpus ") == 1
    assert said.count("explain in writing the right not to disclose nationality") <= 2


def test_a_paper_as_html_is_one_page(run: Run) -> None:
    page = run("ask", "Denver, CO", "I-247A", "jail", "--as", "html").stdout
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert page.count("<!doctype html>") == 1
    assert page.count('<p class="answer">') == 3


def test_the_warrant_beside_a_detainer_says_which_it_is(run: Run) -> None:
    done = run("ask", "King County, WA", "I-247A", "I-200", "jail", "--json", "--on", "2026-11-29")
    data = json.loads(done.stdout)
    assert data["paper"] == "i_247a"
    assert [one["verdict"] for one in data["answers"]][:2] == ["prohibited", "prohibited"]
    told = {"warrant": "administrative", "detainer": True}
    assert all(one["given"] == told for one in data["answers"])


def test_a_paper_tells_what_it_is(run: Run) -> None:
    data = json.loads(run("ask", "Denver, CO", "I-200", "jail", "--json").stdout)
    assert {one["action"] for one in data["answers"]} == {
        "hold", "arrest_civil", "transfer", "allow_nonpublic_access",
    }  # fmt: skip
    assert all(one["given"]["warrant"] == "administrative" for one in data["answers"])
    said = json.loads(
        run("ask", "Denver, CO", "I-200", "jail", "warrant=judicial", "--json").stdout
    )
    assert said["answers"][0]["given"]["warrant"] == "judicial"  # what is given wins


def test_an_action_beside_a_paper_is_the_question(run: Run) -> None:
    data = json.loads(run("ask", "Denver, CO", "detainer", "I-200", "jail", "--json").stdout)
    assert (data["action"], data["given"]) == ("hold", {"warrant": "administrative"})


@pytest.mark.parametrize(
    "words",
    [("I-247A", "hold", "jail"), ("I-247A", "jail", "--action", "hold"),
     ("hold", "jail", "judicial subpoena")],
)  # fmt: skip
def test_a_paper_beside_an_action_is_no_second_question(run: Run, words: tuple[str, ...]) -> None:
    data = json.loads(run("ask", "Denver, CO", *words, "--json").stdout)
    first = data["answers"][0] if "answers" in data else data
    assert first["action"] == "hold"
    told = {"court_order": True} if "judicial subpoena" in words else {"detainer": True}
    assert first["given"] == told


def test_several_actions(run: Run) -> None:
    done = run("ask", "Denver, CO", "jail", "warrant=none", "--action", "detainer,notify_release",
               "--json")  # fmt: skip
    data = json.loads(done.stdout)
    assert data["paper"] is None
    assert [one["action"] for one in data["answers"]] == ["hold", "notify_release"]


# ---- the front door and the interview -----------------------------------------------------------


def spawn(*words: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable, ["-m", "safehavens", *words], encoding="utf-8", dimensions=(60, 200),
        timeout=60,
    )  # fmt: skip


def test_without_words_and_without_a_terminal_it_says_what_to_write(run: Run) -> None:
    done = run("ask")
    assert done.returncode == 2
    assert "Say what is asked about: a place, an action and an agency" in done.stderr


def test_the_front_door_asks_where_who_and_what() -> None:
    child = spawn("ask")
    child.expect("Which city, county or state")
    child.sendline("Gotham")
    child.expect("Gotham")
    child.sendline("Broward County, FL")
    child.expect("Who are you")
    child.sendline("jail clerk")
    child.expect("What happened")
    child.sendline("detainer")
    child.expect("What warrant comes with the request")
    child.sendline("I-200")
    child.expect("REQUIRED")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_front_door_asks_which_place_is_meant_and_takes_a_paper() -> None:
    child = spawn("ask")
    child.expect("Which city, county or state")
    child.sendline("King County")
    child.expect("Who are you")
    child.sendline("jail")
    child.expect("What happened")
    child.sendline("I-200")
    child.expect("Which place is meant")
    child.sendline("1")
    child.expect("An administrative arrest warrant")
    child.expect("PROHIBITED")
    child.expect(pexpect.EOF)


def test_the_front_door_can_be_left() -> None:
    child = spawn("ask")
    child.expect("Which city")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


def test_an_interview_takes_back_why_and_not_known() -> None:
    child = spawn("ask", "Broward County, FL", "hold", "jail", "--on", "2026-11-29")
    child.expect(r"So far: \? depends. It may be required or")
    child.expect(r"\[1–3\]")
    child.sendline("back")
    child.expect("This is the first question")
    child.expect(r"\[1–3\]")
    child.sendline("why")
    child.expect("administrative: required")
    child.expect("908.105")
    child.expect(r"\[1–3\]")
    child.sendline("don't know")
    child.expect("DEPENDS")
    child.expect(pexpect.EOF)


def test_an_interview_says_what_a_law_means_by_its_words() -> None:
    child = spawn("ask", "Fresno County, CA", "notify_release", "jail", "--on", "2026-11-29")
    child.expect(r"state prison[^\[]*\[y/n\]")
    child.sendline("n")
    child.expect("that the law here calls")
    child.expect(r"In .California Values Act \(SB 54\).: a felony listed in")
    child.expect(r"\[y/n\]")
    child.sendline("quit")
    child.expect(pexpect.EOF)
