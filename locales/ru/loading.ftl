# `centrik load`: what is wrong in a network's file, how it differs from the database, the staff's links.

load-refused = Файл не загружен, база осталась прежней. Исправьте эти строки и повторите.
load-refused-at-start =
    NETWORK_FILE не загружен, база осталась пустой:
    { $reasons }
load-and-more = { $count ->
    [one] и ещё { $count } замечание
    [few] и ещё { $count } замечания
   *[many] и ещё { $count } замечаний
}

load-no-file = такого файла нет
load-is-folder = это папка, а нужен файл YAML
load-no-plain-file = это канал, устройство или сокет, а нужен обычный файл YAML: сохраните данные в файл
load-unreadable = файл не читается: проверьте права доступа
load-too-large = файл больше { $most } МБ: описание сети столько не занимает
load-not-utf8 = это не UTF-8: сохраните файл в кодировке UTF-8 (в Блокноте: «Сохранить как», «Кодировка»)
load-utf16 = файл сохранён как UTF-16: сохраните его в кодировке UTF-8 (в Блокноте: «Сохранить как», «Кодировка»)
load-not-a-text = это не текст, а таблица, документ или архив: нужен файл YAML
load-unprintable = невидимый знак { $code }: удалите его
load-nothing-inside = файл пуст
load-not-yaml = строка написана не по правилам YAML: проверьте в ней и над ней отступы, кавычки, скобки и двоеточия
load-yaml-tab = в отступе табуляция: замените её пробелами
load-yaml-quote = кавычка { $quote } открыта здесь и нигде не закрыта: закройте её в конце значения
load-yaml-escape = после «\» в двойных кавычках стоит не то: напишите «\\» или возьмите значение в одинарные кавычки
load-yaml-bracket = скобка «{ $bracket }» открыта в строке { $first }: здесь или строкой выше не хватает запятой или закрывающей скобки
load-yaml-sign = знак «{ $sign }» здесь стоять не может: возьмите значение в кавычки
load-yaml-colon = второе двоеточие в строке: возьмите значение в кавычки
load-yaml-name = после имени поля нет двоеточия с пробелом: напишите «имя: значение»
load-yaml-dash = пункт списка («-») начинают с новой строки
load-yaml-block = после «|» и «>» текст начинают с новой строки, с отступом
load-yaml-rest = значение кончилось, а дальше стоит { $rest }: уберите лишнее или возьмите всё значение в одинарные кавычки
load-yaml-indent = отступ не такой, как у соседних строк: выровняйте строку пробелами
load-several-documents = второй документ («---»): сеть описывается одним
load-alias = ссылки YAML («&имя», «*имя») не принимаются: напишите значение целиком, а текст с этим знаком возьмите в кавычки
load-tag = метки YAML ({ $tag }) не принимаются: напишите простое значение, а текст со знаком «!» возьмите в кавычки
load-too-deep = слишком глубокая вложенность
load-name-not-text = здесь должно стоять имя поля
load-field-twice = поле «{ $field }» уже есть в строке { $first }

load-missing = нет обязательного поля «{ $field }»
load-unknown-field = поле «{ $field }» неизвестно: проверьте название
load-not-text = «{ $field }»: нужен текст, а стоит { $value }; возьмите значение в кавычки
load-not-flag = «{ $field }»: нужно true или false, а стоит { $value }
load-not-list = «{ $field }»: нужен список, а стоит { $value }
load-not-mapping = «{ $field }»: нужны поля с именами, а стоит { $value }
load-not-whole = «{ $field }»: нужно целое число, а стоит { $value }
load-not-number = «{ $field }»: нужно число, а стоит { $value }
load-not-more = «{ $field }»: нужно число больше { $limit }, а стоит { $value }
load-less = «{ $field }»: нужно число не меньше { $limit }, а стоит { $value }
load-more = «{ $field }»: нужно число не больше { $limit }, а стоит { $value }
load-nobody = «{ $field }»: численность 0 – укажите число педагогов или уберите строку
load-empty = «{ $field }»: нужен непустой текст
load-too-long = «{ $field }»: не длиннее { $limit } знаков
load-version = «{ $field }»: поддерживается только версия 1, а стоит { $value }
load-unfit = «{ $field }»: значение { $value } не подходит
load-not-a-code = «{ $field }»: { $value } – не код; нужны латинские буквы, цифры, _ и -, не длиннее 32 знаков, первой буква
load-not-one-of = «{ $field }»: { $value } не подходит; можно: { $expected }
load-not-a-name = «{ $field }»: { $value } – не полное имя; нужны фамилия, имя и, если есть, отчество
load-not-a-zone = «{ $field }»: часового пояса { $value } нет; нужен, например, Asia/Yekaterinburg
load-not-a-day = «{ $field }»: { $value } – не дата; нужен вид "2026-10-07"
load-not-a-moment = «{ $field }»: { $value } – не время начала; нужен вид "2026-10-07T14:00"
load-not-a-clock = «{ $field }»: { $value } – не время; нужен вид "21:00"
load-not-a-year = «{ $field }»: { $value } – не учебный год; нужен вид "2026/27"
load-not-an-offset = «{ $field }»: { $value } – не срок; нужен вид "-24h", "+3d", "-30m" или "0"
load-not-a-numbering = «{ $field }»: { $value } – не вид номера; нужен {"{seq}"} или {"{seq:04d}"} и, если надо, {"{yy}"}, вместе до 64 знаков
load-quiet-hours = «{ $field }»: нужны два времени, начало и конец, например ["21:00", "08:00"]
load-year-bound = «{ $field }»: стоит { $value }, а у этого учебного года – { $expected }
load-ends-before = «{ $field }»: { $value } раньше начала
load-meeting-end = «{ $field }»: конец встречи – позже начала, не больше чем на сутки
load-meeting-hours = «{ $field }»: часы встреч вместе – это «hours» мероприятия; уберите «hours» у части встреч или исправьте сумму
load-meetings-overlap = «{ $field }»: встречи пересекаются. Если это секции, дайте каждой «title», иначе исправьте время
load-no-such-meeting = У мероприятия «{ $code }» нет встречи № { $number }: встреч всего { $count }
load-sessions = «{ $field }»: дни идут по порядку без повторов, первый совпадает с «start»

