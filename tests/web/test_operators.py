"""Who stands behind a copy: the operator's file, reports of mistakes, legal help, last searches."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.web.app import create_app
from safehavens.web.operators.operator_form import read_operator
from tests.web.html import Page

DOCS = Path(__file__).parents[2] / "docs" / "operators.md"
CHICAGO = "/place/country:us/state:il/place:chicago"
HOLD = "/ask?place=Chicago, IL&who=police&action=hold&on=2024-05-01&warrant=administrative"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the page for operators shows."""
    text = re.search(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    assert text is not None
    path = tmp_path_factory.mktemp("operator") / "operator.yaml"
    path.write_text(text[1], "utf-8")
    return path


@pytest.fixture(scope="module")
def run_by(corpus: Corpus, form: Path) -> TestClient:
    app = create_app(corpus, operator=read_operator(form, corpus))
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="module")
def mailed(corpus: Corpus, form: Path) -> TestClient:
    """A copy whose operator takes mistakes by e-mail."""
    text = re.sub(r"(?m)^mistakes: .*$", "mistakes: law@example.org", form.read_text("utf-8"))
    path = form.with_name("mail.yaml")
    path.write_text(text, "utf-8")
    return TestClient(create_app(corpus, operator=read_operator(path, corpus)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("mistakes:", "mistake:", ":7: error: field mistake: There is no field 'mistake'; did you"),
        ("name: Example County Law Library", "name: ' '", ":2: error: field name: is blank"),
        ("address: https://law", "address: law", ":6: error: field address: 'law.example.org' is"),
        ("mistakes: https://law", "mistakes: law", ":7: error: field mistakes: 'law.example.org/"),
        ("[Illinois,", "[Illinoi,", ':14: error: field help.0.places: No place called "Illinoi"'),
        ("    phone:", "    fax:", ":11: error: field help.0.fax: There is no field 'fax'"),
        ("help:", "help: [x: y", "error: not YAML"),
    ],
)
def test_a_wrong_file_is_told_by_line_and_field(
    corpus: Corpus, form: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = form.read_text("utf-8")
    assert old in text
    path = tmp_path / "operator.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadRequest) as raised:
        read_operator(path, corpus)
    assert told in str(raised.value)
    assert str(raised.value).startswith(str(path))


def test_a_helper_without_a_way_to_reach_them_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "operator.yaml"
    path.write_text("name: A\nhelp:\n  - name: B\n", "utf-8")
    with pytest.raises(BadRequest, match=r":3: error: field help\.0: needs a url or a phone"):
        read_operator(path, corpus)
    with pytest.raises(BadRequest, match="cannot be read"):
        read_operator(tmp_path / "none.yaml", corpus)


def test_every_page_says_who_runs_it(run_by: TestClient, client: TestClient) -> None:
    for path in ("/", "/about", CHICAGO, "/search?q=hold", "/nope"):
        text = Page(run_by.get(path).text).text
        assert "This copy is run by Example County Law Library." in text, path
        assert "This copy is run by" not in Page(client.get(path).text).text
    assert "has not said who they are" in client.get("/about").text
    spanish = run_by.get("/es/about").text
    assert "La biblioteca jurídica mantiene esta copia" in spanish


def test_an_operator_changes_what_is_kept(run_by: TestClient, client: TestClient) -> None:
    """A browser that kept a page of another operator does not show it again."""
    old = client.get("/about").headers["etag"]
    assert run_by.get("/about", headers={"If-None-Match": old}).status_code == 200


def test_legal_help_is_that_of_the_place(run_by: TestClient, client: TestClient) -> None:
    for path in (CHICAGO, HOLD, "/paper?place=Chicago, IL&who=jail&paper=i_247a"):
        text = run_by.get(path).text
        assert 'href="https://legalaid.example.org"' in text, path
        assert 'href="https://directory.example.org"' in text
        assert "+1 555 0100" in text
        assert "Legal help" not in client.get(path).text
    gary = run_by.get("/place/country:us/state:in/place:gary").text
    assert "legalaid.example.org" in gary  # it lies in Lake County
    boise = run_by.get("/place/country:us/state:id/place:boise_city").text
    assert "legalaid.example.org" not in boise
    assert "directory.example.org" in boise


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("/norm/us/il/trust-act/hold", "us/il/trust-act#hold"),
        ("/instrument/us/il/trust-act", "us/il/trust-act"),
        ("/ruling/us/courts/galarza-v-szalczyk", "us/courts/galarza-v-szalczyk"),
        (CHICAGO, "ocd-division/country:us/state:il/place:chicago"),
        (HOLD, "hold: Chicago, Illinois, police"),
        ("/paper?place=Chicago, IL&who=jail&paper=i_247a", "i_247a: Chicago, Illinois, jail"),
    ],
)
def test_a_report_names_what_the_page_shows(
    client: TestClient, run_by: TestClient, mailed: TestClient, path: str, subject: str
) -> None:
    corpus = client.app.state.site.corpus.version[:12]  # type: ignore[attr-defined]
    plain = client.get(path).text
    report = unescape(plain.partition("<pre tabindex")[2].partition("</pre>")[0])
    assert f"Subject: {subject}\n" in report
    assert f"Corpus: {corpus}, safehavens" in report
    assert "Law of: 20" in report
    assert "names no address for reports" in plain
    assert 'href="https://law.example.org/mistakes"' in run_by.get(path).text
    link = unescape(re.findall(r'href="(mailto:law@[^"]+)"', mailed.get(path).text)[0])
    sent = parse_qs(urlsplit(link).query)
    assert sent["subject"] == [f"A mistake: {subject}"]
    body = sent["body"][0].replace("\r\n", "\n")
    assert body.startswith("What is wrong:\n\n")
    assert "Page: https://law.example.org/" in body


def test_a_report_on_a_private_answer_has_neither_facts_nor_an_address(mailed: TestClient) -> None:
    form = {"place": "California", "who": "dmv", "action": "issue_driver_license",
            "on": "2024-05-01", "identity_proved": "true", "resident": "true",
            "lawful_presence": "false", "show": "1"}  # fmt: skip
    text = mailed.post("/ask", data=form).text
    link = unescape(re.findall(r'href="(mailto:law@[^"]+)"', text)[0])
    body = parse_qs(urlsplit(link).query)["body"][0]
    assert "Subject: issue_driver_license: California, dmv" in body
    for hidden in ("lawful_presence", "identity_proved", "Page:", "Rules:", "Answer:", "#"):
        assert hidden not in body
    assert "lawful_presence" not in link


def test_a_place_says_when_it_was_last_searched(client: TestClient) -> None:
    text = Page(client.get(CHICAGO).text).text
    told = re.search(r"Last searched for law: (.*?)\. ", text)
    assert told is not None
    days = [re.fullmatch(r"(\w+ \d+, 20\d\d) \((.*)\)", part) for part in told[1].split("; ")]
    assert all(days)
    names = [name for day in days if day is not None for name in day[2].split(", ")]
    assert sorted(names) == ["Chicago", "Cook County", "Illinois", "United States"]
    assert len({day[1] for day in days if day is not None}) == len(days)


def test_what_is_said_of_the_county_s_jail_is_said_once(client: TestClient) -> None:
    text = Page(client.get(CHICAGO).text).text
    assert text.count("The jail is usually the county’s") == 1
    assert "the answers on it are those for Cook County." in text
