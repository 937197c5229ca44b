"""Reading the YAML that comes with this package: dozens of headers and tables at every start, so by the quickest safe reader."""

from __future__ import annotations

from typing import Any

import yaml

_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe YAML, read in C where PyYAML was built with it."""


def load_yaml(text: str) -> Any:
    """What `text` holds. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_READER)
