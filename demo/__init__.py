"""The story of Centrik played on this machine: a sandbox, the bot as a process, invented people and a network."""
