# Presence: the organiser's list, the code word, people at the door.

attendance-head =
    <b>Отметка</b>: «{ $title }»
    { $time }
attendance-meeting = Встреча { $number } из { $count }: { $time }
attendance-counts = Были: { $present } · не были: { $absent } · не отмечены: { $unmarked }
attendance-nobody = Записанных нет. Добавьте тех, кто пришёл.
attendance-word =
    Кодовое слово: <b>{ $word }</b>
    Принимаем { $span }. Назовите его в зале и тем, кто онлайн: участники отправят его боту.
attendance-no-word = Кодового слова нет. С ним участники отметятся сами.
attendance-opens = Присутствие отмечают с { $time }. Роли можно указать уже сейчас.
attendance-is-closed = Отметка закрыта. До { $until } её можно открыть снова, потом начислим баллы и выдадим сертификаты.
attendance-is-due = Отметка закрыта: начисляем баллы и выдаём сертификаты.
attendance-is-making = Баллы начислены. Сертификаты готовим: { $made } из { $of }, они придут участникам сами.
attendance-is-final = Баллы начислены, сертификаты выданы.
attendance-was-nobody = Отметка закрыта: присутствовавших нет, баллы и сертификаты не выдаются.
attendance-read-only = Отмечают автор мероприятия, ответственный и администраторы.
attendance-span = с { $from } до { $until }
attendance-row = { $mark } { $name } · { $organization } · { $roles }
attendance-row-alone = { $mark } { $name } · { $roles }

attendance-person = <b>{ $name }</b>
person-erased = Профиль стёрт
attendance-state-attended = Присутствие: был(а)
attendance-state-by-code = Присутствие: был(а), по кодовому слову
attendance-state-no_show = Присутствие: не был(а)
attendance-state-none = Присутствие: не отмечено
attendance-walk-in = Без записи
attendance-roles = Роль: { $roles }
attendance-role-hint = Роль определяет баллы и строку в сертификате.

attendance-close-ask =
    Закрыть отметку «{ $title }»?
    Были: { $present }, не были: { $absent }, не отмечены: { $unmarked }.
attendance-close-unmarked = Не отмеченные считаются отсутствовавшими.
attendance-close-early = Мероприятие ещё идёт, до { $until }.
attendance-close-then = { $minutes ->
    [0] Открыть отметку снова будет нельзя: сразу начислим баллы и выдадим сертификаты.
    [60] Час отметку можно открыть снова, потом начислим баллы и выдадим сертификаты.
   *[other] Ещё { $span } отметку можно открыть снова, потом начислим баллы и выдадим сертификаты.
}

attendance-who = Кого добавить? Напишите фамилию или ФИО.
attendance-who-again = Нужны фамилия и имя буквами, например «Мухин Андрей». Кого добавить?
attendance-found = Выберите из списка. Если никого не узнали, уточните ФИО или добавьте нового участника.
attendance-found-nobody = «{ $typed }» в сети нет. Напишите иначе или добавьте нового участника.
attendance-found-incomplete = «{ $typed }» в сети нет. Чтобы добавить нового участника, напишите фамилию и имя полностью.
attendance-person-button = { $name } · { $organization }
attendance-where = { $name }: из какой организации? Напишите название или номер школы.
attendance-where-found = Выберите организацию или напишите иначе.
attendance-where-again = Такой организации в сети нет. Напишите иначе или добавьте без организации.
attendance-added = Добавили

code-word-marked = Отметили: Вы { $at }. Хорошей работы!
code-word-already = Вы уже отмечены: «{ $title }». Ничего делать не нужно.
code-word-early = Слово верное, но ещё рано: отметка «{ $title }» откроется { $opens }. Отправьте его тогда ещё раз.
code-word-late = Слово верное, но его принимали до { $until }. Если Вы были на «{ $title }», попросите организатора отметить Вас.
code-word-closed = { $minutes ->
    [0] Отметка «{ $title }» уже закрыта. Если Вы были, напишите организатору.
    [60] Отметка «{ $title }» уже закрыта. Если Вы были, напишите организатору: в течение часа её можно открыть снова.
   *[other] Отметка «{ $title }» уже закрыта. Если Вы были, напишите организатору: пока баллы не начислены, её можно открыть снова.
}
code-word-not_listed = Слово верное, но Вас нет в списке «{ $title }». Попросите организатора добавить Вас.
code-word-marked_absent = Организатор отметил, что Вас не было на «{ $title }». Если это не так, подойдите к организатору или напишите.
code-word-elsewhere = Вы уже отмечены на другой встрече «{ $title }» в это же время. Если Вы перешли, попросите организатора исправить отметку.
code-word-wrong = Это слово не подошло. Проверьте буквы или попросите организатора отметить Вас в списке.
code-word-too_many = Слишком много разных слов подряд. Попросите организатора отметить Вас в списке или попробуйте через 10 минут.
code-word-form-waits = Вопрос выше ещё ждёт ответа.

attendance-not-published = Отметка есть только у опубликованных мероприятий: это черновик или отменено.
attendance-too-early = Пока рано: присутствие отмечают с 15 минут до начала, закрыть отметку можно после начала.
attendance-closed = { $minutes ->
    [60] Отметка закрыта. В течение часа её можно открыть снова.
   *[other] Отметка закрыта. Пока баллы не начислены, её можно открыть снова.
}
attendance-present-elsewhere = В это же время человек отмечен на встрече «{ $title }». Если он перешёл, сначала отметьте там «Не был».
attendance-meetings-ahead = { $several ->
    [1] Последняя встреча ещё не началась: закрыть отметку можно после её начала.
   *[other] Мероприятие ещё не началось: закрыть отметку можно после начала.
}
attendance-finalized = Баллы уже начислены, сертификаты выданы: отметки больше не меняются.
attendance-not-closed = Отметка и так открыта.

button-make-code = Кодовое слово
button-other-code = Другое слово
button-mark-all = Отметить всех
button-add-walk-in = Добавить участника
button-newcomer = Новый участник
button-no-organization = Без организации
button-close-attendance = Закрыть отметку
button-close-sure = Да, закрыть
attendance-ask-ground = На каком основании записаны ФИО?
attendance-ground-entered = Записано
button-ground-paper_consent = Согласие на бумаге
button-ground-employer_order = Приказ работодателя
button-reopen = Открыть снова
button-to-list = ‹ К списку
button-to-event = ‹ К мероприятию
button-was = Был
button-was-not = Не был
