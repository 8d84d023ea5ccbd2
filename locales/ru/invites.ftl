# Links that let people in.

invite-title =
    Кого пригласить?
    По личной ссылке педагог входит в два действия, ссылка школы сразу указывает место работы.
invite-choose-person = Кого из педагогов пригласить? Выберите или напишите фамилию. Здесь те, кто ещё не вошёл.
invite-nobody = Среди тех, кто ещё не вошёл, такого человека нет. Напишите фамилию иначе или вернитесь к списку.
invite-everybody-in = Все люди из списка сети уже вошли.
invite-choose-school = Для какой организации сделать ссылку?
invite-no-schools = Список организаций пока пуст.
invite-made-person = Личная ссылка: { $title }
invite-made-school = Ссылка для всех педагогов: { $title }
invite-made-methodist = Ссылка для методиста
invite-made-admin = Ссылка для администратора
invite-once = Работает один раз, до { $until }. Показываем её только сейчас: перешлите сразу.
invite-many = Работает, пока не сделаете новую. Показываем её только сейчас: сохраните или перешлите.
invite-replaced = Прежняя ссылка больше не работает.
invite-no-name = Имя бота пока неизвестно: человеку нужно отправить боту эту строку.

button-invite-person = Педагога из списка
button-invite-school = Школу
button-invite-methodist = Методиста
button-invite-admin = Администратора
button-copy-link = Скопировать ссылку
button-new-link = Сделать новую
button-invite-more = Пригласить ещё
command-invite = Пригласить в сеть

refused-admins-only = Ссылки для методистов и администраторов делает администратор сети.
refused-live-link = Ссылка уже есть: { $title }. Новая отменит прежнюю.
