"""Takes a built design system without its brand: `python3 scripts/unbranded.py FROM TO`, both without .css and .js.

A service outside GOV.UK may use the components, but neither the GDS Transport font, nor the crown, the crest or the logotypes.
The pictures that a stylesheet names are not vendored, so their addresses go too; so do the comments that point to source maps.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def unbranded(css: str) -> str:
    """A stylesheet without font, crest, pictures and source map; an AssertionError when something of them remains."""
    css = re.sub(r"@font-face\s*\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r"\"?GDS Transport\"?\s*,\s*arial", "arial", css)
    css = re.sub(r"url\(/assets/images/[\w.-]+\)", "none", css)
    css = unmapped(css, r"/\*# sourceMappingURL=[^*]*\*/")
    for brand in ("GDS Transport", "/assets/", "@font-face", "@import", "url("):
        assert brand not in css, f"the stylesheet still names {brand}"
    return css


def unmapped(text: str, comment: str) -> str:
    """A text without the comment that points to its source map, which is not vendored."""
    text = re.sub(comment, "", text)
    assert "sourceMappingURL" not in text, "the file still points to a source map"
    return text.rstrip() + "\n"


def main(source: str, target: str) -> None:
    """Write the stylesheet and the script."""
    Path(f"{target}.css").write_text(unbranded(Path(f"{source}.css").read_text("utf-8")), "utf-8")
    script = unmapped(Path(f"{source}.js").read_text("utf-8"), r"//# sourceMappingURL=\S*")
    assert "eval(" not in script, "the script would need a weaker content policy"
    Path(f"{target}.js").write_text(script, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
