"""How fast the web application is: its pages under simultaneous users, on either database (see benchmarks/README.md)."""
