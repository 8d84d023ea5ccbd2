"""Buttons of the activity card and of certificates."""

from aiogram.filters.callback_data import CallbackData

from screens.wishes.ground import Number


class ShowCard(CallbackData, prefix="card"):
    year: str
    page: Number


class GetCardFile(CallbackData, prefix="cardf"):
    year: str


class CertificatesPage(CallbackData, prefix="certp"):
    page: Number


class GetCertificate(CallbackData, prefix="cert"):
    certificate: Number


class ReportMistake(CallbackData, prefix="certx"):
    """Report a mistake on a certificate to the staff."""

    certificate: Number
