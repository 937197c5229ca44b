"""The web application: a multi-agency team keeps the record here, and no child drops out of sight.

It writes the register's records and asks the engine; it holds no rule of its own. Its rooms, each importing only from those
after it: home, children, referrals, imports, administration → findings → record → access → trail → people → design.
"""
