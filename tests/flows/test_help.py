"""Help, and what nobody asked for."""

from tests.world import World


async def test_help_is_one_word_away(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help")
    assert "Как пользоваться ботом" in nina.screen.text
    assert "Задать вопрос" in nina.labels


async def test_an_unknown_text_brings_the_menu_back(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("а когда обед?")
    assert "Не получилось понять сообщение" in nina.screen.text
    assert "Мероприятия" in nina.labels


async def test_a_button_of_an_older_version_says_so(world: World) -> None:
    nina = world.person("Нина")
    await nina.types("/help")
    await nina.presses_data(nina.screen.message_id, "gone:1")
    assert "устарела" in nina.toasts[-1].text
