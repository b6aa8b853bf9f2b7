"""`safehavens ask`, as a records clerk uses it."""

from __future__ import annotations

import json
import os
import sys

import pexpect
import pytest

from safehavens import Corpus
from tests.cli.conftest import Run

CHICAGO = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01")
FRESNO = ("ask", "Fresno County, CA", "notify_release", "--who", "jail", "--on", "2024-05-01")


def test_the_whole_answer_says_everything(run: Run) -> None:
    done = run(*CHICAGO, "warrant=administrative", "--full")
    assert done.returncode == 0
    text = done.stdout
    assert text.startswith("✗ PROHIBITED\n")
    for words in (
        "us/il/chicago/welcoming-city#hold (must not)",
        "MCC 2-173-020(a)(1)",
        "In force from some day between January 27, 2021 and February 28, 2021",
        "Confidence: high",
        "a copy of the text was read on November 23, 2026",
        "https://codelibrary.amlegal.com/",
        "warrant = administrative",
        "court_order = false",
        "us/il/trust-act#report",
        "The law of May 1, 2024",
        "It is not legal advice",
    ):
        assert words in " ".join(text.split()), words


def test_what_is_set_aside_and_by_which_rule(run: Run) -> None:
    done = run("ask", "SF", "hold", "--who", "jail", "--on", "2019-05-01", "warrant=none",
               "convicted_violent_felony=yes", "years_since_conviction=3",
               "charged_with=violent_felony", "probable_cause_found=yes", "--full")  # fmt: skip
    text = " ".join(done.stdout.split())
    assert text.startswith("✗ PROHIBITED")
    assert (
        "Set aside • us/ca/sf/admin-12i#hold-may by us/ca/values-act#hold: "
        "it comes from a higher place and preempts."
    ) in text


def test_a_ruling_that_took_a_norm_out_is_shown(run: Run) -> None:
    done = run("ask", "Travis County, TX", "hold", "--who", "jail", "--on", "2017-09-10",
               "warrant=administrative", "--full")  # fmt: skip
    text = " ".join(done.stdout.split())
    assert "us/tx/sb4#honor-detainers. Ruling: City of El Cenizo v. Texas" in text
    assert "enjoined by a court from August 30, 2017 until September 25, 2017" in text


def test_the_first_lines_say_what_comes_next_and_what_was_not_read(run: Run) -> None:
    done = run("ask", "Harris County, TX", "join_287g", "--who", "sheriff", "--on", "2026-11-29")
    first = " ".join(done.stdout.split())
    assert first.startswith("✓ PERMITTED")
    for words in (
        "Required from December 1, 2026: Texas Senate Bill 8 of 2025",
        "(a rule grants it; confidence: ",
    ):
        assert words in first, words


def test_neighboring_actions_are_shown(run: Run) -> None:
    done = run("ask", "King County, WA", "transfer", "--who", "jail", "--on", "2026-06-01",
               "warrant=administrative", "--full")  # fmt: skip
    see_also = " ".join(done.stdout.partition("See also")[2].split())
    assert "• use_resources: Prohibited. County staff may spend no time, money" in see_also
    assert "us/wa/king/kcc-2-15#use-resources: King County Code" in see_also
    memo = run("ask", "King County, WA", "transfer", "--who", "jail", "--on", "2026-06-01",
               "warrant=administrative", "--markdown")  # fmt: skip
    assert "## See also\n\n- hold: Prohibited. " in memo.stdout


def test_a_listed_fact_is_told_once(run: Run) -> None:
    turning = run("ask", "Harris County, TX", "arrest_civil", "--who", "sheriff",
                  "--on", "2026-05-18", "--full")  # fmt: skip
    text = " ".join(turning.stdout.split())
    assert text.count("• agreement") == 1
    assert "• agreement = none: Not listed on May 18, 2026 in “ICE's lists" in text
    memo = run("ask", "Harris County, TX", "arrest_civil", "--who", "sheriff",
               "--on", "2026-05-18", "--markdown")  # fmt: skip
    assert memo.stdout.count("- agreement = none: Not listed") == 1


