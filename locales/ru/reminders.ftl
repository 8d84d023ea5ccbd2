# Announcements, reminders, feedback.

remind-when = { $days ->
    [0] Сегодня
    [1] Завтра
   *[other] Скоро
}
remind-published =
    Приглашаем: { $form } «{ $title }»
    { $time } · { $hours }
remind-seats-none = Мест нет, можно встать в лист ожидания.
remind-closing = Запись скоро закроется: { $form } «{ $title }», { $time }.
remind-open = Запись ещё открыта: { $form } «{ $title }», { $time }.
remind-closing-until = Записаться можно до { $deadline }.
remind-day = { remind-when }, { $time } – { $form } «{ $title }».
remind-hour = Скоро начинаем, в { $clock }: «{ $title }».
remind-link = Ссылка: { $link }
remind-link-later = Ссылку пришлёт организатор.
remind-code = Организатор назовёт кодовое слово – отправьте его сюда, чтобы участие засчиталось.
remind-keeps-seat = Если не ответите, место останется за Вами.
remind-speakers = { $date } Вы выступаете: { $form } «{ $title }». Если что-то изменилось, напишите организатору.
remind-unmarked = Прошло мероприятие «{ $title }», { $time }. Отметьте явку: после этого участники получат баллы и сертификаты.
remind-unmarked-meeting = Прошла встреча «{ $title }», { $time }. Отметьте, кто был: часы считаются по встречам.
remind-feedback = Как прошло мероприятие «{ $title }»? Одна оценка и, если хочется, пара слов. Ответ увидит только методист, без Вашего имени.

reminder-before = за { $span }
reminder-eve = накануне в { $clock }
reminder-same-day = в день мероприятия в { $clock }
reminder-on = { $moment }

remind-coming = Хорошо, ждём Вас: «{ $title }», { $time }.
remind-coming-late = «{ $title }», { $time }: уже началось или прошло, отвечать на напоминание не нужно.
feedback-thanks = Спасибо, оценка { $mark } принята. Если хочется, напишите пару слов одним сообщением.
feedback-words-kept = Спасибо, Ваши слова переданы методисту без имени.
feedback-words-needed = Нужны слова, до 1000 знаков. Напишите одним сообщением или нажмите «Без слов».
feedback-done = Спасибо за оценку.

button-coming = Приду
button-not-coming = Не смогу
button-sign-up-now = Записаться
button-more = Подробнее
button-mark-attendance = Отметить явку
button-write-organizer = Написать организатору
button-without-words = Без слов

refused-not-attended = Оценку ставят те, кто был на мероприятии «{ $title }». Если Вы были, попросите организатора отметить Вас.
refused-seat-gone = Вашей записи на «{ $title }» больше нет: она отменена или мероприятие не состоится. Посмотрите, есть ли места.
