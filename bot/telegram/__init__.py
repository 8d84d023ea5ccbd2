"""The adapter to Telegram's Bot API."""
