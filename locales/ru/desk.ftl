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
desk-published-untold = ✅ Опубликовано.
desk-told-later = Сообщим { $time }.
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
desk-zone-head = { $count ->
    [one] Изменились правила часового пояса: это касается { $count } мероприятия.
   *[other] Изменились правила часового пояса: это касается { $count } мероприятий.
}
desk-zone-line = { $time } – «{ $title }»
desk-zone-more = и ещё { $count }
desk-zone-after =
    Время на часах прежнее, напоминания придут по новым правилам. Участникам мы об этом не писали.
    Если мероприятие уже в календаре телефона, добавьте его туда ещё раз.
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

# Making an event and changing its fields.

draft-ask-message =
    <b>Новое мероприятие</b>
    Опишите его одним сообщением, например:
    <i>Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 35 мест, для учителей</i>
    Чего не хватит, спрошу.
draft-words-needed = Нужны слова: напишите анонс одним сообщением.
draft-known = Уже есть: { $known }
draft-known-seats = { $count ->
    [one] { $count } место
    [few] { $count } места
   *[many] { $count } мест
}
draft-left = Новое мероприятие не создано. Начать снова можно в любой момент.
draft-kept =
    Черновик сохранён: «{ $title }».
    Он первым в списке «Мои мероприятия».
draft-dropped = Черновик «{ $title }» удалён.
draft-drop-asked = Удалить черновик «{ $title }»? Вернуть его будет нельзя.
draft-form-gone = Анонс уже сохранён или начат заново. Откройте «Мои мероприятия» или начните новое.

draft-ask-form = Какая это форма? Выберите или напишите своими словами.
draft-ask-word = Как назвать форму на карточке и в сертификате? Например: <i>заседание РМО</i>. Категория не изменится.
draft-ask-level = Какого уровня мероприятие?
draft-ask-tags = Какие темы? Напишите через запятую, например: <i>ВПР, техническая</i>.
draft-ask-scope = Какой охват? Выберите или напишите своим словом.
draft-ask-order = На основании какого приказа? Например: <i>№ 12-од от 01.09.2026</i>. Он войдёт в сертификаты.
draft-ask-issuer = Какая организация выдаёт сертификаты?
draft-ask-issuer-which = Какую организацию Вы имели в виду?
draft-ask-title = Как называется? Напишите название, до 300 знаков.
draft-ask-start = Когда начало? Например: <i>7 октября 14:00</i> или <i>в среду в 15</i>.
draft-ask-start-time = { $date }. Во сколько начало?
draft-ask-start-date = Начало в { $time }. Какого числа?
draft-ask-hours = Сколько часов? Выберите или напишите, например <i>1,5 часа</i>.
draft-ask-end = Во сколько заканчивается? Например: <i>17:00</i> или <i>3 часа</i>. Часы в сертификате не изменятся.
draft-ask-host = Где проходит? Выберите организацию или напишите её название или адрес.
draft-ask-host-which = Какую организацию Вы имели в виду?
draft-ask-place = Адрес или кабинет? Например: <i>ул. Мира, 12, каб. 204</i>.
draft-ask-link = Ссылка на подключение? Её увидят только участники.
draft-ask-format = Как проходит?
draft-ask-seats = Сколько мест? Выберите или напишите число.
draft-ask-posts = Для кого? Отметьте должности.
draft-ask-stat = Для школ с какими статусами?
draft-ask-subj = Для учителей каких предметов?
draft-ask-sub = К какому подпроекту относится?
draft-ask-sub-which = Какой подпроект Вы имели в виду?
draft-ask-dead = До какого дня запись? Например: <i>5 октября</i> или <i>6 октября 18:00</i>.
draft-ask-resp = Кто отвечает за мероприятие? Выберите или напишите фамилию.
draft-ask-resp-which = Кого Вы имели в виду?
draft-ask-note = Что ещё сообщить участникам? До 1000 знаков.
draft-now = Сейчас: { $value }

draft-unknown-form = Запишем «{ $word }», как Вы назвали. К какой категории отнести?
draft-admins-add-forms = Новую категорию добавляет администратор сети. Выберите категорию из списка: Ваше слово останется.
draft-bad-value = { $field ->
    [form] Форма – это несколько слов, от 2 до 80 знаков: «мастер-класс».
    [word] Форма – это несколько слов, от 2 до 80 знаков: «мастер-класс».
    [level] Выберите уровень кнопкой.
    [tags] Темы – слова через запятую: до 10, каждое от 2 до 64 знаков.
    [scope] Охват – одно-два слова, до 32 знаков.
    [order] Нужен номер приказа, например: № 12-од от 01.09.2026
    [issuer] Такой организации в сети нет: выберите из списка.
    [title] Название – это слова, от 3 до 300 знаков.
    [start] Нужны число и время начала.
    [hours] Не получилось понять, сколько часов: нужно число больше нуля, например 2.
    [end] Нужно время конца, позже начала, например 17:00.
    [host] Такой организации нет: выберите из списка или напишите адрес.
    [place] Адрес – это слова, от 2 до 300 знаков.
    [link] Нужна ссылка целиком, она начинается с https://
    [format] Выберите кнопкой: очно, онлайн или вместе.
    [seats] Нужно число мест от 1 до 10 000.
    [posts] Выберите должности кнопками.
    [stat] Выберите статусы кнопками.
    [subj] Выберите предметы кнопками.
    [sub] Такого подпроекта нет: выберите кнопкой или напишите название.
    [dead] Нужен день, до которого открыта запись.
    [resp] Среди методистов такого имени нет.
   *[note] Нужны слова, от 2 до 1000 знаков.
}
draft-deadline-unfit = Запись закрывается позже текущего времени, но не позже начала. Напишите другой день.
draft-start-past = Это время уже прошло. Напишите, когда начало: число и время.
draft-meeting-has-marks = На встрече, которую Вы убираете, уже отмечено присутствие. Оставьте её: отметьте «Не был» тем, кого не было, и закройте отметку.
draft-already-started = Мероприятие уже началось: время, место и число мест больше не меняются.
draft-event-closed = Мероприятие отменено или завершено, изменить его нельзя. Можно сделать копию.
draft-changed-meanwhile = Мероприятие успели изменить. Посмотрите, как оно выглядит сейчас.

