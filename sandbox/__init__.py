"""A local Bot API: the demo runs on it without a token, and tests check every rule of Telegram's that bites."""
