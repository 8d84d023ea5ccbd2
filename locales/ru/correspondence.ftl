# Questions to organisers and answers, relayed by the bot.

question-ask-event = Что хотите спросить о мероприятии «{ $title }»? Напишите одним сообщением, до 1000 знаков. Организатор увидит Ваше имя и школу, но не номер телефона.
question-ask-general = Что хотите спросить? Напишите одним сообщением, до 1000 знаков: ответит методист сети. Номер телефона он не увидит.
question-ask-answer = Напишите ответ одним сообщением, до 1000 знаков.
question-thread = Переписка:
question-thread-event = Переписка о мероприятии «{ $title }»:
question-line = <b>{ $who }</b>: { $text }
question-guest = гость
question-organizer = организатор
question-person = { $name }, { $place }

question-sent = Вопрос отправлен. Ответ придёт сюда.
question-answer-sent = Ответ отправлен.
question-waits = Сейчас тихие часы: доставим { $time }.
question-left = Хорошо, ничего не отправлено.

question-notice-asked = Спрашивает { $who }:
question-notice-asked-event = Вопрос о мероприятии «{ $title }». Спрашивает { $who }:
question-notice-answered = Отвечает { $who }:
question-notice-answered-event = Ответ о мероприятии «{ $title }». Отвечает { $who }:
question-notice-text = { $text }

question-bad-text = Напишите словами, от 2 до { $longest } знаков, одним сообщением.
question-nobody-to-ask = Пока некому ответить: методисты ещё не подключились к боту. Попробуйте позже.

button-answer = Ответить

# Broadcasts of the staff: writing, aiming, sending, the progress; and what a receiver reads.

broadcast-ask-text = Напишите текст рассылки одним сообщением, от 2 до 2000 знаков. Потом выберем, кому её отправить.
broadcast-bad-text = Нужен текст, от 2 до { $longest } знаков. Напишите рассылку словами, одним сообщением.
broadcast-ask-audience = Кому отправить?
broadcast-ask-codes = Отметьте, кому отправить, и нажмите «Готово».
broadcast-ask-organization = Выберите организацию или напишите коротко, например: школа 5.
broadcast-ask-event = Участникам какого мероприятия?
broadcast-no-events = Опубликованных мероприятий пока нет. Выберите других получателей.
broadcast-by-button = Здесь ответ – кнопкой.

broadcast-preview = { $count ->
    [0] Писать некому: { $whom }.
    [one] Отправить { $count } человеку: { $whom }?
   *[other] Отправить { $count } людям: { $whom }?
}
broadcast-without-refused = Не получат, потому что отказались от рассылок: { $count }
broadcast-without-blocked = Не получат, потому что заблокировали бота: { $count }
broadcast-waits = Сейчас тихие часы: отправим { $time }.
broadcast-retype = Чтобы изменить текст, напишите другой. Получатели увидят:
broadcast-dropped = Рассылка не отправлена.
broadcast-to-statuses = организации со статусом { $names }
broadcast-to-event = участники «{ $title }»

broadcast-state-running = Рассылка идёт
broadcast-state-paused = Рассылка приостановлена
broadcast-state-stopped = Рассылка остановлена
broadcast-state-done = Рассылка закончена
broadcast-short-running = идёт
broadcast-short-paused = пауза
broadcast-short-stopped = стоп
broadcast-short-done = готово
broadcast-text = «{ $text }»
broadcast-whom = Кому: { $whom }
broadcast-author = Автор: { $name }
broadcast-delivered = Доставлено: <b>{ $count } из { $people }</b>
broadcast-left = Ещё отправим: { $count }
broadcast-blocked = Заблокировали бота: { $count }
broadcast-expired = Опоздало и не отправлено: { $count }
broadcast-unclear = Неясно, дошло ли: { $count }
broadcast-failed = Telegram не принял: { $count }
broadcast-skipped = Пропущено (отказались, выбыли или рассылка остановлена): { $count }
broadcast-ask-stop = Остановить рассылку? Доставлено { $delivered }, ещё { $left } её не получат. Продолжить потом будет нельзя.
broadcast-list = <b>Рассылки</b>
broadcast-none = Рассылок пока не было.

broadcast-notice = 📣 { $text }
broadcast-refused = { $reminders ->
    [0] Хорошо, рассылки больше не приходят.
   *[other] Хорошо, рассылки больше не приходят. Напоминания о Ваших записях останутся.
}
broadcast-wanted = Хорошо, рассылки снова будут приходить.

broadcast-nobody = Писать некому: все из этой аудитории отказались от рассылок или заблокировали бота. Выберите других получателей.
broadcast-gone = Эту рассылку уже отправили, отменили или изменили. Её текст можно написать заново.
broadcast-not-yours = Приостановить или остановить рассылку могут её автор и администратор.

button-broadcast = Рассылка
button-new-broadcast = Новая рассылка
button-broadcasts-list = Все рассылки
button-audience-all = Все педагоги
button-audience-posts = По должностям
button-audience-statuses = По статусу организации
button-audience-organization = Одна организация
button-audience-event = Участники мероприятия
button-other-audience = Другие получатели
button-pause = Пауза
button-resume = Продолжить
button-stop = Остановить
button-stop-sure = Да, остановить
button-no-broadcasts = Не получать рассылки
button-broadcasts = Получать рассылки
