"""Ask: place, who, what, which day; then one question at a time until the answer is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.model import Fact
from safehavens.corpus.places import Match, UnknownPlace
from safehavens.decide.brief import decide_briefly
from safehavens.decide.cards.answer_sureness import is_answer_unsure
from safehavens.decide.cards.assumed_facts import list_assumed
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.policy_share import find_policy_share
from safehavens.decide.cards.usual_answers import USUALLY_ASKED, list_usual_actions
from safehavens.decide.decision import Decision, Presumed, Question
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.history import trace_history
from safehavens.decide.outline.whole_answer import name_request
from safehavens.decide.request import BadRequest
from safehavens.http.forms import form_pairs
from safehavens.pictures.maps.county_svg import patterns, swatch
from safehavens.pictures.maps.map_words import describe_patch
from safehavens.web.operators.mistake_report import MistakeReport, write_report
from safehavens.web.parts.ask_address import (
    AskAddress,
    check_address,
    decide_address,
    read_address,
    read_form,
    read_request,
    settled_address,
)
from safehavens.web.parts.ask_history import past_of
from safehavens.web.parts.maps.time_svg import draw_answers
from safehavens.web.private_facts import is_private
from safehavens.web.problem import problem_of_status
from safehavens.web.site import Site, View
from safehavens.wording.resident_topics import find_topic
from safehavens.wording.translated.place_words import name_place


@dataclass(frozen=True, slots=True)
class SoFar:
    """One answer so far: the label of its question, the answer, and how to change it."""

    label: str
    answer: str
    change: AskAddress
    private: bool = False


async def ask(request: Request) -> Response:
    """The page at /ask; data at /ask.json."""
    form = await form_pairs(request) if request.method == "POST" else None
    return await run_in_threadpool(_answer, request, form)


def _answer(request: Request, form: Sequence[tuple[str, str]] | None) -> Response:
    """The page of an address, or of a form that was posted."""
    site: Site = request.app.state.site
    declared = site.corpus.lawbook.facts
    posted = form is not None
    if form is not None:
        address = read_form(form, declared)
    else:
        address = read_address(request.query_params.multi_items(), declared)
    if request.scope["path"].endswith(".json"):
        if posted:
            return problem_of_status(405).response()
        return JSONResponse(decide_address(site.corpus, address).to_dict())
    private = is_private(declared, address.change) or any(
        is_private(declared, name) for name in address.facts
    )
    response = _Conversation(site.view(request), private).answer(address, posted)
    if posted:
        response.headers["Cache-Control"] = "no-store"
    return response


class _Conversation:
    """Gives the next page of a conversation, from all that has been said in it so far.

    Parameters
    ----------
    view : View
    private : bool
        Whether a private fact has been given or asked for, so that nothing may be in an address.
    """

    def __init__(self, view: View, private: bool) -> None:
        self.view = view
        self.corpus = view.corpus
        self.private = private
        self.declared: Mapping[str, Fact] = view.corpus.lawbook.facts

    def answer(self, address: AskAddress, posted: bool) -> Response:
        """The next page."""
        try:
            address, match, day = check_address(self.corpus, address)
        except (UnknownPlace, BadRequest) as error:
            return self._wrong(address, error)
        if match is None or address.change in ("place", "on"):
            return self._step(replace(address, change=""), "place", None, day)
        settled = settled_address(self.corpus, address, match, day)
        if not self.private and (posted or address.asked):
            fact = address.asked
            if fact and fact not in address.facts and fact in self.declared:
                choose = self.view.language.gettext("Choose an answer, or “Not known”.")
                return self._ask_again(settled, fact, choose)
            if address.who and address.action:
                try:
                    decide_address(self.corpus, settled)
                except Contradiction as error:
                    return self._contradiction(settled, fact, error)
            return RedirectResponse(self.view.url("/ask", settled.pairs()), 303)
        if not address.who:
            return self._step(settled, "who", match, day)
        if not address.action:
            return self._step(settled, "action", match, day)
        return self._facts(settled, match, address.asked)

    # ---- what goes wrong --------------------------------------------------------------------

    def _wrong(self, address: AskAddress, error: UnknownPlace | BadRequest) -> Response:
        """The step at which the mistake was made, with what is wrong."""
        day = self.view.site.today()
        if isinstance(error, UnknownPlace):
            near = [(name, replace(address, place=name)) for name in error.nearest]
            return self._step(address, "place", None, day, str(error), near)
        vocabulary = self.corpus.lawbook.vocabulary
        match = self.corpus.place(address.place) if address.place else None
        for step, known in (("who", vocabulary.who), ("action", vocabulary.actions)):
            word = getattr(address, step)
            if word and word not in known:
                if match is None or (step == "action" and not address.who):
                    return self._mistake(address, str(error))
                return self._step(address, step, match, day, str(error))
        fact = address.asked or address.change
        complete = match and address.who and address.action
        if match and complete and fact in address.facts and fact in self.declared:
            try:
                before = settled_address(self.corpus, address.without(fact), match, day)
                return self._ask_again(replace(before, on=address.on), fact, str(error))
            except BadRequest:
                pass
        if address.on and not address.facts:
            return self._step(address, "place", None, day, str(error))
        return self._mistake(address, str(error))

    def _contradiction(self, address: AskAddress, fact: str, error: Contradiction) -> Response:
        """Facts that cannot all be so: the question that was answered last, again."""
        if fact in self.declared:
            try:
                return self._ask_again(address.without(fact), fact, str(error))
            except Contradiction:
                pass
        return self._mistake(address, str(error))

    def _ask_again(self, address: AskAddress, fact: str, error: str) -> Response:
        """The question of a fact, with what is wrong with its answer."""
        decision = decide_address(self.corpus, address)
        return self._question(address, decision, self._question_of(fact), error)

    def _mistake(self, address: AskAddress, error: str) -> Response:
        return self.view.page("ask_mistake.html", 422, error=error, **self._common(address, None))

    # ---- the steps --------------------------------------------------------------------------

    def _step(
        self,
        address: AskAddress,
        step: str,
        match: Match | None,
        day: date,
        error: str | None = None,
        near: Sequence[tuple[str, AskAddress]] = (),
    ) -> Response:
        if step in ("who", "action"):
            address = address.without(step)
        values: dict[str, Any] = {"step": step, "error": error, "near": near, "day_asked": day}
        if match is not None and step in ("who", "action"):
            values["choices"] = self._choices(address, step, match, day)
        return self.view.page(
            "ask_step.html", 422 if error else 200, **values, **self._common(address, match)
        )

    def _choices(
        self, address: AskAddress, step: str, match: Match, day: date
    ) -> list[tuple[str, list[str]]]:
        """What can be chosen: what is asked most, what else the law coded here covers, the rest."""
        engine, vocabulary = self.corpus.engine, self.corpus.lawbook.vocabulary
        place = match.place.id

        def is_covered(who: str, action: str) -> bool:
            return bool(engine.timeline(place, who, action).at(day).position.norms)

        if step == "who":
            known = address.action in vocabulary.actions
            actions = [address.action] if known else list(vocabulary.actions)
            covered = [who for who in vocabulary.who if any(is_covered(who, a) for a in actions)]
            usual = [who for who in USUALLY_ASKED if who in covered]
            return [
                ("usual", usual),
                ("other", [who for who in covered if who not in usual]),
                ("silent", [who for who in vocabulary.who if who not in covered]),
            ]
        shown = [action for action in vocabulary.actions if is_covered(address.who, action)]
        usual = [action for action in list_usual_actions(address.who) if action in shown]
        groups = [
            (domain, [action for action in actions if action in shown and action not in usual])
            for domain, actions in vocabulary.domains.items()
        ]
        silent = [action for action in vocabulary.actions if action not in shown]
        return [("usual", usual), *groups, ("silent", silent)]

    def _facts(self, address: AskAddress, match: Match, answered: str) -> Response:
        """The outcome, or the next question; `answered` is the fact whose answer just came."""
        try:
            decision = decide_address(self.corpus, address)
        except Contradiction as error:
            return self._contradiction(address, answered, error)
        if address.change:
            if address.change not in self.declared or self.declared[address.change].derived:
                return self._mistake(address, "There is no question of that name.")
            return self._question(address, decision, self._question_of(address.change))
        open_questions = [q for q in decision.questions if q.fact not in address.facts]
        if decision.verdict == "depends" and open_questions and not address.show:
            return self._question(address, decision, open_questions[0])
        return self._outcome(address, decision, match)

    def _question_of(self, name: str) -> Question:
        fact = self.declared[name]
        return Question(name, fact.ask, fact.type, fact.unit, fact.private, {}, {})

    def _question(
        self,
        address: AskAddress,
        decision: Decision,
        question: Question,
        error: str | None = None,
    ) -> Response:
        fact = self.declared[question.fact]
        open_address = address.without(question.fact)
        return self.view.page(
            "ask_question.html",
            422 if error else 200,
            question=question,
            fact=fact,
            decision=decision,
            error=error,
            post=self.private or fact.private,
            **self._common(open_address, self.corpus.place(open_address.place)),
        )

    def _outcome(self, address: AskAddress, decision: Decision, match: Match) -> Response:
        public = replace(address.public(self.declared), show=False)
        request = read_request(self.corpus, address).request
        values = self._common(address, match)
        spells = trace_history(self.corpus.engine, request)
        drawn = draw_answers(self.corpus.engine, request, spells, self.view.site.today().year)
        if not self.private:
            values["data_links"] = [("JSON", self.view.url("/ask.json", public.pairs()))]
        values["assumed"] = ()
        values["unsure"] = False
        values["by_policy"] = "none"
        if values["topic"] is not None and decision.verdict != "depends":
            engine = self.corpus.engine
            position = engine.stretch(request).position
            brief = decide_briefly(engine, position, request.facts, questions=False)
            search = CaseSearch(engine, position)
            unsure = is_answer_unsure(search, request.facts, brief)
            values["unsure"] = decision.basis != "outside" and unsure
            if not values["unsure"]:
                assumed = list_assumed(search, request.facts, decision.verdict)
                values["assumed"] = assumed
                values["by_policy"] = find_policy_share(
                    search,
                    request.facts,
                    decision.verdict,
                    brief.deciding,
                    assumed=assumed,
                )
        return self.view.page(
            "ask_outcome.html",
            decision=decision,
            permanent=None if self.private else self.view.url("/ask", address.pairs()),
            without_private=self.view.url("/ask", public.pairs()) if self.private else None,
            elsewhere=None if self.private else self._elsewhere(public, decision),
            past=past_of(spells, request.on),
            over_time=drawn,
            patterns=patterns(drawn.patches),
            legend=[
                (swatch(patch), describe_patch(self.view.language, patch))
                for patch in sorted(drawn.patches)
            ],
            turning=[item for item in decision.presumed if item.otherwise],
            idle=_list_idle(decision),
            aside=[reason for reason in decision.reasons if reason.set_aside_by],
            out=[reason for reason in decision.reasons if reason.considered.taken_out],
            others=[reason for reason in decision.reasons if not reason.decides],
            open_questions=decision.questions,
            related=[(item, self._neighbor(address, item.action)) for item in decision.see_also],
            key=(request.place, request.who, request.action),
            mistake=self._report(public, decision),
            **values,
        )

    def _report(self, public: AskAddress, decision: Decision) -> MistakeReport:
        """A report of a mistake in this answer; of a private one the question alone."""
        if self.private:
            return write_report(self.view, name_request(self.view.language, decision), decision.on)
        say = self.view.language.gettext
        about = [(say("Answer"), f"{decision.verdict} ({decision.basis})")]
        if decision.because:
            rules = ", ".join(reason.norm for reason in decision.because)
            about.append((say("Rules"), rules))
        page = self.view.url("/ask", public.pairs())
        return write_report(
            self.view, name_request(self.view.language, decision), decision.on, about, page
        )

    def _elsewhere(self, public: AskAddress, decision: Decision) -> str:
        """The page of all places that give this answer to this question."""
        query = [pair for pair in public.pairs() if pair[0] not in ("place", "topic")]
        query.append(("verdict", decision.verdict))
        if decision.verdict == "permitted":
            query.append(("basis", decision.basis))
        return self.view.url("/where", query)

    def _neighbor(self, address: AskAddress, action: str) -> AskAddress:
        """The same question about a neighboring action, without the facts that it settles."""
        fixed = self.corpus.lawbook.vocabulary.fixes(action)
        facts = {name: text for name, text in address.facts.items() if name not in fixed}
        return replace(address, action=action, facts=facts, show=False, topic="")

    # ---- what every step shows --------------------------------------------------------------

    def _common(self, address: AskAddress, match: Match | None) -> dict[str, Any]:
        return {
            "asked": address,
            "match": match,
            "topic": find_topic(address.topic, address.who, address.action),
            "so_far": self._so_far(address, match),
            "private": self.private,
            "query": () if self.private else address.public(self.declared).pairs(),
            "is_private": lambda name: is_private(self.declared, name),
        }

    def _so_far(self, address: AskAddress, match: Match | None) -> list[SoFar]:
        words, say = self.view.words, self.view.language.gettext
        vocabulary = self.corpus.lawbook.vocabulary
        answers = []
        if match is not None:
            name = name_place(self.view.language, match.place.name)
            answers.append(SoFar(say("Place"), name, replace(address, change="place")))
        if address.who in vocabulary.who:
            who = words.who(address.who)
            answers.append(SoFar(say("Who is asked"), who, address.without("who")))
        if address.action in vocabulary.actions:
            action = words.action(address.action)
            answers.append(SoFar(say("To do what"), action, address.without("action")))
        if match is not None and address.on:
            try:
                day = self.view.language.day(date.fromisoformat(address.on))
            except ValueError:
                day = address.on
            answers.append(SoFar(say("Law of"), day, replace(address, change="on")))
        for name, text in address.facts.items():
            fact = self.declared.get(name)
            if fact is not None:
                value = self.corpus.reader.words.value(fact, text)
                shown = words.value(name, value) if _shows(fact, value) else str(value)
                change = address.changing(name)
                answers.append(SoFar(words.question(name), shown, change, fact.private))
        return answers


def _shows(fact: Fact, value: object) -> bool:
    """Whether a value is one of its fact, and can be put in words."""
    if value is None:
        return True
    if fact.type == "bool":
        return isinstance(value, bool)
    if fact.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return value in fact.values


def _list_idle(decision: Decision) -> list[Presumed]:
    """What was presumed with no effect on the verdict, but what public lists say."""
    listed = {item.fact for item in decision.listed}
    return [i for i in decision.presumed if not i.otherwise and i.fact not in listed]
