# Questions of the profile, the profile itself, my data, organisations and people to be told apart.

profile-ask-name = Как Вас зовут? Напишите фамилию, имя и отчество, например: Иванова Мария Петровна. Отчества может не быть.
profile-name-letters = Здесь нужно имя: только буквы, дефис и апостроф.
profile-name-few = Нужны хотя бы фамилия и имя, через пробел.
profile-name-many = Слишком много слов: нужны фамилия, имя и отчество.
profile-name-short = Имя и отчество напишите полностью, без инициалов.
profile-name-long = Слишком длинно: каждая часть имени до 100 букв.

profile-ask-organization = Где Вы работаете? Напишите коротко, например: школа 5. Или выберите из списка.
profile-organization-taken = { $short } – записали.
profile-organization-likely = Уточните, какая организация Ваша. Если её здесь нет, напишите иначе.
profile-organization-unknown = Такой организации в списке не нашлось.
profile-organization-list = Выберите организацию:
profile-organization-none = Список организаций пока пуст. Нажмите «Моей организации нет», и методист её добавит.
profile-ask-own-organization = Напишите полное название Вашей организации и населённый пункт. Методист добавит её в сеть.
profile-own-organization-bad = Нужно название словами, от 3 до 300 знаков.

profile-ask-post = Кем Вы работаете?
profile-post-by-button = Такой должности в списке нет. Выберите кнопкой или нажмите «Другая должность».
profile-ask-own-post = Напишите Вашу должность, например: концертмейстер.
profile-own-post-bad = Нужна должность словами, от 2 до 100 знаков.

profile-ask-subjects = Какие предметы Вы ведёте? Можно выбрать несколько или пропустить.
profile-subjects-by-button = Такого предмета в списке нет. Выберите кнопками.

profile-title = Ваш профиль
profile-surname = Фамилия: <b>{ $surname }</b>
profile-given-name = Имя: <b>{ $given }</b>
profile-patronymic = Отчество: <b>{ $patronymic }</b>
profile-organization = Организация: { $title }
profile-organization-asked = Организация: «{ $typed }» (уточняет методист)
profile-organization-missing = Организация: не указана
profile-post = Должность: { $post }
profile-subjects = Предметы: { $subjects }
profile-language = Язык: { $name }
profile-no-broadcasts = Рассылки: не получаете. Напоминания о Ваших записях приходят.
profile-saved = Сохранено.
profile-old-certificates = { $count ->
    [one] { $count } ранее выданный сертификат сохранит прежнее ФИО.
    [few] { $count } ранее выданных сертификата сохранят прежнее ФИО.
   *[many] { $count } ранее выданных сертификатов сохранят прежнее ФИО.
}
profile-ask-language = На каком языке писать Вам? Сертификаты всегда на языке сети.
profile-language-ru = Русский
profile-language-en = English
profile-language-set = Теперь пишем по-русски.

data-title = Что о Вас хранится
data-roles = Права: { $roles }
data-role-admin = администратор
data-role-methodist = методист
data-role-org_coordinator = координатор организации
data-consent = Согласие: редакция { $version }, { $date }
data-consent-none = Согласие: нет
data-account = Номер учётной записи: { $number }
data-signups = Записи на мероприятия, с отменёнными: { $count }
data-attended = Отметки о явке: { $count }
data-points = Всего баллов: { $count }
data-certificates = Сертификаты: { $count }
data-lines = Ваши сообщения методистам и организаторам: { $count }
data-feedback = Оценки мероприятий: { $count }
data-opened = Просмотренные мероприятия: { $count }
data-withdraw-ask =
    Отозвать согласие? Это нельзя отменить.
    Профиль и Ваши сообщения будут стёрты, записи отменены, напоминания прекратятся. Отметки и баллы останутся без имени.
data-withdraw-certificates = { $count ->
    [0] Сертификатов у Вас нет.
    [one] { $count } выданный сертификат сохранится с ФИО: скачайте его заранее.
    [few] { $count } выданных сертификата сохранятся с ФИО: скачайте их заранее.
   *[many] { $count } выданных сертификатов сохранятся с ФИО: скачайте их заранее.
}
data-erased = Согласие отозвано, профиль стёрт, записи отменены.
data-erased-certificates = { $count ->
    [one] { $count } выданный сертификат сохранён: его можно проверить по коду.
    [few] { $count } выданных сертификата сохранены: их можно проверить по коду.
   *[many] { $count } выданных сертификатов сохранены: их можно проверить по коду.
}
data-erased-again = Захотите вернуться – нажмите «Профиль».

button-organization-absent = Моей организации нет
button-organization-list = Весь список
button-other-organization = Другая организация
button-own-post = Другая должность
button-post-list = Весь список
button-subjects-done = Готово
button-subjects-skip = Пропустить
button-name = ФИО
button-organization = Организация
button-post = Должность
button-subjects = Предметы
button-language = Язык
button-my-data = Мои данные
button-invite = Пригласить
button-withdraw = Отозвать согласие
button-withdraw-sure = Да, отозвать и стереть
button-keep = Оставить

identity-asked =
    Это один и тот же человек?
    Зарегистрировался: { $newcomer }, { $newcomer_post }.
    В сети уже есть: { $known }, { $known_post }.
    Организация: { $organization }.
identity-has-account = У того, кто есть в сети, уже подключён Telegram.
identity-same-done = Записали: это один человек, { $name }. Записи, баллы и сертификаты объединены.
identity-namesake-done = Записали: это однофамильцы. Оба профиля остаются.
identity-same-told = Методист подтвердил, что Вы – { $name }. Ваш профиль объединён с тем, что уже был в сети.
identity-namesake-told = Методист проверил: Вы и Ваш однофамилец – разные люди. Ваш профиль остаётся как есть.
button-same-person = Тот же человек
button-namesake = Однофамилец

claim-asked =
    { $name } не нашёл(ла) свою организацию и написал(а): «{ $typed }».
    Выберите, какая это, или добавьте новую.
claim-kind = Добавляем «{ $typed }». Что это за организация?
claim-done = Записали: { $name } работает в организации { $short }.
claim-told = Методист указал Вашу организацию: { $short }. Изменить её можно в профиле.
claim-kind-school = Школа
claim-kind-kindergarten = Детский сад
claim-kind-additional = Доп. образование
claim-kind-culture = Культура
claim-kind-sport = Спорт
claim-kind-coordinator = Методический центр
claim-kind-other = Другое
button-add-organization = Добавить новую
refused-already-answered = { $known ->
    [0] На этот вопрос уже ответили.
   *[other] На этот вопрос уже ответил(а) { $who }.
}
