"""Made-up candidates that play whole exercises: for tests, and for a round to look at."""

from trainee_exercises.bots.bots import (
    BOTS,
    Bot,
    careful,
    confident_wrong,
    copy_paste,
    quitter,
    rusher,
    stuffer,
)
from trainee_exercises.bots.play import play_round
from trainee_exercises.bots.player import Clock, Sitting

__all__ = [
    "BOTS",
    "Bot",
    "Clock",
    "Sitting",
    "careful",
    "confident_wrong",
    "copy_paste",
    "play_round",
    "quitter",
    "rusher",
    "stuffer",
]