draft-doubt-nothing_found = Не получилось понять дату.
draft-doubt-past = { $day } – это в прошлом.
draft-doubt-after_year_end = { $day } – это уже после конца учебного года.
draft-doubt-weekday_mismatch = { $day }, а не { $weekday }. Напишите верную дату.
draft-doubt-no_such_day = Такого дня нет: { $said }.
draft-doubt-no_such_time = Такого времени нет: { $said }.
draft-doubt-ambiguous_date = Не ясно, какой день: { $said }.
draft-doubt-ambiguous_time = Не ясно, какое время: { $said }.
draft-doubt-after_start = Запись не может закрываться после начала: { $said }.

draft-check-date = Проверьте дату: <b>{ $date }</b>
draft-check-past = Это время уже прошло: измените дату, чтобы опубликовать.
draft-unset = Не указано: { $what }.
draft-unset-subproject = подпроект
draft-unset-seats = число мест (без ограничения)
draft-unset-audience = аудитория (для всех)
draft-unset-place = место
draft-unset-link = ссылка
draft-unset-responsible = ответственный
draft-clash = В этот же день для той же аудитории: { $events }.

draft-change-head = <b>Что изменить?</b>
draft-line = { $field }: { $value }
draft-field-form = Форма
draft-field-word = Форма словами
draft-field-level = Уровень
draft-field-tags = Темы
draft-field-scope = Охват
draft-field-order = Приказ
draft-field-issuer = Выдаёт сертификаты
draft-field-title = Название
draft-field-start = Дата и время
draft-field-hours = Часы
draft-field-end = Конец
draft-field-host = Организация
draft-field-place = Адрес, кабинет
draft-field-link = Ссылка
draft-field-format = Формат
draft-field-seats = Места
draft-field-posts = Должности
draft-field-stat = Статусы школ
draft-field-subj = Предметы
draft-field-sub = Подпроект
draft-field-dead = Запись до
draft-field-resp = Ответственный
draft-field-note = Примечание
draft-value-none = не указано
draft-value-coordinator = координатор сети
draft-value-as-category = как категория
draft-value-all = для всех
draft-value-unlimited = без ограничения
draft-value-until-start = до начала

button-steps = По шагам
button-coordinator = Координатор сети
button-new-form = Новая категория: { $what }
button-more-fields = Ещё
button-publish = Опубликовать
button-change = Изменить
button-draft = Черновик
button-drop-draft = Удалить черновик
button-sure-drop = Да, удалить
button-online = Онлайн
button-other-place = Другое место
button-as-address = Записать как адрес
button-unlimited = Без ограничения
button-for-all = Для всех
button-done = Готово
button-clear = Убрать
button-until-start = До начала
button-by-hours = По часам
button-no-subproject = Без подпроекта
button-chosen = ✓ { $what }
button-hours = { $count } ч

# Speakers of an event.

speakers-head = <b>Выступающие</b>: «{ $title }»
speakers-line = { $number }. { $speaker }
speakers-none = Пока никого. Добавьте выступающих: записываться им не нужно.
speaker-words = { $who } – { $what }
speaker-topic = «{ $topic }»
speaker-opened = { $speaker }
speaker-place = По порядку: { $place } из { $last }
speaker-ask-topic = Выберите роль. Чтобы записать тему, напишите её одним сообщением.
speaker-ask-name = Кто выступает? Напишите фамилию или ФИО.
speaker-found = «{ $typed }»: выберите из списка. Если это гость, которого в сети нет, – последняя кнопка.
speaker-found-nobody = В сети такого имени нет: { $typed }. Можно записать гостем или написать иначе.
speaker-bad-name = Имя – это слова, до 200 знаков.
speaker-bad-topic = Тема – это слова, от 2 до 300 знаков.
speaker-twice = Этот человек уже в списке с такой ролью.
speaker-too-many = В списке уже 50 человек, больше не поместится. Уберите кого-нибудь.
button-speakers = Выступающие
button-add-speaker = Добавить
button-speaker-guest = Гость: { $name }
button-speaker-earlier = Выше
button-speaker-later = Ниже
button-speaker-no-topic = Убрать тему
button-speaker-remove = Убрать из списка
button-speaker-list = К списку
