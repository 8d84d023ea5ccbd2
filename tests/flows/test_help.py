"""Help, texts that mean nothing to the bot, buttons of older versions."""

from tests.world import World


async def test_the_help_command_shows_help_and_a_way_to_ask(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help")
    assert "Как пользоваться ботом" in nina.screen.text
    assert "Задать вопрос" in nina.labels


async def test_an_unknown_text_shows_the_menu(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("а когда обед?")
    assert "Не получилось понять сообщение" in nina.screen.text
    assert "Мероприятия" in nina.labels


async def test_a_button_of_an_older_version_is_called_outdated(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help")
    await nina.presses_data(nina.screen.message_id, "gone:1")
    assert "устарела" in nina.toasts[-1].text
