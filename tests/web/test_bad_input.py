"""Bad input, on every form and address: one clear sentence, never a failure."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.html import Page

ASK = {"place": "Chicago, IL", "who": "jail", "action": "hold", "on": "2024-05-01"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"place": "Chicagoo"}, "the nearest names are"),
        ({"place": "x" * 3000}, "No place has a name"),
        ({"place": "\x00"}, "place"),
        ({"place": "ocd-division/nonsense"}, "is not an Open Civic Data division id"),
        ({"who": "plumber"}, "'plumber' is not an agency kind"),
        ({"action": "dance"}, "'dance' is not an action"),
        ({"on": "someday"}, "is not a valid date; write YYYY-MM-DD"),
        ({"on": "2024-02-30"}, "is not a valid date"),
        ({"warrent": "none"}, "There is no fact 'warrent'"),
        ({"warrant": "paper"}, "'paper' is not a valid value of warrant"),
        ({"years_since_conviction": "many"}, "is not a valid value of years_since_conviction"),
        ({"years_since_conviction": "-1"}, "is not a valid value of years_since_conviction"),
        ({"years_since_conviction": "nan"}, "is not a valid value of years_since_conviction"),
        ({"agency_level": "state"}, "cannot be given"),
        ({"convicted_violent_felony": "true", "convicted_felony": "false"}, "contradicts"),
        ({"change": "nonsense"}, "There is no question of that name."),
        ({"change": "agency_level"}, "There is no question of that name."),
        ({"asked": "warrant"}, "Choose an answer"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["get", "post"])
def test_ask(client: TestClient, changed: dict[str, str], says: str, how: str) -> None:
    asked = {**ASK, **changed}
    answer = client.get("/ask", params=asked) if how == "get" else client.post("/ask", data=asked)
    if how == "post" and answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 422
    assert says in Page(answer.text).text
    assert "Traceback" not in answer.text


def test_two_unknown_words_at_once(client: TestClient) -> None:
    answer = client.get("/ask", params={**ASK, "who": "plumber", "action": "dance"})
    assert answer.status_code == 422
    assert "'plumber' is not an agency kind" in Page(answer.text).text


@pytest.mark.parametrize(
    ("fact", "value"), [("warrant", "paper"), ("years_since_conviction", "many")]
)
def test_a_wrong_answer_is_asked_again(client: TestClient, fact: str, value: str) -> None:
    page = Page(client.get("/ask", params={**ASK, fact: value, "asked": fact}).text)
    assert any(fact in form.choices for form in page.forms)
    assert "is not a valid value of" in page.text


def test_contradictory_answers_are_asked_again(client: TestClient) -> None:
    asked = {**ASK, "convicted_felony": "false", "convicted_violent_felony": "true"}
    answer = client.get("/ask", params={**asked, "asked": "convicted_violent_felony"})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert any("convicted_violent_felony" in form.choices for form in page.forms)


def test_the_nearest_names_are_links_that_go_on(client: TestClient) -> None:
    page = Page(client.get("/ask", params={**ASK, "place": "Chicagoo, IL"}).text)
    link = next(ln for ln in page.links if "Chicago" in ln and ln.startswith("/ask"))
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("query", ["place=A&place=B", "warrant=none&warrant=none", "x=1&x=2"])
def test_nothing_may_be_said_twice(client: TestClient, query: str) -> None:
    answer = client.get("/ask?" + query)
    assert answer.status_code == 422
    assert "is given twice." in answer.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nope", 404, "There is no page at this address."),
        ("/place/Nowhere at all", 404, "No place called"),
        ("/place?q=Nowhere at all", 422, "No place called"),
        ("/place/country:us/state:il/place:chicago?on=soon", 422, "is not a valid date"),
        ("/place/country:us/state:zz", 404, "No place"),
        ("/instrument/us/nope", 404, "There is no instrument"),
        ("/norm/nope", 404, "There is no norm"),
        ("/norm/us/il/trust-act/nope", 404, "There is no norm"),
        ("/ruling/nope", 404, "There is no ruling"),
        ("/compare?place=Chicago&place=Chicago", 422, "at least two different places"),
        ("/compare?place=Chicago&place=Nowhereville", 422, "No place called"),
        ("/compare?place=A&place=B&place=C&place=D&place=E", 422, "At most 4 places"),
        ("/compare?place=Chicago&place=Texas&on=x", 422, "is not a valid date"),
        ("/atlas?on=soon", 422, "is not a valid date"),
        ("/atlas?on=2020-01-01&beside=x", 422, "is not a valid date"),
        ("/atlas?layer=x", 422, "no layer 'x'"),
        ("/atlas?on=1900-01-01", 422, "from January 1, 1985 to December 31,"),
        ("/search?q=" + "x" * 201, 422, "at most 200 characters"),
        ("/ask?q=" + "x" * 5000, 414, "longer than the server accepts"),
        ("/" + "x" * 2000, 414, "longer than the server accepts"),
    ],
)
def test_pages(client: TestClient, path: str, status: int, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    page = Page(answer.text)
    assert says in page.text
    assert "<title>Error: " in answer.text or 'id="error"' not in answer.text


def test_the_atlas_keeps_what_was_chosen_beside_a_wrong_day(client: TestClient) -> None:
    for prefix, says in (("", "is outside."), ("/es", "queda fuera.")):
        answer = client.get(f"{prefix}/atlas?what=custody&state=il&on=1900-01-01")
        assert answer.status_code == 422
        assert says in Page(answer.text).text
        assert 'value="custody" selected' in answer.text
        assert 'name="state" value="il"' in answer.text
    assert client.get("/atlas.json?on=1900-01-01").json()["detail"].endswith("is outside.")


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nope.json", 404, "not-found"),
        ("/place/Nowhere at all.json", 404, "unknown-place"),
        ("/place/country:us/state:il/place:chicago.json?on=soon", 422, "bad-request"),
        ("/place/country:us/state:il/place:chicago.csv?on=soon", 422, "bad-request"),
        ("/norm/us/il/trust-act/nope.json", 404, "not-found"),
        ("/instrument/nope.json", 404, "not-found"),
        ("/ruling/nope.json", 404, "not-found"),
        ("/ask.json", 422, "bad-request"),
        ("/ask.json?place=Chicago&who=jail&action=nope", 422, "bad-request"),
        ("/compare.json", 422, "bad-request"),
        ("/compare.csv?place=Chicago", 422, "bad-request"),
        ("/compare.json?place=Chicago&place=Nowhereville", 422, "unknown-place"),
        ("/api/nope", 404, "not-found"),
        ("/api/ask", 422, "bad-request"),
        ("/api/ask?place=Chicago&who=jail&action=hold&on=soon", 422, "bad-request"),
        ("/api/ask?place=Chicagoo&who=jail&action=hold", 422, "unknown-place"),
        ("/api/norm?id=nope", 404, "not-found"),
        ("/api/norms?limit=0", 422, "bad-request"),
        ("/api/norms?offset=x", 422, "bad-request"),
        ("/api/norms?who=x", 422, "bad-request"),
        ("/api/search?q=" + "x" * 300, 422, "bad-request"),
        ("/api/places?q=" + "x" * 5000, 414, "too-long"),
    ],
)  # fmt: skip
def test_problem_details(client: TestClient, path: str, status: int, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    if status == 200:
        return
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    assert said["type"] == f"/api#{kind}"
    assert said["title"]
    assert said["detail"].endswith((".", "?"))
    assert f'id="{kind}"' in client.get("/api").text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "not valid JSON"),
        ("[]", "must be a JSON object."),
        ("{}", "place is missing."),
        ('{"place": 3, "who": "jail", "action": "hold"}', "place must be text."),
        ('{"place": "Chicago", "who": "jail", "action": "hold", "name": "x"}', "no field name"),
        ('{"place": "Chicago", "who": "jail", "action": "hold", "facts": {"warrant": []}}',
         "facts.warrant must be text, true or false, a number, or null"),
        ('{"place": "Chicago", "who": "jail", "action": "hold", "facts": {"warrant": 1}}',
         "is not a valid value of warrant"),
        ('{"place": "Chicago", "who": "jail", "action": "hold", "facts": {"minor": "maybe"}}',
         "is not a valid value of minor"),
        ('{"place": "Chicago", "who": "jail", "action": "hold", "on": "soon"}',
         "on must be a day that exists, written YYYY-MM-DD."),
    ],
)  # fmt: skip
def test_posted_questions(client: TestClient, body: str, says: str) -> None:
    for path in ("/api/ask", "/api/history"):
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"place=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % i for i in range(600)), "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 415),
        (b"x", "multipart/form-data; boundary=x", 415),
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)  # fmt: skip
def test_posted_forms(client: TestClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/ask", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


def test_a_body_without_end_is_cut_off(client: TestClient) -> None:
    def chunks() -> object:
        for _ in range(100):
            yield b"x" * 10_000

    answer = client.post("/api/ask", content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["type"] == "/api#too-large"


WORDS = st.sampled_from(
    ["place", "who", "action", "on", "show", "asked", "change", "lang", "warrant", "minor",
     "years_since_conviction", "convicted_felony", "daca", "nonsense", ""]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Chicago, IL", "Texas", "jail", "police", "hold", "2024-05-01", "none",
                     "true", "false", "unknown", "warrant", "minor", "daca", "1e999",
                     "9999-12-31"]),
)  # fmt: skip


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(WORDS, VALUES), max_size=8), post=st.booleans())
def test_whatever_is_asked_nothing_breaks(
    client: TestClient, pairs: list[tuple[str, str]], post: bool
) -> None:
    text = urlencode(pairs, errors="surrogatepass")
    if post:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = client.post("/ask", content=text, headers=kind)
    else:
        answer = client.get("/ask?" + text)
    assert answer.status_code in (200, 303, 400, 422)
    for path in ("/ask.json?", "/api/ask?", "/compare.json?", "/place?", "/search?", "/es/ask?"):
        assert client.get(path + text).status_code < 500


@pytest.mark.parametrize("day", ["0", "1714521600", "9.7e-252", "20240501", "2024-05-01T00:00:00"])
@pytest.mark.parametrize(
    "path", ["/api/place?place=Texas&on=", "/api/changes?since=", "/api/norms?on="]
)
def test_a_day_is_written_as_one(client: TestClient, path: str, day: str) -> None:
    answer = client.get(path + day)
    assert answer.status_code == 422
    assert "must be a day that exists, written YYYY-MM-DD" in answer.json()["detail"]


def test_a_number_is_no_day_of_a_body(client: TestClient) -> None:
    asked = {"place": "Texas", "who": "jail", "action": "hold", "on": 0}
    answer = client.post("/api/ask", json=asked)
    assert answer.status_code == 422
    assert "written YYYY-MM-DD" in answer.json()["detail"]
