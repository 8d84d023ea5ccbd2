"""A local Bot API: the demo runs on it without a token, and tests rely on it to refuse what Telegram refuses."""
