"""The sandbox over HTTP: the Bot API, actions of people and the chat page."""
