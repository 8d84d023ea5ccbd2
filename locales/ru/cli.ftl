# The command line and the settings: one plain sentence each.

network-untitled = Сеть школ
calendar-file = meropriyatie-{ $id }.ics

cli-about = Бот сети школ: мероприятия, явка, карта активности, сертификаты.
cli-run = Запустить бота.
cli-migrate = Привести таблицы базы данных в порядок и выйти.
cli-load = Загрузить описание сети из файла YAML.
cli-load-file = Файл с описанием сети.
cli-load-apply = Внести отличия файла в базу, где уже есть данные.
cli-load-invites = Сделать сотрудникам новые приглашения, прежние перестанут действовать.
cli-clock = Перевести часы репетиции вперёд (не работает с настоящим Telegram).
cli-clock-advance = Насколько вперёд: 23h, 90m, 2d, 1d12h.
cli-doctor = Показать, как идёт доставка: очереди, что не дошло. Код 1 – нужно внимание.
cli-demo = Показать всю историю на этом компьютере, без токена.
cli-demo-needs-repository = В установленную программу демонстрация не входит: скачайте репозиторий (git clone) и запустите в нём «make demo».
cli-migrated = Таблицы в порядке.
cli-load-begins = Загружаем описание сети…
cli-clock-begins = Переводим часы бота…
cli-clock-moved = Часы бота теперь показывают { $moment }.
cli-clock-no-bot = Часы переведены на { $moment }. Бот сейчас не работает: он начнёт с этого времени.
cli-clock-not-taken = Часы переведены на { $moment }, но бот за { $seconds } с этого не заметил: посмотрите его журнал или перезапустите его.
cli-clock-span-wrong = Не получилось понять промежуток «{ $value }»: напишите, например, 23h, 90m или 2d.
cli-clock-real = Часы переводятся только в репетиции: задайте CLOCK_START и свой BOT_API_URL.
cli-clock-not-started = Часы этой базы ещё не заведены: сначала запустите бота с CLOCK_START.
cli-database-away = База данных не отвечает: проверьте DATABASE_URL, запущена ли она и можно ли писать в её файл.

setting-bot-token = BOT_TOKEN: нужен токен от @BotFather вида 123456:ABC.
setting-bot-token-refused = BOT_TOKEN: Telegram не принимает этот токен, возьмите действующий у @BotFather.
setting-address = { $name }: { $value } – не адрес: нужен вид https://bot.example.org.
setting-database-url = DATABASE_URL: нужен адрес вида sqlite:///var/centrik.db или postgresql://имя:пароль@сервер/база.
setting-database-newer = DATABASE_URL: таблицы в базе новее этой программы; запустите программу новее или верните базу из копии.
setting-admin-ids = ADMIN_IDS: { $value } – не номер; нужны числовые id через запятую.
setting-timezone = TIMEZONE: зоны { $value } нет; нужна зона IANA, например Europe/Moscow.
setting-web-port = WEB_PORT: нужен номер порта от 0 до 65535.
setting-web-port-busy = WEB_PORT: порт { $port } занят или адрес WEB_HOST чужой.
setting-public-url = PUBLIC_URL: { $value } не подходит, Telegram нужен адрес с https://.
setting-webhook-secret = WEBHOOK_SECRET: вместе с PUBLIC_URL нужен секрет, 1–256 знаков из A-Z, a-z, 0-9, _ и -.
setting-clock-start = CLOCK_START: нужен момент с зоной, например 2026-10-01T09:00:00+03:00.
setting-clock-telegram = CLOCK_START: часы репетиции не работают с настоящим Telegram, уберите эту настройку.
