"""Use cases: synchronous functions over an open session. No Telegram, no texts."""
