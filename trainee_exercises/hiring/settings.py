"""What a round of hiring is like: chosen once by its manager, the same for all of its candidates."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.scenario.part import Zone  # noqa: TC001 - pydantic reads it at run time
from trainee_exercises.hiring.words import one_line

AiRule = Literal["allowed", "disclose", "not_allowed"]
AI_RULES: Final[dict[AiRule, str]] = {
    "allowed": "allowed",
    "disclose": "allowed, candidates say so",
    "not_allowed": "not allowed",
}
"""The rules on AI assistants, in a word or two."""
Jurisdiction = Literal["united_states", "european_union"]

_Line = Annotated[
    str,
    BeforeValidator(lambda text: one_line(text) if isinstance(text, str) else text),
    Field(min_length=1, max_length=500),
]
_Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]


class RoundSettings(BaseModel):
    """The settings of a round. minutes: time for the exercise before anybody's extra time.

    company, contact, who_sees, legal_basis and authority fill the privacy notice of the pack. stages: the pack's stages
    that this round has beside the exercise, in order. zone: an IANA time zone, for candidates who have none of their
    own. retention_months: at least 12 in the United States.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: str = "larkhour"
    form: _Id = "a"
    minutes: Annotated[int, Field(ge=1, le=240)] = 30
    ai_rule: AiRule = "disclose"
    machine_scoring: bool = True
    stages: tuple[_Id, ...] = ("pre_screen", "phone_first", "phone_second", "interviews")
    zone: Zone = "UTC"
    company: _Line = "The company"
    contact: _Line = "the person who invited you"
    who_sees: _Line = "the people who rate and decide"
    legal_basis: _Line = "steps at your request before a contract"
    authority: _Line = "your data protection authority"
    jurisdiction: Jurisdiction = "united_states"
    retention_months: Annotated[int, Field(ge=1, le=120)] = 12
    sample: bool = False
    """Made to look at, with made-up candidates."""
