"""The board report as a tagged PDF, set by Typst without any system library."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from unmissed.oversight.board import Board
from unmissed.report.atomic import OutputError
from unmissed.report.board.content import content


def write_document(board: Board, file: BinaryIO) -> None:
    """Write the PDF; the same report gives the same bytes. OutputError where typst is not installed."""
    typst = _library()
    template = files("unmissed.report.board").joinpath("templates", "board.typ").read_text("utf-8")
    with TemporaryDirectory(prefix="unmissed-") as work:
        Path(work, "board.typ").write_text(template, "utf-8")
        Path(work, "board.json").write_text(json.dumps(content(board), ensure_ascii=False), "utf-8")
        day = int(datetime.combine(board.as_of, time(), UTC).timestamp())
        main = str(Path(work, "board.typ"))
        file.write(typst.compile(main, format="pdf", root=work, timestamp=day, pdf_standards=["ua-1"]))


def _library() -> Any:
    """Loaded only when a PDF is asked for."""
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise OutputError(
            "a PDF needs typst, which is not installed. Install Unmissed with its oversight: pip install 'unmissed[oversight]', "
            "or choose --format xlsx."
        ) from None
    return typst