def test_explain_lists_every_norm_considered(run: Run) -> None:
    done = run(*CHICAGO, "warrant=administrative", "--explain")
    text = " ".join(done.stdout.split())
    assert "Every other rule considered" in text
    assert "us/federal/fourth-amendment#hold: its condition is not met." in text


def test_an_open_answer_lists_its_questions_best_first(run: Run) -> None:
    done = run(*FRESNO, "convicted_felony=no", "convicted_misdemeanor=no", "--json")
    decision = json.loads(done.stdout)
    assert decision["verdict"] == "depends"
    assert decision["possible"] == ["prohibited", "permitted"]
    asked = [question["fact"] for question in decision["questions"]]
    assert asked[0] == "probable_cause_found"
    assert set(asked) == {
        "charged_with", "probable_cause_found",
        "ca_charge_state_prison",
    }  # fmt: skip


def test_json_holds_what_the_page_says(run: Run) -> None:
    decision = json.loads(run(*CHICAGO, "warrant=administrative", "--json").stdout)
    assert decision["verdict"] == "prohibited"
    assert decision["reasons"][0]["considered"]["citation"]["norm"].endswith("welcoming-city#hold")
    assert decision["on"] == "2024-05-01"
    assert "not legal advice" in decision["disclaimer"]


def test_markdown_is_a_memo(run: Run) -> None:
    memo = run(*CHICAGO, "warrant=administrative", "--markdown").stdout
    assert memo.startswith("# hold: Chicago, Illinois, police\n\n**Prohibited.**\n")
    assert "\n## Because\n\n- us/il/chicago/welcoming-city#hold (must not)\n  - " in memo
    assert "https://codelibrary.amlegal.com/" in memo
    assert "Memo written: " in memo
    assert "not legal advice" in memo


def test_a_memo_says_what_lists_say_and_whose_agency_it_is(run: Run) -> None:
    memo = run("ask", "Seattle", "hold", "--who", "jail", "--on", "2026-03-01", "--markdown").stdout
    assert "jail of King County, Washington" in memo
    assert "- agreement: Not listed on" in memo
    assert "## Given" not in run("ask", "Mexico City", "hold", "--who", "jail", "--markdown").stdout


@pytest.mark.parametrize(
    "form", ["--json", "--markdown", "--explain", "--full", "--as=html", "--as=text"]
)
def test_a_private_fact_is_used_and_not_kept(run: Run, form: str) -> None:
    private = "lawful_presence: no\nqualified_alien: no\n"
    done = run("ask", "Arizona", "provide_services", "--who", "any_agency", "--facts", "-",
               "benefit_source=state", form, input=private)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "lawful_presence = " not in done.stdout
    if form == "--json":
        decision = json.loads(done.stdout)
        assert set(decision["private"]) == {"lawful_presence", "qualified_alien"}
        assert set(decision["given"]) == {"benefit_source"}


def test_facts_from_a_file_and_words_that_win(run: Run, tmp_path: object) -> None:
    done = run(*CHICAGO, "--facts", "-", "warrant=judicial", "--json", input="warrant: none\n")
    assert json.loads(done.stdout)["given"] == {"warrant": "judicial"}


