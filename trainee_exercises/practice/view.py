"""What a rep's browser gets of a shift: no goal, fact or script, and of the customers only what a desk would know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from trainee_exercises.practice.engineering import engineer_of
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.scripts import OWNERS

if TYPE_CHECKING:
    from trainee_exercises.packs import Article
    from trainee_exercises.practice.cases import Case, Message
    from trainee_exercises.practice.people import Person
    from trainee_exercises.practice.played import Played
    from trainee_exercises.practice.shift import Shift, Terms


class About(NamedTuple):
    """Whose shift it is. id: of the shift; scenario: what it is called; is_private: nobody else sees it."""

    id: str
    rep: str
    scenario: str
    pack: str
    is_private: bool


def view(played: Played, about: About, now: int) -> dict[str, Any]:
    """Return the whole page of a shift at *now*, ms since 1970; the shift has gone on to then."""
    return poll(played, about, now, since=None) | {
        "desk": _desk(played.shift.terms),
        "level": _level(played),
        "seed": played.shift.terms.scene.seed,
        "begins": played.shift.terms.scene.time,
        "scenario": about.scenario,
        "private": about.is_private,
    }


def poll(played: Played, about: About, now: int, since: int | None) -> dict[str, Any]:
    """Return what may have changed. since: the entry up to which the page knows; None: it knows nothing."""
    shift, clock = played.shift, played.clock
    phase = clock.phase(now)
    changed = None if since is None else {one.case for one in shift.log[since:]}
    cases = [] if phase == "before" else list(shift.cases.values())
    return {
        "shift": about.id,
        "rep": about.rep,
        "phase": phase,
        "now": now,
        "at": shift.now,
        "length": clock.length,
        "speed": clock.speed,
        "ends_at": None if shift.terms.level.number == TOUR else clock.ends_at(),
        "last": len(shift.log),
        "order": [one.id for one in sorted(cases, key=lambda one: (one.arrived_at, one.number))],
        "cases": {one.id: case_json(one, shift) for one in cases if changed is None or one.id in changed},
        "status": status_json(shift) if phase != "before" else [],
    }


def case_json(case: Case, shift: Shift) -> dict[str, Any]:
    """Return one conversation as the desk shows it."""
    return {
        "id": case.id,
        "standing": case.standing,
        "holder": case.holder,
        "due": case.is_due and case.standing in {"new", "mine"},
        "waits_since": case.waits_since,
        "target": shift.terms.pack.targets[case.person.customer],
        "answered": case.first_reply_at is not None,
        "settled": case.settled,
        "snoozed_until": case.snoozed_until,
        "engineering": case.asked._asdict() if case.asked and case.standing == "mine" else None,
        "merged_into": case.merged_into or None,
        "copied": list(case.copied),
        "unseen": sum(one.by in {"customer", "colleague"} for one in case.messages[case.seen_up_to :]),
        "subject": case.script.subject,
        "customer": _person(case.person),
        "messages": [_message(one) for one in case.messages],
        "tags": {"category": case.tags.category, "modifiers": list(case.tags.modifiers), "owner": case.tags.owner},
        "drafts": {field: {"text": one.text, "revision": one.revision} for field, one in case.drafts.items()},
        "arrived_at": case.arrived_at,
    }


def _message(one: Message) -> dict[str, Any]:
    return {"entry": one.entry, "at": one.at, "by": one.by, "name": one.name, "text": one.text}


def _person(one: Person) -> dict[str, Any]:
    return {
        "name": one.name, "first_name": one.first_name, "email": one.email, "company": one.company,
        "class": one.customer, "plan": one.plan, "seats": one.seats, "paid": one.paid, "since": one.since,
        "past": list(one.past), "check": one.check, "pays": one.pays, "invoice": one.invoice,
    }  # fmt: skip


def status_json(shift: Shift) -> list[dict[str, Any]]:
    """Return what the status page says, the newest first."""
    return [
        {"title": one.incident.title, "component": one.incident.component, "at": at, "text": line.text,
         "over": at >= one.fixed_at}
        for one, line, at in shift.status()
    ]  # fmt: skip


def _level(played: Played) -> dict[str, Any]:
    level = played.shift.terms.level
    return {"number": level.number, "title": level.title, "about": level.about, "hints": level.hints,
            "pauses": level.pauses, "tour": level.number == TOUR}  # fmt: skip


def _desk(terms: Terms) -> dict[str, Any]:
    """Return what does not change in a shift: colleagues, tags, canned replies, procedures, the list of articles."""
    pack, today = terms.pack, terms.scenario.start + timedelta(days=terms.scene.day)
    mates = [{"id": one.id, "name": one.name, "role": one.role, "about": one.about} for one in pack.colleagues]
    return {
        "title": pack.title,
        "product": pack.product,
        "policy": list(pack.policy),
        "today": f"{today:%A} {today.day} {today:%B %Y}",
        "targets": dict(pack.targets),
        "categories": dict(pack.tags),
        "modifiers": dict(pack.modifiers),
        "owners": {one: pack.owners.get(one, "") for one in OWNERS},
        "colleagues": mates,
        "engineer": engineer.name if (engineer := engineer_of(pack)) else None,
        "macros": [{"id": one.id, "title": one.title, "text": one.text} for one in pack.macros],
        "procedures": {
            name: {"title": one.title, "verify": list(one.verify), "policy": one.policy}
            for name, one in pack.procedures.items()
        },
        "start_article": pack.start_article,
        "articles": [{"id": one.id, "title": one.title, "section": one.section} for one in pack.articles.values()],
    }


def article_json(article: Article) -> dict[str, Any]:
    """Return an article; its text is Markdown."""
    return article.model_dump(mode="json", exclude={"keywords"})
