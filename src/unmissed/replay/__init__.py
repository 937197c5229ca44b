"""The inquiry's cases as registers: what happened, what had to be assumed, and what the checks must find in them."""
