# Seats and the waiting list: answers, questions, offers, refusals.

seat-confirmed = ✅ Вы записаны.
seat-reminders = Напомним за день и за час.
seat-reminder-hour = Напомним за час.
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
