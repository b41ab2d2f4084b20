"""`manage.py train_entities`: make the model that finds names, or let it learn from the editors."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.extraction import evaluate, learning, training
from archive.extraction.neural import Ours


class Command(BaseCommand):
    """Trains on marked sentences, or goes on with what editors accepted and rejected."""

    help = "Train the model that finds names, on marked sentences or on what editors have judged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--data", type=Path, metavar="FOLDER", help="train anew on conll_train.jsonl of this folder"
        )
        parser.add_argument(
            "--output", type=Path, metavar="FOLDER", help="where to write it (default: VAR_DIR/entities)"
        )
        parser.add_argument("--steps", type=int, help="how long to train")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, and say how good it is."""
        output = options["output"] or settings.VAR_DIR / "entities"
        if options["data"]:
            self._anew(options["data"], output, options["steps"] or training.STEPS)
        else:
            self._from_editors(output, options["steps"] or learning.STEPS)

    def _anew(self, data: Path, output: Path, steps: int) -> None:
        held_out = data / "conll_val.jsonl"
        try:
            sentences = list(evaluate.read(data / "conll_train.jsonl"))
            list(evaluate.read(held_out))
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from error

        def measure(nlp: Any) -> float:
            return evaluate.evaluate([held_out], Ours(nlp=nlp)).total.f1

        done = training.train(sentences, measure, output, steps=steps, progress=self._tell)
        self.stdout.write(f"Written to {output}: F1 {done.score:.4f} on {held_out.name}, after {done.step} steps")

    def _from_editors(self, output: Path, steps: int) -> None:
        try:
            done = learning.learn(output, steps=steps, progress=self._tell)
        except learning.TooLittle as error:
            raise CommandError(str(error)) from error
        verdict = f"better, and used from now on: {output}" if done.better else "not better, and not kept"
        self.stdout.write(f"On held-out articles F1 {done.before:.4f} before, {done.after:.4f} after: {verdict}")

    def _tell(self, step: int, score: float) -> None:
        self.stdout.write(f"step {step:,}: F1 {score:.4f}")
        self.stdout.flush()
