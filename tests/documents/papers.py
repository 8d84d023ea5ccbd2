"""Papers of an invented network, as its bot would fill them in."""

from datetime import UTC, datetime

from documents.certificate import Certificate

ISSUED = datetime(2026, 10, 8, 12, 0, tzinfo=UTC)

CERTIFICATE = Certificate(
    language="ru",
    issuer="МБУ ДПО «Информационно-методический центр» Заречного муниципального округа",
    heading="СЕРТИФИКАТ",
    kind="участника муниципального сетевого проекта",
    opening="подтверждает, что",
    name="Бортникова Елена Юрьевна",
    position="учитель математики, МАОУ «СОШ № 1» г. Заречинска",
    statement="приняла участие в семинаре",
    event="«Читаем и понимаем задачу: работа с текстом на любом предмете»",
    role="выступление из опыта работы: «Карточки «Вопрос к задаче»",
    dates="7 октября 2026 г.",
    place="СОШ № 1, г. Заречинск",
    hours="в объёме 4 часов",
    number="№ ИМЦ-26-0041",
    issued="8 октября 2026 г.",
    town="г. Заречинск",
    signer_post="Директор МБУ ДПО «ИМЦ»",
    signer_name="О. В. Вересова",
    signature_label="подпись",
    stamp_label="М. П.",
    verify_hint="Проверить сертификат: наведите камеру телефона",
    verify_url="https://t.me/zarechye_network_bot?start=v_7QK2M9XB4T1C8ZPN",
    issued_at=ISSUED,
)
