"""`unmissed score`: one set of answers under one tool, with reasons, what is missing and what to do. Never a bare number."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from unmissed.cli.instruments import ToolsFolder
from unmissed.instruments.answer_files import read_answers_file
from unmissed.instruments.evaluator import evaluate
from unmissed.instruments.library import chosen, with_local
from unmissed.instruments.told import result_as_data, result_in_full


def command(
    instrument: Annotated[str, typer.Argument(metavar="ID", help="The tool, as `unmissed instruments` lists it.")],
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS", help="A .yaml, .json or .csv file of answers.")],
    tools: ToolsFolder = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Text for a person, or JSON.")] = "text",
) -> None:
    """Say what one tool makes of a set of answers: level, reasons, what is missing, and what to do."""
    every = with_local(tools)
    result = evaluate(chosen(every, [instrument])[0], read_answers_file(answers, every))
    if format == "json":
        sys.stdout.write(json.dumps(result_as_data(result), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in result_in_full(result))
