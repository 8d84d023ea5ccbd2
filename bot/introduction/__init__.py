"""How the bot presents itself."""