BAD = [
    (("ask", "Chicagoo", "hold", "--who", "jail"), "Chicago, Illinois"),
    (("ask", "", "hold", "--who", "jail"), "place"),
    (("ask", "Chicago", "dance", "--who", "jail"), "'dance' is not an action. Choose one of: hold"),
    (("ask", "Chicago", "hold", "--who", "plumber"), "'plumber' is not an agency kind."),
    (
        ("ask", "Chicago", "hold"),
        "Say which agency is asked about: --who with one of police, sher",
    ),
    (("ask", "Chicago", "dance"), "'dance' is not an action"),
    ((*CHICAGO, "moon=full"), "There is no fact 'moon'"),
    (
        (*CHICAGO, "warrant=paper"),
        "'paper' is not a valid value of warrant; allowed: none, administrative",
    ),
    ((*CHICAGO, "minor=maybe"), "'maybe' is not a valid value of minor; allowed: true or false."),
    (
        (*CHICAGO, "age=old"),
        "'old' is not a valid value of age; allowed: a number of years, from 0.",
    ),
    ((*CHICAGO, "age=nan"), "nan is not a valid value of age"),
    ((*CHICAGO, "warrant"), "warrant needs a value, such as warrant=judicial."),
    ((*CHICAGO, "age"), "age needs a value, such as age=5."),
    ((*CHICAGO, "zebra"), "'zebra' cannot be placed; write a fact as FACT=VALUE"),
    ((*CHICAGO, "minor=yes", "minor=no"), "The fact minor is given twice."),
    ((*CHICAGO, "agency_level=state"), "agency_level is read off the place"),
    (
        (*CHICAGO, "convicted_serious_felony=yes", "convicted_felony=no"),
        "convicted_serious_felony=true contradicts convicted_felony=false",
    ),
    (
        ("ask", "Chicago", "hold", "--who", "jail", "--on", "someday"),
        "'someday' is not a valid date",
    ),
    (
        ("ask", "Chicago", "hold", "--who", "jail", "--on", "2024-02-30"),
        "'2024-02-30' is not a valid date",
    ),
    ((*CHICAGO, "--facts", "nowhere.yaml"), "nowhere.yaml cannot be read: No such file"),
    ((*CHICAGO, "--law", "nowhere"), "nowhere is not a folder of law files."),
    (
        ("norm", "us/ca/values-act#hodl"),
        "There is no norm 'us/ca/values-act#hodl'; did you mean us",
    ),
    (("place", "Atlantis City of Nowhere"), "Atlantis"),
    (("history", "Chicago", "hold"), "Say which agency is asked about"),
    (("cases", "nowhere.yaml"), "nowhere.yaml cannot be read"),
    (("check", "nowhere.yaml"), "nowhere.yaml cannot be read"),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
def test_bad_input_gets_one_clear_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("safehavens: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_fact_file_that_holds_no_mapping(run: Run) -> None:
    done = run(*CHICAGO, "--facts", "-", input="- warrant\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input must be a mapping" in done.stderr


def test_on_a_terminal_it_asks_until_it_is_settled() -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "safehavens", *FRESNO], encoding="utf-8", dimensions=(60, 200)
    )
    for _ in range(20):
        found = child.expect([r"\[y/n\]", r"\[1–5\]", r"\[years\]", "PROHIBITED"], timeout=30)
        if found == 3:
            break
        child.sendline(["n", "1", "3"][found])
    child.expect("7284.6")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_on_a_terminal_a_wrong_answer_is_asked_again_and_q_stops() -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "safehavens", *FRESNO], encoding="utf-8", dimensions=(60, 200)
    )
    child.expect(r"\[y/n\]", timeout=30)
    child.sendline("perhaps")
    child.expect("'perhaps' is not a valid value of")
    child.expect(r"\[y/n\]")
    child.sendline("q")
    child.expect("DEPENDS")
    child.expect("It depends on this")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize(
    ("question", "who", "action"),
    [
        ("Can the police hold someone for ICE?", "police", "hold"),
        ("May the county jail tell ICE when someone is released?", "jail", "notify_release"),
        ("¿Puede la policía preguntar por los papeles?", "police", "inquire_status"),
        ("Does the hospital have to ask about immigration status?", "hospital", "inquire_status"),
    ],
)
def test_whom_a_question_asks_about_is_read(run: Run, question: str, who: str, action: str) -> None:
    data = json.loads(run("ask", "Chicago, IL", question, "--as", "json").stdout)
    assert (data["who"], data["action"]) == (who, action)


@pytest.mark.parametrize(
    "question",
    [
        "hold someone for ICE",  # nobody is named
        "Can ICE come into the school?",  # immigration officers are no agency of the place
        "Can the sheriff or the police hold someone for ICE?",  # two are
        "Can they hold me for ICE?",
    ],
)
def test_whom_a_question_does_not_say_is_not_guessed(corpus: Corpus, question: str) -> None:
    assert corpus.reader.words.find_subject(question) is None


def test_a_question_that_names_nobody_asks_for_the_agency(run: Run) -> None:
    done = run("ask", "Chicago, IL", "hold someone for ICE")
    assert done.returncode == 2
    assert "Say which agency is asked about" in done.stderr