load-code-twice = код { $code } уже есть в строке { $first }
load-unknown-code = «{ $field }»: кода { $value } в этом файле нет
load-unknown-event = мероприятия { $value } в этом файле нет
load-far-day = «{ $field }»: { $value } – проверьте год: он должен быть в пределах { $expected }
load-code-of-another-year = код { $code } уже у мероприятия другого учебного года: дайте новому другой код
load-not-held-by = мероприятие { $code } пройдёт { $day }, позже дня «as_of» ({ $asof }): явки ещё быть не может
load-not-held-yet = мероприятие { $code } ещё не закончилось (на часах бота { $today }): явки ещё быть не может
load-too-few-seats = { $people ->
    [one] у { $code } { $people } участник
    [few] у { $code } { $people } участника
   *[many] у { $code } { $people } участников
}, а мест («capacity») – { $seats }
load-person-twice = { $code } с этой ролью уже в строке { $first }
load-came-and-did-not = { $code } отмечен по-разному: явка у человека одна на все роли

load-done =
    Загружено из { $file }:
    организаций – { $organization }, человек – { $person }, подпроектов – { $subproject }, мероприятий – { $event }, отметок об участии – { $participation }, принятых материалов – { $material }.
load-nothing-new = Этот файл уже загружен, менять нечего.
load-changed = { $count ->
    [one] Изменено в базе: { $count } отличие.
    [few] Изменено в базе: { $count } отличия.
   *[many] Изменено в базе: { $count } отличий.
}
load-waits = { $count ->
    [one] Файл отличается от базы: { $count } отличие. Пока ничего не изменено.
    [few] Файл отличается от базы: { $count } отличия. Пока ничего не изменено.
   *[many] Файл отличается от базы: { $count } отличий. Пока ничего не изменено.
}
load-how-to-apply = Чтобы внести отличия с «+» и «~», повторите с ключом --apply.
load-left = { $count ->
    [one] Останется, как в базе: { $count } отличие.
    [few] Останется, как в базе: { $count } отличия.
   *[many] Останется, как в базе: { $count } отличий.
}
load-of-another-year = { $count ->
    [one] { $count } мероприятие относится к { $year } учебному году: там и считается
    [few] { $count } мероприятия относятся к { $year } учебному году: там и считаются
   *[many] { $count } мероприятий относятся к { $year } учебному году: там и считаются
}
load-ground-missing = не указано, на каком основании хранятся имена ({ $count }): добавьте раздел ground, например ground: {"{"}kind: paper_consent{"}"}
load-crosses-years = мероприятие { $code } идёт и 31 августа, и 1 сентября: оно считается целиком в { $year } году, по первому дню. Чтобы дни считались каждый в своём году, опишите их двумя мероприятиями
load-unused = Проверено, но пока не используется: { $sections }.

load-speaker = у выступающего нужно одно из двух: «who» (код человека) или «name» (имя гостя)
load-form-taken = такая категория есть и так: выберите другой код или уберите строку.

load-kind-organization = организация { $code } { $title }
load-kind-headcount = численность { $code } ({ $title })
load-kind-person = { $code } { $title }
load-kind-subproject = подпроект { $code } «{ $title }»
load-kind-network = сеть «{ $title }»
load-kind-event_form = категория { $code } «{ $title }»
load-kind-event = мероприятие { $code } «{ $title }»
load-kind-participation = участие в { $code } «{ $title }»
load-kind-material = материалы { $code } «{ $title }»

load-whole-new = {"  "}+ { $what }
load-whole-removed = {"  "}- { $what }: было загружено, но в базе удалено
load-whole-erased = {"  "}- { $what }: согласие отозвано, данные стёрты и заново не загружаются
load-whole-absent = {"  "}? { $what }: в файле больше нет, в базе осталось
load-field-changed = {"  "}~ { $what }, { $field }: в базе { $here }, в файле { $there }
load-field-kept = {"  "}= { $what }, { $field }: изменено в боте; в базе { $here }, в файле { $there }
load-field-busy = {"  "}! { $what }, { $field }: есть записи или явка, поменяйте в боте; в базе { $here }, в файле { $there }

load-links = { $count ->
    [one] Приглашения сотрудникам: каждое на один вход, действует { $count } час.
    [few] Приглашения сотрудникам: каждое на один вход, действует { $count } часа.
   *[many] Приглашения сотрудникам: каждое на один вход, действует { $count } часов.
}
load-link = {"  "}{ $name }, { $role }: { $link }
load-role-admin = администратор
load-role-methodist = методист
load-links-later = Имя бота пока неизвестно, поэтому это коды: человек пишет боту «/start КОД». После первого запуска бота «centrik load { $file } --invites» даст ссылки.
load-entered = Уже вошли в бот: { $names }.
