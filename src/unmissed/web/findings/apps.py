"""The room `findings` as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Named after its folder. Once a change is safely kept, the child's findings are looked at again."""

    name = "unmissed.web.findings"
    label = "findings"

    def ready(self) -> None:
        """Listen for changed children."""
        from unmissed.web.findings import live  # noqa: PLC0415 - models may be imported only once every room is ready
        from unmissed.web.record.actions import child_changed  # noqa: PLC0415

        child_changed.connect(live.on_change, dispatch_uid="findings follow changes")
