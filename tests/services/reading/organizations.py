"""An invented network's organizations, as people search for them."""

from services.reading.organizations import KnownOrganization

TOWN = "г. Заречинск"
IMC = KnownOrganization(1, "ИМЦ", "МБУ ДПО «Информационно-методический центр»")
SCHOOL_1 = KnownOrganization(2, "СОШ № 1", "МАОУ «СОШ № 1» г. Заречинска", TOWN)
GYMNASIUM_3 = KnownOrganization(3, "Гимназия № 3", "МБОУ «Гимназия № 3» г. Заречинска", TOWN)
SCHOOL_2 = KnownOrganization(4, "СОШ № 2", "МБОУ «СОШ № 2» г. Заречинска", TOWN)
SCHOOL_5 = KnownOrganization(5, "СОШ № 5", "МБОУ «СОШ № 5» г. Заречинска (кадетская)", TOWN)
LESOZAVOD = KnownOrganization(6, "Лесозаводская СОШ", "МБОУ «Лесозаводская СОШ»", "пос. Лесозаводской")
KLYUCHI = KnownOrganization(7, "Ключевская СОШ", "МБОУ «Ключевская СОШ»", "с. Верхние Ключи")
VETLY = KnownOrganization(8, "Ветлинская ООШ", "МБОУ «Ветлинская ООШ»", "с. Ветлино")
GARDEN_7 = KnownOrganization(9, "Детский сад № 7", "МАДОУ «ЦРР – детский сад № 7 «Радуга»", TOWN)
GARDEN_12 = KnownOrganization(10, "Детский сад № 12", "МБДОУ «Детский сад № 12 «Теремок»", "пос. Лесозаводской")
VEKTOR = KnownOrganization(11, "ЦДО «Вектор»", "МБУ ДО «Центр дополнительного образования «Вектор»", TOWN)
LIBRARY = KnownOrganization(
    12, "Библиотечная система", "МБУК «Заречинская централизованная библиотечная система»", TOWN
)
SPORT = KnownOrganization(13, "Спортшкола «Старт»", "МБУ ДО «Спортивная школа «Старт»", TOWN)
ORGANIZATIONS = (
    IMC, SCHOOL_1, GYMNASIUM_3, SCHOOL_2, SCHOOL_5, LESOZAVOD, KLYUCHI, VETLY, GARDEN_7, GARDEN_12, VEKTOR, LIBRARY,
    SPORT,
)  # fmt: skip
