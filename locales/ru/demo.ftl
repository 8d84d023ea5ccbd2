# What the demo says in the terminal between the lines of the conversation.

demo-opens = Открываем песочницу: токен не нужен, люди и сеть придуманы.
demo-page = Чат в браузере: { $url }
demo-bot-starts = Запускаем бота: таблицы, сеть, приглашения…
demo-bot-works = Бот работает: { $seconds } с от начала.
demo-methodist-enters = Методист входит по ссылке от администратора
demo-newcomer-registers = Новый педагог регистрируется с телефона: восемь действий
demo-known-teachers-enter = Педагоги из списка сети входят по личной ссылке: два действия
demo-methodist-publishes = Методист публикует семинар одним сообщением
demo-teachers-sign-up = Педагоги записываются, двум мест хватает, третья ждёт
demo-seat-is-freed = Место освобождается и переходит из листа ожидания
demo-question-is-answered = Вопрос организатору, без телефонов
demo-reminders-come = Время идёт: напоминания за день и за час
demo-attendance-is-marked = Отметка: кодовое слово и список
demo-certificates-come = Через час после закрытия: баллы и сертификаты; подлинность проверяет любой
demo-card-grows = Карта активности
demo-done = Готово за { $seconds } с. Файлы лежат в папке demo: certificate.pdf, card.pdf, event.ics.
demo-stays = Чат открыт: { $url } – выберите человека и попробуйте сами; время переводят кнопки над чатом. Ctrl-C закрывает всё.
demo-failed = Показ остановился: бот повёл себя не так, как в рассказе.
