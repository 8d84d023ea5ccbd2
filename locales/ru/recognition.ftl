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

# Certificates in the chat, on paper, and their verification.

certificate-ready = 📄 Сертификат готов: «{ $title }», { $hours }, № { $number }.
certificate-kept = Он хранится в боте: «Сертификаты».
certificate-mistake-hint = Нашли неточность в ФИО? Нажмите «Сообщить».
certificate-again = Сертификат № { $number }: «{ $title }», { $hours }.
certificate-not-ready = Сертификат № { $number } готовится: пришлю, как только будет файл.
certificates-head = <b>Сертификаты</b>: { $count }. Нажмите, чтобы получить файл.
certificates-none = Сертификатов пока нет. Они приходят после мероприятий, когда организатор закроет отметку.
certificates-row = № { $number } · { $day } · { $title }
certificate-file = Сертификат { $number }.pdf
certificate-mistake = Что исправить в сертификате № { $number }? Напишите, как правильно, – передадим методисту.
certificate-mistake-again = Нужны слова, до { $longest } знаков. Напишите, как правильно.
certificate-mistake-letter = Сертификат № { $number } ({ $name }): { $text }
certificate-mistake-sent = Передали методисту. Ответ придёт сюда.
button-report-mistake = Сообщить

certificate-paper-heading = СЕРТИФИКАТ
certificate-paper-opening = подтверждает, что
certificate-paper-position = { $post }, { $organization }
certificate-paper-statement = принял(а) участие в { $in }
certificate-paper-event = «{ $title }»
certificate-paper-ground = на основании приказа { $order }
certificate-paper-role = роль: { $roles }
certificate-paper-hours = в объёме { $hours }
certificate-paper-hours-count = { $count ->
    [one] { $count } часа
   *[other] { $count } часов
}
certificate-paper-hours-part = { $count } часа
certificate-paper-number = № { $number }
certificate-paper-signature = подпись
certificate-paper-stamp = М. П.
certificate-paper-verify = Проверить: наведите камеру телефона на QR-код
kind-listener = участника муниципального сетевого проекта
kind-speaker = докладчика
kind-master_class = ведущего мастер-класса
kind-open_lesson = автора открытого урока
kind-moderator = модератора
kind-organiser = организатора
kind-expert = эксперта

verify-found = ✅ Сертификат подлинный: № { $number }
verify-replaced = Сертификат № { $number } заменён новым. Попросите действующий.
verify-revoked = Сертификат № { $number } аннулирован.
verify-name = <b>{ $name }</b>
verify-event = «{ $title }», { $form }
verify-days = { $days } · { $hours }
verify-role = Роль: { $roles }
verify-issued = Выдан { $date }: { $issuer }
verify-masked = Имя показано не полностью. Полностью его видит тот, кому показали QR-код.
verify-unknown = Такого сертификата в сети нет. Проверьте номер или код: они напечатаны внизу сертификата.
verify-how = Напишите номер сертификата после команды, например: /check ИМЦ-26-0041
verify-page-title = Проверка сертификата
verify-state-valid = Сертификат подлинный
verify-state-replaced = Сертификат заменён новым
verify-state-revoked = Сертификат аннулирован
verify-label-name = ФИО
verify-label-event = Мероприятие
verify-label-days = Дата
verify-label-hours = Часы
verify-label-role = Роль
verify-label-number = Номер
verify-label-issued = Выдан

# «участие в …»: the form in the prepositional case.
prepositional-own = мероприятии
prepositional-lecture = лекции
prepositional-seminar = семинаре
prepositional-project_seminar = проектном семинаре
prepositional-practicum = практикуме
prepositional-training = тренинге
prepositional-consultation = консультации
prepositional-laboratory = лаборатории
prepositional-internship = стажировке
prepositional-festival_seminar = семинаре-фестивале
prepositional-conference = конференции
prepositional-methodical_day = методическом дне
prepositional-lesson_visit = открытом уроке
prepositional-guest_teaching = уроке в школе-партнёре
prepositional-joint_council = совместном педсовете
prepositional-children_event = мероприятии с детьми
prepositional-school_camp = выездной школе
prepositional-contest = конкурсе
prepositional-network_project = сетевом проекте
prepositional-meeting = совещании

at-own = на { prepositional-own }
at-lecture = на { prepositional-lecture }
at-seminar = на { prepositional-seminar }
at-project_seminar = на { prepositional-project_seminar }
at-practicum = на { prepositional-practicum }
at-training = на { prepositional-training }
at-consultation = на { prepositional-consultation }
at-laboratory = в { prepositional-laboratory }
at-internship = на { prepositional-internship }
at-festival_seminar = на { prepositional-festival_seminar }
at-conference = на { prepositional-conference }
at-methodical_day = на { prepositional-methodical_day }
at-lesson_visit = на { prepositional-lesson_visit }
at-guest_teaching = на { prepositional-guest_teaching }
at-joint_council = на { prepositional-joint_council }
at-children_event = на { prepositional-children_event }
at-school_camp = в { prepositional-school_camp }
at-contest = на { prepositional-contest }
at-network_project = в { prepositional-network_project }
at-meeting = на { prepositional-meeting }
