"""The catalogue: each safeguard check is one SQL file with a header, and its examples beside it."""
