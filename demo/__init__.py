"""The story of Centrik, played on this machine with a sandbox, the bot as a process and an invented network."""
