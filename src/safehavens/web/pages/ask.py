"""Ask: place, who, what, which day; then one question at a time until the answer is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.model import Fact
from safehavens.corpus.places import Match, UnknownPlace
from safehavens.decide.decision import Decision, Question
from safehavens.decide.facts.known_facts import Contradiction
from safehavens.decide.request import BadRequest
from safehavens.http.forms import form_pairs
from safehavens.web.parts.ask_address import (
    Asked,
    check,
    decided,
    is_private,
    read,
    settled_address,
)
from safehavens.web.parts.ask_history import past_of
from safehavens.web.problem import of_status
from safehavens.web.site import Site, View


@dataclass(frozen=True, slots=True)
class SoFar:
    """One thing said so far: what was asked, the answer, and how to change it."""

    asked: Any
    answer: str
    change: Asked
    private: bool = False


async def ask(request: Request) -> Response:
    """The page at /ask; data at /ask.json."""
    site: Site = request.app.state.site
    declared = site.corpus.lawbook.facts
    posted = request.method == "POST"
    pairs = await form_pairs(request) if posted else request.query_params.multi_items()
    asked = read(pairs, declared, address=not posted)
    if request.scope["path"].endswith(".json"):
        if posted:
            return of_status(405).response()
        return JSONResponse(decided(site.corpus, asked).to_dict())
    private = is_private(declared, asked.change) or any(
        is_private(declared, name) for name in asked.said
    )
    response = _Asking(site.view(request), asked, private).answer(posted)
    if posted:
        response.headers["Cache-Control"] = "no-store"
    return response


class _Asking:
    """One step of one conversation."""

    def __init__(self, view: View, asked: Asked, private: bool) -> None:
        self.view = view
        self.corpus = view.corpus
        self.asked = asked
        self.private = private
        self.declared: Mapping[str, Fact] = view.corpus.lawbook.facts

    def answer(self, posted: bool) -> Response:
        """The next page."""
        asked = self.asked
        try:
            match, day = check(self.corpus, asked)
        except (UnknownPlace, BadRequest) as error:
            return self._wrong(error)
        if match is None or asked.change in ("place", "on"):
            self.asked = replace(asked, change="")
            return self._step("place", None, day)
        tidy = settled_address(self.corpus, asked, match, day)
        if not self.private and (posted or asked.asked):
            if asked.asked and asked.asked not in asked.said and asked.asked in self.declared:
                return self._nothing_chosen(match, day)
            if asked.who and asked.action and (problem := self._contradiction(tidy, match, day)):
                return problem
            return RedirectResponse(self.view.url("/ask", tidy.pairs()), 303)
        self.asked = tidy
        if not asked.who:
            return self._step("who", match, day)
        if not asked.action:
            return self._step("action", match, day)
        return self._facts(match, day)

    # ---- what goes wrong --------------------------------------------------------------------

    def _wrong(self, error: UnknownPlace | BadRequest) -> Response:
        """The step at which the mistake was made, with what is wrong."""
        asked = self.asked
        day = self.view.site.today()
        if isinstance(error, UnknownPlace):
            near = [(name, replace(asked, place=name)) for name in error.nearest]
            return self._step("place", None, day, str(error), near)
        vocabulary, match = self.corpus.lawbook.vocabulary, self._match()
        for step, known in (("who", vocabulary.who), ("action", vocabulary.actions)):
            said = getattr(asked, step)
            if said and said not in known:
                if match is None or (step == "action" and not asked.who):
                    return self._mistake(str(error))
                return self._step(step, match, day, str(error))
        wrong = asked.asked or asked.change
        if match and asked.who and asked.action and wrong in asked.said and wrong in self.declared:
            try:
                before = settled_address(self.corpus, asked.without(wrong), match, day)
                self.asked = replace(before, on=asked.on)
                decision = decided(self.corpus, self.asked)
                return self._question(decision, self._plain(wrong), str(error), 422)
            except BadRequest:
                pass
        if asked.on and not asked.said:
            return self._step("place", None, day, str(error))
        return self._mistake(str(error))

    def _match(self) -> Match | None:
        return self.corpus.place(self.asked.place) if self.asked.place else None

    def _nothing_chosen(self, match: Match, day: date) -> Response:
        said = self.view.language.gettext("Choose an answer, or “Not known”.")
        fact = self.asked.asked
        self.asked = settled_address(self.corpus, self.asked, match, day)
        decision = decided(self.corpus, self.asked)
        return self._question(decision, self._plain(fact), said, 422)

    def _contradiction(self, tidy: Asked, match: Match, day: date) -> Response | None:
        """A page that says so, where the facts cannot all be so."""
        try:
            decided(self.corpus, tidy)
        except Contradiction as error:
            fact = self.asked.asked
            if fact not in self.declared:
                return self._mistake(str(error))
            self.asked = settled_address(self.corpus, self.asked.without(fact), match, day)
            decision = decided(self.corpus, self.asked)
            return self._question(decision, self._plain(fact), str(error), 422)
        return None

    def _mistake(self, said: str) -> Response:
        return self.view.page("ask_mistake.html", 422, error=said, **self._common(None))

    # ---- the steps --------------------------------------------------------------------------

    def _step(
        self,
        step: str,
        match: Match | None,
        day: date,
        error: str | None = None,
        near: Sequence[tuple[str, Asked]] = (),
    ) -> Response:
        asked = self.asked
        values: dict[str, Any] = {"step": step, "error": error, "near": near, "day_asked": day}
        if step == "who":
            asked = asked.without("who")
        elif step == "action":
            asked = asked.without("action")
        if match is not None and step in ("who", "action"):
            values["choices"] = self._choices(step, match, day)
        self.asked = asked
        return self.view.page(
            "ask_step.html", 422 if error else 200, **values, **self._common(match)
        )

    def _choices(self, step: str, match: Match, day: date) -> list[tuple[str, list[str]]]:
        """What can be chosen, what the law coded here speaks of first."""
        engine, vocabulary = self.corpus.engine, self.corpus.lawbook.vocabulary
        place = match.place.id

        def spoken_of(who: str, action: str) -> bool:
            return bool(engine.timeline(place, who, action).at(day).position.norms)

        if step == "who":
            actions = [self.asked.action] if self.asked.action else list(vocabulary.actions)
            known = [w for w in vocabulary.who if any(spoken_of(w, a) for a in actions)]
            left = [who for who in vocabulary.who if who not in known]
            return [("spoken", known), ("silent", left)]
        groups = [
            (domain, [a for a in actions if spoken_of(self.asked.who, a)])
            for domain, actions in vocabulary.domains.items()
        ]
        shown = {action for _, actions in groups for action in actions}
        left = [action for action in vocabulary.actions if action not in shown]
        return [*groups, ("silent", left)]

    def _facts(self, match: Match, day: date) -> Response:
        asked = self.asked
        try:
            decision = decided(self.corpus, asked)
        except Contradiction as error:
            return self._refused(error, match, day)
        if asked.change:
            if asked.change not in self.declared or self.declared[asked.change].derived:
                return self._mistake("There is no question of that name.")
            return self._question(decision, self._plain(asked.change))
        open_ = [q for q in decision.questions if q.fact not in asked.said]
        if decision.verdict == "depends" and open_ and not asked.show:
            return self._question(decision, open_[0])
        return self._outcome(decision, match)

    def _refused(self, error: Contradiction, match: Match, day: date) -> Response:
        """Facts that cannot all be so, in an address or in the body of a POST."""
        fact = self.asked.asked
        if fact in self.asked.said:
            self.asked = self.asked.without(fact)
            try:
                decision = decided(self.corpus, self.asked)
            except Contradiction:
                return self._mistake(str(error))
            return self._question(decision, self._plain(fact), str(error), 422)
        return self._mistake(str(error))

    def _plain(self, fact: str) -> Question:
        declared = self.declared[fact]
        return Question(fact, declared.ask, declared.type, declared.unit, declared.private, {})

    def _question(
        self, decision: Decision, question: Question, error: str | None = None, status: int = 200
    ) -> Response:
        fact = self.declared[question.fact]
        self.asked = self.asked.without(question.fact)
        return self.view.page(
            "ask_question.html",
            status,
            question=question,
            fact=fact,
            decision=decision,
            error=error,
            post=self.private or fact.private,
            **self._common(self.corpus.place(self.asked.place)),
        )

    def _outcome(self, decision: Decision, match: Match) -> Response:
        asked = self.asked
        keep = replace(asked.public(self.declared), show=False)
        facts = asked.values(self.declared)
        history = self.corpus.history(
            match.place.id, decision.action, who=decision.who, facts=facts
        )
        place, who, action, on = match.place.id, decision.who, decision.action, decision.on
        values = self._common(match)
        if not self.private:
            values["data_links"] = [("JSON", self.view.url("/ask.json", keep.pairs()))]
        return self.view.page(
            "ask_outcome.html",
            decision=decision,
            permanent=None if self.private else self.view.url("/ask", asked.pairs()),
            without_private=self.view.url("/ask", keep.pairs()) if self.private else None,
            past=past_of(history, on),
            turning=[item for item in decision.presumed if item.otherwise],
            idle=[item for item in decision.presumed if not item.otherwise],
            aside=[reason for reason in decision.reasons if reason.set_aside_by],
            out=[reason for reason in decision.reasons if reason.considered.taken_out],
            others=[reason for reason in decision.reasons if not reason.decides],
            open_questions=decision.questions,
            key=(place, who, action),
            **values,
        )

    # ---- what every step shows --------------------------------------------------------------

    def _common(self, match: Match | None) -> dict[str, Any]:
        query = "" if self.private else _query(self.asked.public(self.declared))
        return {
            "asked": self.asked,
            "match": match,
            "so_far": self._so_far(match),
            "private": self.private,
            "query": query,
            "is_private": lambda name: is_private(self.declared, name),
        }

    def _so_far(self, match: Match | None) -> list[SoFar]:
        asked, words, say = self.asked, self.view.words, self.view.language.gettext
        vocabulary = self.corpus.lawbook.vocabulary
        found = []
        if match is not None:
            found.append(SoFar(say("Place"), match.place.name, replace(asked, change="place")))
        if asked.who in vocabulary.who:
            found.append(SoFar(say("Who is asked"), words.who(asked.who), asked.without("who")))
        if asked.action in vocabulary.actions:
            found.append(
                SoFar(say("To do what"), words.action(asked.action), asked.without("action"))
            )
        if match is not None and asked.on:
            try:
                day = self.view.language.day(date.fromisoformat(asked.on))
            except ValueError:
                day = asked.on
            found.append(SoFar(say("Law of"), day, replace(asked, change="on")))
        values = asked.values(self.declared)
        for name, value in values.items():
            if name not in self.declared:
                continue
            private = self.declared[name].private
            shown = words.value(name, value) if _shows(self.declared[name], value) else str(value)
            found.append(SoFar(words.question(name), shown, asked.changing(name), private))
        return found


def _shows(fact: Fact, value: object) -> bool:
    """Whether a value is one of its fact, and can be put in words."""
    if value is None:
        return True
    if fact.type == "bool":
        return isinstance(value, bool)
    if fact.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return value in fact.values


def _query(asked: Asked) -> str:
    from urllib.parse import quote, urlencode

    return urlencode(asked.pairs(), quote_via=quote, safe="/:,")
