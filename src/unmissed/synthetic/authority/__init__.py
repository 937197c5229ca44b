"""A made-up authority to look at: its agencies, its people, and about 400 children whose histories fit together."""

from unmissed.synthetic.authority.draw import authority
from unmissed.synthetic.authority.model import Agency, Authority, Person
from unmissed.synthetic.authority.writing import write_authority

__all__ = ["Agency", "Authority", "Person", "authority", "write_authority"]
