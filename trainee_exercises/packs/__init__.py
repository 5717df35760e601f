"""Content packs: the product, the questions and the stages of one exercise, as readable YAML and Markdown."""

from trainee_exercises.packs.folders import changed_at, copy_pack, names
from trainee_exercises.packs.load import Reading, load_labelled, load_pack, read_pack
from trainee_exercises.packs.lookup import Article, Colleague, Status, Topic
from trainee_exercises.packs.models import (
    Claim,
    Customer,
    Fact,
    Form,
    Labelled,
    Pack,
    Phrased,
    Point,
    Question,
    Value,
)
from trainee_exercises.packs.stages import Stage
from trainee_exercises.packs.text import PackError

__all__ = [
    "Article",
    "Claim",
    "Colleague",
    "Customer",
    "Fact",
    "Form",
    "Labelled",
    "Pack",
    "PackError",
    "Phrased",
    "Point",
    "Question",
    "Reading",
    "Stage",
    "Status",
    "Topic",
    "Value",
    "changed_at",
    "copy_pack",
    "load_labelled",
    "load_pack",
    "names",
    "read_pack",
]
