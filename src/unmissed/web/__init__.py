"""The web application: the shared record. It writes the register's records and asks the engine; it holds no rule of its own."""
