"""Writing a file whole or not at all: beside its place first, then renamed into it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


class OutputError(Exception):
    """An output that cannot be written. The message says what was found and what to do; what stood there before is untouched."""


@contextmanager
def written_whole(out: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `out` when the block ends well, and leaves no trace when it does not.

    Something that is no ordinary file (a pipe, a device) is written directly. Raises OutputError when it cannot be written.
    """
    with output_errors(str(out)):
        if out.exists() and not out.is_file() and not out.is_dir():
            with out.open("wb") as direct:
                yield direct
        else:
            yield from _beside(out.resolve())


@contextmanager
def output_errors(name: str) -> Iterator[None]:
    """Failures of the system while writing `name` become OutputError; a pipe that nobody reads any more stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{name} cannot be written: {_found(error)}") from error


def _beside(out: Path) -> Iterator[BinaryIO]:
    if out.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if out.exists() and not os.access(out, os.W_OK):  # a rename would replace even a file that nobody may write to
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    part = out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            if out.exists():
                os.fchmod(file.fileno(), out.stat().st_mode & 0o777)
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


_ADVICE = {
    errno.ENOSPC: "the disk is full. Free some space or choose another place.",
    errno.EDQUOT: "your share of the disk is used up. Free some space or choose another place.",
    errno.EFBIG: "it would be larger than a file may be here. Choose another place, or fewer children or checks.",
    errno.EACCES: "writing there is not allowed. Choose a folder that you may write to.",
    errno.EPERM: "writing there is not allowed. Choose a folder that you may write to.",
    errno.EROFS: "the disk can only be read. Choose another place.",
    errno.ENOENT: "its folder does not exist. Make the folder first or choose another place.",
    errno.ENOTDIR: "its folder is a file. Choose another place.",
    errno.EISDIR: "it is a folder. Give the name of a file.",
    errno.ENAMETOOLONG: "its name is too long. Choose a shorter one.",
}


def _found(error: OSError) -> str:
    known = _ADVICE.get(error.errno or 0)
    return known or f"{error.strerror or 'the system gave no reason'}. Choose another place."
