"""Taking an upload apart safely: what is no register, hides outside its folder, or would fill the disk is refused with a reason.

Nothing of a name inside an upload is trusted: files are written under names of our own making, into one flat folder.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

LARGEST_UPLOAD = 200 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_WORKBOOK = 400 * 1024 * 1024
"""Bytes of a workbook's parts: they are held in memory while it is read."""
MOST_FILES = 200
TABLE_FILES = (".csv", ".parquet")
_AT_ONCE = 1024 * 1024


class UploadError(Exception):
    """An upload that cannot be used. The message says what was found and what to do; it carries no child's details."""


def unpack(upload: IO[bytes], name: str, into: Path) -> Path:
    """Write the upload into the folder `into`: the register is then at the path that is returned. Raises UploadError."""
    if not zipfile.is_zipfile(upload):
        raise UploadError(_of_no_use(name))
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return _workbook(archive, into) if "xl/workbook.xml" in archive.namelist() else _folder(archive, into)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise UploadError("The file is damaged. Make it again and choose the new one.") from error


def _of_no_use(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    if ending in TABLE_FILES:
        return "The file is a single table. Put all files of the register into one folder, make a .zip of it and choose that."
    if ending == ".xls":
        return "The workbook is of the old .xls kind. Save it as .xlsx and choose that."
    if ending in {".zip", ".xlsx"}:
        return f"The file is no whole {ending} file. Make it again and choose the new one."
    return "The file must be a .zip of the register’s folder or one .xlsx workbook."


def _workbook(archive: zipfile.ZipFile, into: Path) -> Path:
    """Write the workbook anew, part by part: what a part says of its own size is not believed, and what reads it later does."""
    if sum(entry.file_size for entry in archive.infolist()) > LARGEST_WORKBOOK:
        raise UploadError(f"The workbook unpacks to more than {_mb(LARGEST_WORKBOOK)}. Give a .zip of CSV files instead.")
    names = [entry.filename for entry in archive.infolist()]
    if len(set(names)) < len(names):
        raise UploadError("The workbook holds two parts of one name. Open it, save it again and choose the new one.")
    target, left = into / "register.xlsx", LARGEST_WORKBOOK
    with _new(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept:
        for entry in archive.infolist():
            with archive.open(entry) as packed, kept.open(entry.filename, "w") as part:
                left -= _copy(packed, part, left)
    return target


def _folder(archive: zipfile.ZipFile, into: Path) -> Path:
    entries = [entry for entry in archive.infolist() if not _is_clutter(entry)]
    _demand_sound(entries)
    folder = into / "register"
    folder.mkdir(mode=0o700)
    left = LARGEST_UNPACKED
    for entry, name in _named(entries):
        with archive.open(entry) as packed:
            left -= _write(packed, folder / name, left)
    return folder


def _is_clutter(entry: zipfile.ZipInfo) -> bool:
    """Folders themselves, and what operating systems add without being asked."""
    parts = PurePosixPath(entry.filename).parts
    return entry.is_dir() or "__MACOSX" in parts or (bool(parts) and parts[-1].startswith((".", "~$")) and ".." not in parts)


def _demand_sound(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise UploadError("The .zip is empty. Put the files of the register into it.")
    if len(entries) > MOST_FILES:
        raise UploadError(f"The .zip holds more than {MOST_FILES} files. Put only the files of the register into it.")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise UploadError(
            f"The .zip unpacks to more than {_mb(LARGEST_UNPACKED)}, which no register needs. Nothing was unpacked."
        )
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UploadError("The .zip is locked with a password. Make it without one; this page is private to you.")
        if _leads_outside(entry):
            raise UploadError("The .zip holds names that lead outside its folder. Make it again from the folder itself.")


def _leads_outside(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return link or name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def _named(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Each file with its own name, without the one folder that all may lie in."""
    paths = [PurePosixPath(entry.filename).parts for entry in entries]
    tops = {parts[0] for parts in paths if len(parts) > 1}
    shared = 1 if len(tops) == 1 and all(len(parts) > 1 for parts in paths) else 0
    if any(len(parts) > 1 + shared for parts in paths):
        raise UploadError("The .zip holds folders within folders. Put all files of the register into one folder.")
    names = [parts[-1] for parts in paths]
    if len({name.lower() for name in names}) < len(names):
        raise UploadError("The .zip holds two files of one name. Keep the one that is right.")
    for entry, name in zip(entries, names, strict=True):
        if PurePosixPath(name).suffix.lower() in TABLE_FILES:
            yield entry, name


def _write(packed: IO[bytes], target: Path, most: int) -> int:
    """Write at most so many bytes into a new file."""
    with _new(target) as file:
        return _copy(packed, file, most)


def _new(target: Path) -> IO[bytes]:
    """A new file that only this process's user reads."""
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _copy(packed: IO[bytes], file: IO[bytes], most: int) -> int:
    """Copy at most so many bytes: what a file says of its own size is not believed."""
    written = 0
    while part := packed.read(_AT_ONCE):
        written += len(part)
        if written > most:
            raise UploadError("The file unpacks to more than it says, and more than a register needs. It was not kept.")
        file.write(part)
    return written


def _mb(size: int) -> str:
    return f"{size // (1024 * 1024):,} MB"
