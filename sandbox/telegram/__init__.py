"""Chats with one bot in memory and the methods of the Bot API over them."""