def test_on_a_narrow_terminal_a_question_breaks_no_word() -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "safehavens", "ask", "Polk County, IA", "hold", "jail"],
        encoding="utf-8",
        dimensions=(60, 50),
        env=dict(os.environ),
    )  # fmt: skip; readline may set COLUMNS behind os.environ
    child.expect(r"\[1–3\]", timeout=30)
    asked = str(child.before)
    child.sendline("q")
    child.expect(pexpect.EOF)
    assert "administrative" in asked
    assert max(map(len, asked.splitlines())) <= 50


def spawn(*words: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable, ["-m", "safehavens", *words], encoding="utf-8", dimensions=(60, 200)
    )


def test_on_a_terminal_the_agency_is_chosen_in_words_too() -> None:
    child = spawn("ask", "Fresno County, CA", "hold", "warrant=none")
    child.expect("Which agency is asked about", timeout=30)
    child.expect(r"\[1–\d+\]")
    child.sendline("99")
    child.expect("Type a number, or q to stop")
    child.sendline("zeppelin")
    child.expect("'zeppelin' is not an agency kind")
    child.sendline("county jail")
    child.expect("PROHIBITED")


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        (("ask", "Fresno County, CA", "hold"), "Which agency is asked about"),
        (("ask", "King County", "hold", "jail"), "Which place is meant"),
    ],
)
def test_on_a_terminal_q_stops_everywhere(words: tuple[str, ...], asks: str) -> None:
    child = spawn(*words)
    child.expect(asks, timeout=30)
    child.expect(r"\[1–\d+\]")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


def test_on_a_terminal_ctrl_c_ends_and_ctrl_d_gives_the_answer_so_far() -> None:
    child = spawn(*FRESNO)
    child.expect(r"\[y/n\]", timeout=30)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    child = spawn(*FRESNO)
    child.expect(r"\[y/n\]", timeout=30)
    child.sendeof()
    child.expect("DEPENDS")
    child.expect("It depends on this")


def test_on_a_terminal_the_place_is_asked_for_and_answers_are_read_as_people_write_them() -> None:
    words = ["ask", "Polk County", "detainer", "jail", "--on", "5/1/2024"]
    child = pexpect.spawn(
        sys.executable, ["-m", "safehavens", *words], encoding="utf-8", dimensions=(60, 200)
    )
    child.expect("Which place is meant", timeout=30)
    child.expect("1 Polk County, Iowa")
    child.sendline("seven")
    child.expect("Type a number")
    child.sendline("1")
    child.expect("What warrant comes with the request", timeout=30)
    child.sendline("I-200")
    child.expect("REQUIRED")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize(
    "words",
    [
        ("King County, WA", "detainer", "jail", "I-200"),
        ("I-200", "jail", "King County, WA", "ICE hold"),
        ("King", "County", "WA", "hold", "JAIL", "warrant=ICE"),
        ("King County, WA", "retención de inmigración", "cárcel", "warrant=administrativa"),
    ],
)
def test_words_in_any_order(run: Run, words: tuple[str, ...]) -> None:
    decision = json.loads(run("ask", *words, "--on", "Nov 29, 2026", "--json").stdout)
    assert decision["place_name"] == "King County, Washington"
    assert (decision["action"], decision["who"]) == ("hold", "jail")
    assert decision["given"] == {"warrant": "administrative"}
    assert decision["on"] == "2026-11-29"
    assert decision["verdict"] == "prohibited"
    assert "Read " in decision["note"]


def test_all_mistakes_are_told_together(run: Run) -> None:
    done = run("ask", "King Conty, WA", "dance", "--who", "plumber", "--on", "13/45/2026",
               "warrant=paper")  # fmt: skip
    assert done.returncode == 2
    for part in ("King Conty", "'dance'", "'plumber'", "'13/45/2026'", "'paper'"):
        assert part in done.stderr


def test_a_rule_whose_day_is_not_known_is_said_so(run: Run) -> None:
    """Rio Arriba County's policy began between two reports of 2014."""
    on = ("--on", "2014-06-01", "warrant=none")
    done = run("ask", "Rio Arriba County, NM", "hold", "--who", "jail", *on, "--full")
    text = " ".join(done.stdout.split())
    assert text.startswith("? DEPENDS")
    assert "no source gives the exact day" in text
    assert "In force from some day between March 4, 2014 and September 18, 2014" in text
    assert "since September 18, 2014" not in text
