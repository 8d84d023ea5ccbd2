# The staff's events: the list, one event, participants, letters, moving and cancelling.

desk-head-own = <b>Мои мероприятия</b>
desk-head-all = <b>Все мероприятия сети</b>
desk-empty-own = Своих мероприятий пока нет. Создайте новое или посмотрите все.
desk-empty-all = Мероприятий пока нет.
desk-line = «{ $title }», { $form }
desk-line-when = { $time } · { $state }
desk-state-draft = черновик
desk-state-cancelled = отменено
desk-state-done = явка закрыта
desk-state-unmarked = отметьте явку
desk-state-signed = { $seats ->
    [none] записано { $count }
   *[other] записано { $count } из { $seats }
}
desk-read-only = Изменить это мероприятие могут автор, ответственный и администратор.
desk-cancelled = Отменено: { $reason }
desk-counts = { $confirmed ->
    [one] Записан { $confirmed } человек
    [few] Записаны { $confirmed } человека
   *[many] Записано { $confirmed } человек
}{ $capacity ->
    [none] {""}
   *[other] , мест { $capacity }
}
desk-counts-offered = место предложено: { $count }
desk-counts-waiting = ждут: { $count }
desk-counts-walk-ins = без записи: { $count }
desk-responsible = Ответственный: { $name }

desk-published =
    ✅ Опубликовано.
    Сообщим аудитории: { $whom }.
desk-whom-all = все педагоги сети
desk-quiet = Сейчас тихие часы: сообщим { $time }.

desk-changed = Изменено.
desk-ask-move = { $count ->
    [one] Перенести? Сообщим { $count } человеку и спросим, подходит ли ему.
   *[other] Перенести? Сообщим { $count } людям и спросим, подходит ли им.
}
desk-was = Было: { $was }
desk-becomes = Стало: { $becomes }
desk-moved = { $count ->
    [0] Перенесено.
    [one] Перенесено. Сообщим { $count } человеку.
   *[other] Перенесено. Сообщим { $count } людям.
}

desk-ask-reason = { $count ->
    [0] Почему отменяется «{ $title }»? Напишите причину одним сообщением, от 3 до 300 знаков.
    [one] Почему отменяется «{ $title }»? Причину увидит { $count } человек. Напишите одним сообщением, от 3 до 300 знаков.
    [few] Почему отменяется «{ $title }»? Причину увидят { $count } человека. Напишите одним сообщением, от 3 до 300 знаков.
   *[many] Почему отменяется «{ $title }»? Причину увидят { $count } человек. Напишите одним сообщением, от 3 до 300 знаков.
}
desk-ask-cancel = { $count ->
    [0] Отменить «{ $title }»? Записанных нет.
    [one] Отменить «{ $title }»? Сообщим { $count } человеку.
   *[other] Отменить «{ $title }»? Сообщим { $count } людям.
}
desk-reason = Причина: { $reason }
desk-cancelled-now = { $count ->
    [0] Отменено: «{ $title }».
    [one] Отменено: «{ $title }». Сообщим { $count } человеку.
   *[other] Отменено: «{ $title }». Сообщим { $count } людям.
}

desk-participants = <b>Участники</b>: «{ $title }»
desk-participants-none = Пока никто не записался.
desk-person-confirmed = ✓ { $who }
desk-person-asked = ✓ { $who } – про перенос ещё не ответили
desk-person-walk-in = ✓ { $who } – без записи
desk-person-offered = … { $who } – место предложено
desk-person-waiting = { $number }. { $who } – в листе ожидания

desk-ask-letter = { $count ->
    [one] Письмо получит { $count } участник.
    [few] Письмо получат { $count } участника.
   *[many] Письмо получат { $count } участников.
} Напишите текст одним сообщением, до 2000 знаков.
desk-letter-preview = { $count ->
    [one] Отправить { $count } участнику?
   *[other] Отправить { $count } участникам?
}
desk-letter-text =
    Письмо о мероприятии «{ $title }»:

    { $text }
desk-letter-sent = { $count ->
    [one] Письмо отправлено { $count } участнику.
   *[other] Письмо отправлено { $count } участникам.
}
desk-letter-waits = { $count ->
    [one] Сейчас тихие часы: { $count } участник получит письмо { $time }.
    [few] Сейчас тихие часы: { $count } участника получат письмо { $time }.
   *[many] Сейчас тихие часы: { $count } участников получат письмо { $time }.
}
desk-letter-dropped = Письмо не отправлено.

desk-left = Хорошо, ничего не изменилось.

desk-not-yours = Изменить это мероприятие могут его автор, ответственный и администратор. Посмотреть участников может каждый методист.
desk-already-published = Мероприятие уже опубликовано, второй раз сообщать не будем.
desk-place-missing = Не указано место. Добавьте организацию или адрес, и можно публиковать.
desk-bad-reason = Причина – это несколько слов, от 3 до 300 знаков. Напишите её одним сообщением.
desk-not-a-draft = Это уже не черновик: мероприятие можно только отменить.
desk-moved-again = С тех пор время или место изменили ещё раз. Посмотрите, как сейчас.
desk-bad-letter = Нужен текст, от 2 до { $longest } знаков. Напишите письмо словами, одним сообщением.
desk-nobody-to-write-to = Писать пока некому: в боте нет никого из записанных.
desk-letter-gone = Это письмо уже отправлено или отменено. Чтобы написать ещё раз, нажмите «Написать участникам».

desk-notice-moved-time = { $form } «{ $title }»: время изменилось.
desk-notice-moved-place = { $form } «{ $title }»: место изменилось.
desk-notice-moved-both = { $form } «{ $title }»: изменились время и место.
desk-notice-same-time = Время прежнее: { $time }
desk-notice-same-place = Место прежнее: { $place }
desk-notice-keeps-seat = Если не ответите, запись сохранится. Вам подходит?
desk-notice-keeps-turn = Если не ответите, очередь сохранится. Вам подходит?
desk-notice-still-offered = Место по-прежнему предложено Вам: подтвердите до { $until }, если подходит, иначе предложим его следующему коллеге.
desk-notice-cancelled =
    Отменено: { $form } «{ $title }», { $time }.
    Причина: { $reason }
desk-notice-similar = Похожее: «{ $title }», { $time }.
desk-notice-letter =
    ✉️ Письмо участникам «{ $title }», { $time }

    { $text }
desk-notice-letter-from = { $name }
desk-own-moved = Ваше мероприятие перенесено: { $form } «{ $title }».
desk-own-cancelled = Ваше мероприятие отменено: { $form } «{ $title }», { $time }.
desk-own-by = { $name ->
    [none] Это сделал администратор.
   *[other] Кто это сделал: { $name }.
}
desk-suits = Хорошо, ждём Вас: «{ $title }», { $time }.
desk-with-link = { $place }, ссылка новая

button-new-event = Новое мероприятие
button-desk-own = Мои
button-desk-all = Все
button-participants = Участники
button-attendance = Отметка
button-move = Перенести
button-write-all = Написать участникам
button-copy = Копия
button-cancel-event = Отменить
button-sure-move = Да, перенести
button-sure-cancel-event = Да, отменить
button-not-now = Не сейчас
button-send = Отправить
button-suits = Подходит
button-open-event = К мероприятию
button-as-seen = Как видят участники
