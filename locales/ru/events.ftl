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
list-nothing-fits = { $told ->
    [0] Подходящих мероприятий пока нет. Посмотрите все.
   *[other] Подходящих мероприятий пока нет: сообщим, когда появятся. Посмотрите все.
}
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
list-no-subprojects = У ближайших мероприятий нет подпроектов. Выберите «По форме» или «Все».

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
event-speakers = Выступают: { $speakers }
event-speaker = { $name } ({ $about })
event-talk = «{ $topic }»
event-responsible = Ответственный: { $name }
event-level = { $level } уровень
event-order = Приказ { $order }
event-issuer = Сертификат выдаёт: { $issuer }
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
button-ask-organizer = Вопрос организатору
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

# Seats and the waiting list: answers, questions, offers, refusals.

seat-confirmed = ✅ Вы записаны.
seat-reminders = Напомним { $spans }.
seat-reminders-each = Перед каждой следующей встречей тоже.
seat-reminders-at = Напомним { $times }.
seat-reminders-both = Напомним { $spans }, а также { $times }.
seat-clash = В это же время Вы записаны на { $events }.
seat-waiting = Мест пока нет. Вы в листе ожидания, номер { $number }.
seat-waiting-next = Если место освободится, сразу напишем: на ответ будет 12 часов, перед самым началом – меньше.
seat-ask-cancel = Отменить запись? Место перейдёт следующему.
seat-ask-leave = Выйти из листа ожидания? Сейчас Ваш номер – { $number }, вернуться можно будет только в конец.
seat-cancelled = Запись отменена: { $form } «{ $title }», { $time }. Пока место свободно, запись можно вернуть.
seat-given-back = Запись отменена: { $form } «{ $title }», { $time }. Место предложено следующему в листе ожидания.
seat-left-list = Вы вышли из листа ожидания: { $form } «{ $title }», { $time }.
seat-let-go = Хорошо, место предложим следующему: { $form } «{ $title }», { $time }. Если планы изменятся, встаньте в лист ожидания снова.
seat-offered = Для Вас освободилось место.
seat-offer-until = Подтвердите до { $until }, иначе предложим следующему коллеге.
seat-offer-ended = Время на ответ вышло, место предложено следующему: { $form } «{ $title }», { $time }. Можно встать в лист ожидания снова.

button-join-queue = В лист ожидания
button-leave-list = Выйти из листа ожидания
button-cancel-seat = Отменить запись
button-sure-cancel = Да, отменить
button-sure-leave = Да, выйти
button-keep-seat = Оставить
button-restore = Вернуть запись
button-take-seat = Иду
button-let-go = Не смогу

refused-already-signed-up = Вы уже записаны: { $form } «{ $title }», { $time }. Ничего делать не нужно.
refused-already-waiting = Вы уже в листе ожидания, номер { $number }: { $form } «{ $title }», { $time }. Если место освободится, сразу напишем.
refused-event-full = Мест нет: { $form } «{ $title }», { $time }. Встаньте в лист ожидания: если место освободится, сразу напишем.
refused-sign-up-closed = Запись закрыта, она шла до { $closed }: { $form } «{ $title }», { $time }. Спросите организатора или посмотрите другие мероприятия.
refused-event-past = Записаться уже нельзя, мероприятие началось или прошло: { $form } «{ $title }», { $time }. Посмотрите ближайшие.
refused-event-cancelled = Мероприятие отменено: { $form } «{ $title }», { $time }.
refused-look-at-coming = Посмотрите ближайшие.
refused-not-for-you = К сожалению, записаться нельзя.
refused-not-for-you-post = Мероприятие для других должностей: { $whom }.
refused-not-for-you-subject = Мероприятие для тех, кто ведёт: { $whom }. Ваши предметы можно изменить в профиле.
refused-not-for-you-status = Мероприятие адресовано школам со статусом: { $whom }.
refused-other-event = Похожее мероприятие открыто: { $time }, { $format }.
refused-not-signed-up = Вы не записаны: { $form } «{ $title }», { $time }. Отменять нечего.
refused-too-late-to-cancel = Отменить запись можно было до начала: { $form } «{ $title }», { $time }. Если Вы не пришли, напишите организатору.
refused-offer-ended = Предложение места больше не действует: { $form } «{ $title }», { $time }. Можно встать в лист ожидания снова.
