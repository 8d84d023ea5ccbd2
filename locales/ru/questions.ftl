# Questions to organisers and answers, relayed by the bot.

question-ask-event = Что хотите спросить о мероприятии «{ $title }»? Напишите одним сообщением, до 1000 знаков. Организатор увидит Ваше имя и школу, но не номер телефона.
question-ask-general = Что хотите спросить? Напишите одним сообщением, до 1000 знаков: ответит методист сети. Номер телефона он не увидит.
question-ask-answer = Напишите ответ одним сообщением, до 1000 знаков.
question-thread = Переписка:
question-thread-event = Переписка о мероприятии «{ $title }»:
question-line = <b>{ $who }</b>: { $text }
question-guest = гость
question-organiser = организатор
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
