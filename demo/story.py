"""The story of the demo: a methodist, three teachers and one seminar, from the announcement to the certificates."""

import re
from pathlib import Path

from demo.narrator import Narrator, Player
from demo.stage import Stage
from sandbox.seen import SeenFile

STEPS = 11
ANNOUNCEMENT = "Семинар «Смысловое чтение: от вопроса к ответу» 2 декабря 14:00, 4 часа, СОШ № 1, 2 места, для учителей"
TITLE = "Смысловое чтение"


class Story:
    """Plays each part on the stage; all people but one newcomer and a passer-by are in the demo network."""

    def __init__(self, stage: Stage, narrator: Narrator, folder: Path) -> None:
        self._stage = stage
        self._narrator = narrator
        self._folder = folder
        self.methodist = self._player("Татьяна Сергеевна")
        self.elena = self._player("Елена Юрьевна")
        self.irina = self._player("Ирина Львовна")
        self.olga = self._player("Ольга Игоревна")
        self.stranger = self._player("Прохожий")

    async def play(self) -> None:
        await self.methodist_enters()
        await self.newcomer_registers()
        await self.known_teachers_enter()
        await self.methodist_publishes()
        await self.teachers_sign_up()
        await self.seat_is_freed()
        await self.question_is_answered()
        await self.reminders_come()
        await self.attendance_is_marked()
        await self.certificates_come()
        await self.card_grows()

    async def methodist_enters(self) -> None:
        self._narrator.step("demo-methodist-enters")
        links = await self._stage.new_invites()
        await self.methodist.opens(links[1], "Осталось согласие")
        await self.methodist.presses("Согласен(на)", "Готово")

    async def newcomer_registers(self) -> None:
        self._narrator.step("demo-newcomer-registers")
        await self.olga.types("/start", "Здравствуйте")
        await self.olga.presses("Начать", "нам нужны")
        await self.olga.presses("Согласен(на)", "Как Вас зовут")
        await self.olga.types("карелина ольга игоревна", "Где Вы работаете")
        await self.olga.types("школа 5", "Кем Вы работаете")
        await self.olga.presses("учитель", "Какие предметы")
        await self.olga.presses("математика", "Какие предметы")
        await self.olga.presses("Готово", "Готово")

    async def known_teachers_enter(self) -> None:
        self._narrator.step("demo-known-teachers-enter")
        await self.methodist.types("/invite", "Кого пригласить")
        for teacher, surname in ((self.elena, "Бортникова"), (self.irina, "Зотова")):
            await self.methodist.presses("Педагога из списка", "Кого из педагогов")
            await self.methodist.types(surname, "Выберите")
            made = await self.methodist.presses(surname, "Личная ссылка")
            await teacher.opens(self._link(made.text), "Осталось согласие")
            await teacher.presses("Согласен(на)", "Готово")
            await self.methodist.presses("Пригласить ещё", "Кого пригласить")

    async def methodist_publishes(self) -> None:
        self._narrator.step("demo-methodist-publishes")
        await self.methodist.presses("Новое мероприятие", "одним сообщением")
        await self.methodist.types(ANNOUNCEMENT, TITLE)
        await self.methodist.presses("Опубликовать", "Опубликовано")

    async def teachers_sign_up(self) -> None:
        self._narrator.step("demo-teachers-sign-up")
        await self.elena.sees("Приглашаем")
        await self.elena.presses("Записаться", "Вы записаны")
        await self.elena.presses("В календарь", ".ics")
        self._keep(self.elena.person.files[-1], "event.ics")
        await self.irina.presses("Мероприятия", "Мероприятия для Вас")
        await self.irina.presses(TITLE, "осталось 1 место")
        await self.irina.presses("Записаться", "Вы записаны")
        await self.olga.presses("Мероприятия", "Мероприятия для Вас")
        await self.olga.presses(TITLE, "Мест нет")
        await self.olga.presses("В лист ожидания", "номер 1")

    async def seat_is_freed(self) -> None:
        self._narrator.step("demo-seat-is-freed")
        await self.irina.presses("Мои записи", "впереди")
        await self.irina.presses(TITLE, "Проводит")
        await self.irina.presses("Отменить запись", "Отменить запись?")
        await self.irina.presses("Да, отменить", "Запись отменена")
        await self.olga.sees("освободилось место")
        await self.olga.presses("Иду", "Вы записаны")

    async def question_is_answered(self) -> None:
        self._narrator.step("demo-question-is-answered")
        await self.olga.presses("Мои записи", "впереди")
        await self.olga.presses(TITLE, "Проводит")
        await self.olga.presses("Вопрос организатору", "Что хотите спросить")
        await self.olga.types("Нужно ли взять ноутбук?", "Вопрос отправлен")
        await self.methodist.sees("Нужно ли взять ноутбук?")
        await self.methodist.presses("Ответить", "Напишите ответ")
        await self.methodist.types("Нет, всё подготовим. Возьмите один текст из учебника.", "Ответ отправлен")
        await self.olga.sees("Возьмите один текст")

    async def reminders_come(self) -> None:
        self._narrator.step("demo-reminders-come")
        await self._advance_to("2026-12-01T14:05")
        await self.elena.sees("Завтра, ср, 2 декабря")
        await self.elena.presses("Приду", "ждём Вас")
        await self._advance_to("2026-12-02T13:05")
        await self.elena.sees("Скоро начинаем")
        await self.olga.sees("Скоро начинаем")

    async def attendance_is_marked(self) -> None:
        self._narrator.step("demo-attendance-is-marked")
        await self._advance_to("2026-12-02T14:10")
        await self.methodist.presses("Мои мероприятия", "записано")
        await self.methodist.presses(TITLE, "Ответственный")
        await self.methodist.presses("Отметка", "Кодового слова нет")
        word = await self.methodist.presses("Кодовое слово", "Назовите его в зале")
        spoken = re.search(r"Кодовое слово: (\S+)", word.text)
        await self.olga.types("солнышко", "не подошло")
        await self.olga.types(spoken[1] if spoken else "", "Отметили")
        await self.methodist.presses("Бортникова", "Присутствие")
        await self.methodist.presses("Был", "Присутствие: был")
        await self.methodist.presses("выступление", "Роль: выступление")
        await self.methodist.presses("К списку", "Были: 2")
        await self._advance_to("2026-12-02T18:10")
        await self.methodist.presses("Закрыть отметку", "Были: 2")
        await self.methodist.presses("Да, закрыть", "Отметка закрыта")

    async def certificates_come(self) -> None:
        self._narrator.step("demo-certificates-come")
        await self._advance_to("2026-12-02T19:15")
        await self.elena.sees("+3 балла")
        await self.elena.sees("Сертификат готов")
        await self.olga.sees("Сертификат готов")
        paper = self.elena.person.files[-1]
        self._keep(paper, "certificate.pdf")
        code = self._stage.certificate_codes()[0]
        await self.stranger.opens(
            f"https://t.me/{self._stage.telegram.username}?start=v_{code}", "Сертификат подлинный"
        )

    async def card_grows(self) -> None:
        self._narrator.step("demo-card-grows")
        await self.elena.presses("Моя карта", "Карта активности")
        await self.elena.presses("Скачать PDF", "Карта активности за")
        self._keep(self.elena.person.files[-1], "card.pdf")
        await self.elena.presses("Сертификаты", "Сертификаты: 1")

    def _player(self, name: str) -> Player:
        return Player(self._stage.telegram.person(name), self._narrator)

    async def _advance_to(self, local: str) -> None:
        """Move the time forward to this local moment of the network."""
        self._narrator.line(f"  ⏩ {local.replace('T', ' ')}")
        await self._stage.advance_to(local)

    def _keep(self, file: SeenFile, name: str) -> None:
        path = self._folder / name
        path.write_bytes(file.data)
        self._narrator.line(f"  → {path.parent.name}/{path.name}, {file.size} B")

    def _link(self, text: str) -> str:
        found = re.search(r"https://t\.me/\S+", text)
        if found is None:
            raise AssertionError(f"no link in: {text}")
        return found[0]
