# Lists of events, the card, sharing, the calendar.

list-head-fit = <b>Мероприятия для Вас</b>
list-head-all = <b>Все мероприятия сети</b>
list-head-online = <b>Мероприятия онлайн</b>
list-of-form = <b>Форма: { $form }</b>
list-of-subproject = <b>Подпроект: { $title }</b>
list-line =
    «{ $title }», { $form }
    { $time } · { $mark }
list-mark-open = места есть
list-seats-left = { $left ->
    [one] осталось { $left } место
    [few] осталось { $left } места
   *[many] осталось { $left } мест
}
list-mark-full = мест нет, есть лист ожидания
list-mark-closed = запись закрыта
list-mark-not_for_you = для других участников
list-mark-confirmed = ✓ Вы записаны
list-mark-offered = Вам предложено место
list-mark-waiting = Вы в листе ожидания
list-mark-past = уже началось
list-mark-cancelled = отменено
list-mark-draft = черновик
list-nothing-fits = Подходящих мероприятий пока нет: сообщим, когда появятся. Посмотрите все.
list-nothing = Таких мероприятий пока нет. Посмотрите все.
list-nothing-at-all = Мероприятий пока нет. Когда появятся, они будут здесь.
list-filter-fit = Для меня
list-filter-all = Все
list-filter-online = Онлайн
list-filter-form = По форме
list-filter-sub = По подпроекту
list-choose-form = Выберите форму мероприятия.
list-choose-subproject = Выберите подпроект.
list-nothing-to-choose = Выбирать пока не из чего: мероприятий ещё нет.

event-name = «{ $title }», { $form }
event-when = { $time } · { $hours }
event-link = Ссылка: { $link }
event-link-in-card = Ссылка – в карточке мероприятия.
event-link-hidden = Ссылка откроется участникам.
event-link-later = Онлайн: ссылку пришлёт организатор.
event-subproject = Подпроект: { $title }
event-host = Проводит: { $host }
event-seats-unlimited = Места: без ограничений
event-seats-left = Мест: { $capacity }, { $left ->
    [one] осталось { $left } место
    [few] осталось { $left } места
   *[many] осталось { $left } мест
}
event-seats-none = Мест: { $capacity }, свободных нет
event-waiting = в листе ожидания { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[many] { $count } человек
}
event-deadline-start = Запись: до начала
event-deadline = Запись: до { $deadline }
event-for = Для кого: { $whom }
event-for-all = Для кого: для всех
event-points = Баллы: { $roles }
event-responsible = Ответственный: { $name }
event-note = { $text }
event-cancel-reason = Причина: { $reason }
event-alternative = Похожее открыто: «{ $title }», { $time }, { $format }.

event-stands-confirmed = ✅ Вы записаны.
event-stands-past-confirmed = Вы записаны, мероприятие уже идёт.
event-stands-over = Мероприятие прошло. Ваша отметка – в «Мои записи», баллы – в «Моя карта».
event-stands-offered = Для Вас освободилось место.
event-stands-waiting = Вы в листе ожидания, номер { $number }.
event-stands-full = Мест нет. Можно встать в лист ожидания: если место освободится, сразу напишем.
event-stands-closed = Запись закрыта: она шла до { $closed }.
event-stands-past = Запись закончена: мероприятие уже началось или прошло.
event-stands-cancelled = Мероприятие отменено.
event-stands-not-for-you = Записаться нельзя: мероприятие адресовано другим участникам, см. «Для кого».
event-stands-draft = Черновик: видят только методисты.

event-share = Перешлите коллеге:
event-share-text = «{ $title }», { $time }. Запись в боте:
event-share-link = Запись: { $link }
event-share-later = Ссылка появится, как только бот узнает своё имя. Попробуйте через минуту.
event-calendar = Файл для календаря: «{ $title }», { $time }. Откройте его на телефоне или компьютере.

button-look = Посмотреть
button-open-card = Открыть мероприятие
button-calendar = В календарь
button-share = Поделиться
button-send-colleague = Отправить коллеге
button-copy-event-link = Скопировать ссылку
button-ask-organiser = Вопрос организатору
button-to-desk = Управление
button-my-profile = Профиль

my-head = <b>Мои записи</b>: впереди – { $coming }, прошло – { $past }
my-head-past = <b>Прошедшие</b>
my-line =
    «{ $title }», { $form }
    { $time }
my-nothing = Записей пока нет. Выберите мероприятие: запись – в одно нажатие.
my-state-confirmed = ✓ Вы записаны
my-waiting = В листе ожидания, номер { $number }
my-offered = Вам предложено место: подтвердите до { $until }
my-state-cancelled = Отменено организатором
my-state-running = Идёт сейчас
my-state-attended = Вы были
my-state-no_show = Отмечено: Вас не было
my-state-unmarked = Явка ещё не отмечена
