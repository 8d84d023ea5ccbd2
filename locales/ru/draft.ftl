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

draft-ask-form = Какая это форма? Выберите или напишите.
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

draft-bad-value = { $field ->
    [form] Такой формы нет в списке.
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
draft-value-all = для всех
draft-value-unlimited = без ограничения
draft-value-until-start = до начала

button-steps = По шагам
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
