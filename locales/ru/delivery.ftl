# Delivery as an operator sees it: alarms, counts, what did not arrive; the same lines in the chat and in `centrik doctor`.

delivery-admin-only = Доставку видят только администраторы. Если Вы администратор, проверьте ADMIN_IDS.
delivery-fine = Доставка: всё в порядке.
delivery-worries = ⚠️ Доставка: нужно внимание.

delivery-never = Бот с этой базой ещё не работал.
delivery-tick = Последний такт часов: { $time }, бот работает с { $start }
delivery-queue-inbox = Ждут разбора: { $count }
delivery-queue-answers = Ответы в очереди: { $count }
delivery-queue-notices = Уведомления в очереди: { $count }
delivery-queue-jobs = Документы в работе: { $count }
delivery-oldest = { $line }, дольше всего – { $minutes } мин
delivery-sending = Отправляются сейчас: { $count }, ждут своего времени: { $later }
delivery-sent = Отправлено за минуту: { $minute }, за час: { $hour }
delivery-held = Telegram просил подождать (429), раз с запуска: { $count }
delivery-held-now = { $line }, сейчас – { $seconds } с
delivery-away = База не принимала записи, только что: { $seconds } с
delivery-dropped = Пропущено из-за слишком частых сообщений, с запуска: { $count }
delivery-parked = Отложено неразобранных обновлений: { $count }
delivery-jobs-failed = Документы не получились: { $count }
delivery-blocked = Закрыли чат с ботом: { $count }
delivery-undelivered = Не дошло за 7 дней: { $counts }
delivery-count = { $name } – { $count }
delivery-by-kind = • { $name }, { $state }: { $count }
delivery-more-kinds = И ещё видов: { $count }

delivery-list = Что не дошло за 7 дней, сначала новое:
delivery-list-once = С кнопкой – то, что бот сам не повторяет: два сообщения о баллах похожи на двойные баллы.
delivery-list-empty = За 7 дней дошло всё.
delivery-again = Отправлю ещё раз: { $count }.
delivery-again-none = Отправлять уже нечего. Список обновлён.
delivery-row = № { $number } · { $name } · { $state } · { $time }
delivery-job-row = № { $number } · { $name } · { $time }
delivery-parked-row = № { $number } · { $time }
button-undelivered = Что не дошло
button-again = Отправить ещё раз: № { $number }
button-again-all = Отправить ещё раз все: { $count }
button-refresh = Обновить

delivery-state-expired = опоздало
delivery-state-unclear = неясно, дошло ли
delivery-state-failed = отказ Telegram
delivery-state-dropped = чат закрыт

delivery-document-certificate = сертификат
delivery-document-card = карта активности

delivery-alarm-inbox = ⚠️ Сообщения людей ждут разбора уже { $minutes } мин, в очереди { $count }.
delivery-alarm-answers = ⚠️ Ответы людям ждут отправки уже { $minutes } мин, в очереди { $count }.
delivery-alarm-notices = ⚠️ Уведомления ждут отправки уже { $minutes } мин, в очереди { $count }.
delivery-alarm-jobs = ⚠️ Документы готовятся уже { $minutes } мин, в очереди { $count }.
delivery-alarm-jobs_failed = ⚠️ Документы не получились: { $count }. Кто-то ждёт сертификат или карту.
delivery-alarm-undelivered = ⚠️ Не дошло сообщений: { $count }. Опоздали, не приняты или неясно, дошли ли.
delivery-alarm-parked = ⚠️ Отложено неразобранных обновлений: { $count }. Что это было, покажет на сервере centrik doctor.
delivery-alarm-slow = ⚠️ Рассылка идёт медленнее: Telegram просит подождать { $count } с. Ничего не потеряно, отправим позже.
delivery-alarm-store = ⚠️ База не принимала записи { $count } с. Кто нажимал, видел «Сейчас не получается»; ничего не потеряно. Проверьте диск и что ещё открывает базу.

doctor-undelivered = Не дошло за 7 дней (последние):
doctor-jobs = Документы не получились (последние):
doctor-parked = Отложены неразобранные обновления (последние):
doctor-no-database = База данных не отвечает или её таблиц ещё нет: проверьте DATABASE_URL и то, что бот хоть раз запускался.
doctor-well = Всё в порядке.
doctor-worried = Нужно внимание: строки с «!».

delivery-kind-answer = ответ на нажатие или сообщение
delivery-kind-event_published = анонс мероприятия
delivery-kind-signup_closing = запись скоро закроется
delivery-kind-speakers_week = напоминание выступающим
delivery-kind-day_before = напоминание за день
delivery-kind-hour_before = напоминание за час
delivery-kind-feedback_asked = просьба об оценке
delivery-kind-meeting_day_before = напоминание за день до встречи
delivery-kind-meeting_hour_before = напоминание за час до встречи
delivery-kind-meeting_unmarked = встреча не отмечена
delivery-kind-attendance_unmarked = явка не отмечена
delivery-kind-seat_offered = предложение места
delivery-kind-offer_ended = предложение места истекло
delivery-kind-event_moved = перенос мероприятия
delivery-kind-event_cancelled = отмена мероприятия
delivery-kind-own_event_changed = перенос или отмена своего мероприятия
delivery-kind-zone_rules_changed = новые правила часового пояса
delivery-kind-grounds_missing = люди без указанного основания
delivery-kind-letter = письмо участникам
delivery-kind-broadcast = рассылка
delivery-kind-question_asked = вопрос
delivery-kind-question_answered = ответ на вопрос
delivery-kind-points_awarded = начислены баллы
delivery-kind-certificate_ready = сертификат
delivery-kind-card_ready = карта активности
delivery-kind-admin_alarm = предупреждение администратору
delivery-kind-identity_asked = вопрос о человеке
delivery-kind-identity_answered = ответ о человеке
delivery-kind-organization_asked = вопрос об организации
delivery-kind-organization_answered = ответ об организации
