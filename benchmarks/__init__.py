"""How fast and how large: this engine and its peers on the same registers, in one run. See README.md."""
