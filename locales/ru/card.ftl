# The activity card: points, hours, Центрики.

card-head = <b>Карта активности</b>, { $year } учебный год
card-sums = { $points } · { $hours }
card-tokens = { $tokens } за год, до следующего: { $next }
card-ever = За всё время: { $points }, { $tokens }
card-nothing = Записей за этот учебный год пока нет. Баллы появятся после первого мероприятия.
card-entry =
    { $day } · { $form } «{ $title }»
    { $reason }: { $points }
card-entry-hours =
    { $day } · { $form } «{ $title }»
    { $reason }: { $points }, { $hours }
card-entry-alone = { $reason }: { $points }
card-making = Готовлю файл, пришлю сюда.
card-ready = 📄 Карта активности за { $year } учебный год.
card-file = Карта активности { $year }.pdf
button-card = Моя карта
button-card-file = Скачать PDF
button-certificates = Сертификаты

reason-material = материал в сборнике
reason-series_complete = пройдена серия

points-line = +{ $points } { $for } «{ $title }».
points-more = +{ $points } { $for }.
points-year = В этом учебном году: { $points }, Центриков: { $tokens }.
points-year-past = За { $year } учебный год: { $points }, Центриков: { $tokens }.
points-token = Новый Центрик: полные { $per } набраны.
for-listener = за участие в { $in }
for-speaker = за выступление { $at }
for-master_class = за мастер-класс { $at }
for-open_lesson = за открытый урок { $at }
for-moderator = за ведение секции { $at }
for-organiser = за помощь в организации: { $form }
for-expert = за работу эксперта { $at }

card-paper-heading = Карта активности педагога
card-paper-year = { $year } учебный год
card-paper-points = { $count ->
    [one] балл за учебный год
    [few] балла за учебный год
   *[many] баллов за учебный год
}
card-paper-hours = { $count ->
    [one] час
    [few] часа
   *[many] часов
}
card-paper-tokens = { $count ->
    [one] Центрик
    [few] Центрика
   *[many] Центриков
}
card-paper-ever = { $count ->
    [one] балл за всё время
    [few] балла за всё время
   *[many] баллов за всё время
}
card-paper-progress = До следующего Центрика: { $points }
card-paper-date = Дата
card-paper-event = Мероприятие
card-paper-form = Форма
card-paper-role = Роль
card-paper-hours-column = Часы
card-paper-points-column = Баллы
card-paper-empty = Записей за этот учебный год пока нет
card-paper-total = Всего за учебный год
card-paper-printed = Распечатано { $date }
card-paper-signature = подпись
card-paper-title = «{ $title }»
card-paper-position = { $post }, { $organization }
