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


async def test_a_command_may_name_the_bot_and_be_the_caption_of_a_file(world: World) -> None:
    nina = world.person("Нина")
    await nina.types(f"/help@{world.telegram.username}")
    assert "Как пользоваться ботом" in nina.screen.text

    await nina.types("привет")
    await nina.sends_file("plan.txt", b"plan", "/help")
    assert "Как пользоваться ботом" in nina.screen.text


async def test_a_command_to_another_bot_and_an_ordinary_caption_are_no_commands(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help@other_bot")
    assert "Не получилось понять сообщение" in nina.screen.text

    await nina.types("/help")
    await nina.sends_file("plan.txt", b"plan", "наш класс")
    assert "Не получилось понять сообщение" in nina.screen.text


async def test_a_button_of_an_older_version_is_called_outdated(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help")
    await nina.presses_data(nina.screen.message_id, "gone:1")
    assert "устарела" in nina.toasts[-1].text
