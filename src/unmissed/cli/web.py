"""The commands of the web application: serve, recheck, schedule, trail verify, backup, restore. Django is set up only here."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from unmissed.web.errors import RunningError
from unmissed.web.running.place import Place

FAILED = 1
"""Exit status of a verification that found something."""

trail = typer.Typer(help="The trail: who looked, who changed, who took out.", no_args_is_help=True)


def set_up() -> None:
    """Make Django ready. Raises RunningError where it is not installed, or its settings cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unmissed.web.settings")
    try:
        import django  # noqa: PLC0415 - an extra that the other commands do without

        django.setup()
    except ImportError as error:
        postgres = "psycopg" in str(error)
        extra = "web,postgres" if postgres else "web"
        raise RunningError(f"{error.name or 'a library'} is missing. Install it: pip install 'unmissed[{extra}]'") from None


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes; each holds its own warm engines.")] = 1,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Requests that a process answers at once.")] = 8,
    without_https: Annotated[
        bool,
        typer.Option("--without-https", help="Let other machines in although nothing encrypts: on a protected network only."),
    ] = False,
) -> None:
    """Serve the web application, with the scheduler beside it: on SQLite, or where DATABASE_URL says."""
    set_up()
    from unmissed.web.running.serving import demand_safe, make_ready, serve  # noqa: PLC0415 - needs Django

    place = Place(host, port, workers, threads)
    demand_safe(place, without_https=without_https)
    make_ready()
    sys.stdout.write(f"Unmissed is at {place.address} (Ctrl-C ends it).\n")
    serve(place)


def recheck(
    name: Annotated[str, typer.Option("--partnership", metavar="NAME", help="Only this one.")] = "",
) -> None:
    """Look at every child again, as of today, while others work."""
    set_up()
    from unmissed.web.findings.recheck import recheck  # noqa: PLC0415 - needs Django
    from unmissed.web.people.models import Partnership  # noqa: PLC0415

    chosen = Partnership.objects.filter(**{"name": name} if name else {}).order_by("name")
    if name and not chosen:
        raise RunningError(f"there is no partnership {name}.")
    for partnership in chosen:
        done = recheck(partnership)
        newer = f", {done.passed_over:,} passed over that were changed meanwhile" if done.passed_over else ""
        sys.stdout.write(f"{partnership.name}: {done.kept:,} children looked at{newer}.\n")


def schedule() -> None:
    """Look at every child each night, and soon at children whose last look was cut off. `unmissed serve` starts it itself."""
    set_up()
    from unmissed.web.running.schedule import run  # noqa: PLC0415 - needs Django

    run(while_parent=int(os.environ.get("UNMISSED_SCHEDULER_OF", "0")))


@trail.command("verify")
def verify(
    expect: Annotated[
        str, typer.Option("--expect", metavar="NUMBER:SEAL", help="What an earlier verification printed, kept elsewhere.")
    ] = "",
) -> None:
    """Find out whether anybody tampered with the trail. Exit status 1 where something is found."""
    set_up()
    from unmissed.web.running.trail import verify_trail  # noqa: PLC0415 - needs Django

    verdict = verify_trail(expect)
    for fault in verdict.faults:
        sys.stdout.write(f"tampered with: {fault}\n")
    if verdict.faults:
        raise typer.Exit(FAILED)
    sys.stdout.write(
        f"The trail holds: {verdict.entries:,} entries. Write this down elsewhere, and give it to --expect next time:\n"
        f"{verdict.entries}:{verdict.last_seal}\n"
    )


def backup(out: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, a .zip.")]) -> None:
    """Write the whole record into one file, while others work. The keys are not in it: keep them elsewhere."""
    set_up()
    from unmissed.web.running.backup import backup  # noqa: PLC0415 - needs Django

    rows = backup(out)
    sys.stdout.write(f"{sum(rows.values()):,} rows of {len(rows)} tables in {out}. Keep the key of the trail elsewhere.\n")


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> None:
    """Bring a backup back into an empty database, of the kind it came from or the other, and verify its trail."""
    set_up()
    from unmissed.web.running.backup import restore  # noqa: PLC0415 - needs Django
    from unmissed.web.running.serving import make_ready  # noqa: PLC0415

    make_ready()
    rows = restore(file)
    sys.stdout.write(f"{sum(rows.values()):,} rows of {len(rows)} tables restored.\n")
    verify("")
