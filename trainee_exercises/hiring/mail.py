"""The mail that carries an invitation: all that somebody should know before they start, and no word to hurry them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.hiring.rounds import Round, pack_of
from trainee_exercises.hiring.words import count, filled, in_zone, one_line, unwrapped

if TYPE_CHECKING:
    from trainee_exercises.hiring.candidates import Candidate
    from trainee_exercises.hiring.settings import RoundSettings
    from trainee_exercises.packs import Pack

_BODY: Final = """\
Hello {name},

thank you for applying to {company}. The next step is a written exercise: you answer questions from customers of a \
made-up software product. Nothing has to be prepared.

YOUR LINK
{link}

It is for you alone and opens until {until}. You may look at the page before you start; the clock begins only when you \
press Start.

HOW LONG
{time}, when it suits you. There are {questions} questions: more than anybody finishes in that time. That is meant so. \
Do what you can, in any order. What you write is saved as you type, and counts as it stands when the time is over. You \
can change to another device on the way.

WHAT YOU MAY USE
The product's help centre, its status page and its colleagues, all on the page, and anything you would look up online.
{ai}

MORE TIME OR ANOTHER FORMAT
If a disability, an illness or anything else calls for more time or another format, please tell us before you start: \
write to {contact}, or use "Ask for another format" on the page. You need not give a reason, and asking does not \
affect the decision.

If anything does not work, or you have a question, write to {contact}.

{company}

----------------------------------------

{privacy}
"""

_QUESTIONNAIRE: Final = """\
Hello {name},

thank you for applying to {company}. The next step is a questionnaire, answered in writing.

YOUR LINK
{link}

It is for you alone. You can open it as often as you like, on any device.

WHAT IT IS
{before}

UNTIL WHEN
{deadline_text}
What is saved at that time counts as handed in, also without pressing the button.

HELP
If anything does not work, if you need another format, or if you have a question, write to {contact}.

{company}

----------------------------------------

{privacy}
"""


class Mail(NamedTuple):
    """A mail ready to send. to and subject: one line each, whatever was typed; body: plain text."""

    to: str
    subject: str
    body: str

    def __str__(self) -> str:
        """Return it as text with its two headers, ready to be pasted."""
        return f"To: {self.to}\nSubject: {self.subject}\n\n{self.body}"

    def file(self) -> bytes:
        """Return it as an .eml file, which mail programs open as a draft."""
        message = EmailMessage(policy=SMTP)
        message["To"], message["Subject"], message["X-Unsent"] = self.to, self.subject, "1"
        message.set_content(self.body)
        return message.as_bytes()


def mail(found: Round, candidate: Candidate, link: str, expires_at: int) -> Mail:
    """Return the invitation of a candidate, with the time in their own zone.

    Raises:
        WrongFields: the round's pack cannot be read any more.

    """
    pack, settings = pack_of(found.settings), found.settings
    places = {
        "name": one_line(candidate.name or ""),
        "link": one_line(link),
        "until": in_zone(expires_at, candidate.zone),
        "time": count(settings.minutes, "minute"),
        "questions": str(len(pack.forms[candidate.form].questions)),
        "ai": unwrapped(filled(getattr(pack.ai_rules, settings.ai_rule), settings)),
        "privacy": _privacy(pack, settings),
    }
    subject = one_line(f"Your written exercise for {settings.company}")
    return Mail(one_line(candidate.email or ""), subject, filled(_BODY, settings, places))


def questionnaire_mail(found: Round, candidate: Candidate, link: str, before: str, deadline: str) -> Mail:
    """Return the mail that carries a questionnaire. before, deadline: what it is and until when, in the pack's words.

    Raises:
        WrongFields: the round's pack cannot be read any more.

    """
    settings = found.settings
    places = {
        "name": one_line(candidate.name or ""),
        "link": one_line(link),
        "before": unwrapped(before),
        "deadline_text": unwrapped(deadline),
        "privacy": _privacy(pack_of(settings), settings),
    }
    subject = one_line(f"Your questionnaire for {settings.company}")
    return Mail(one_line(candidate.email or ""), subject, filled(_QUESTIONNAIRE, settings, places))


def _privacy(pack: Pack, settings: RoundSettings) -> str:
    return unwrapped(filled(pack.privacy_notice, settings)).replace("**", "")


def mail_text(found: Round, candidate: Candidate, link: str, expires_at: int) -> str:
    """Return `mail` as one text: its headers To and Subject, an empty line, its body."""
    return str(mail(found, candidate, link, expires_at))
