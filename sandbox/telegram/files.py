"""Uploaded files, their identifiers for sending again and their paths for download."""

import base64
import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

from sandbox.calls.call import UploadedFile
from sandbox.calls.errors import ApiError, bad_request

UPLOAD_LIMIT_BYTES = 50 << 20
PHOTO_LIMIT_BYTES = 10 << 20
DOWNLOAD_LIMIT_BYTES = 20 << 20


@dataclass(frozen=True)
class StoredFile:
    """A file with its identifiers; `kind` is "document" or "photo", and neither can be sent as the other."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    def as_document(self) -> dict[str, Any]:
        return {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }

    def as_photo(self) -> list[dict[str, Any]]:
        sizes = {"width": self.width, "height": self.height}
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return [{**ids, "file_size": len(self.data), **sizes}]


class FileStore:
    """All files of one sandbox, kept in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, upload: UploadedFile, kind: str, mime: str | None = None) -> StoredFile:
        """Store an upload; ApiError when it is empty, too large or (a photo) not an image."""
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > UPLOAD_LIMIT_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        width = height = 0
        if kind == "photo":
            if len(upload.data) > PHOTO_LIMIT_BYTES:
                raise bad_request("file is too big")
            width, height = image_size(upload.data)
        number = len(self._by_id) + 1
        digest = hashlib.sha256(upload.data + number.to_bytes(4, "big")).digest()
        prefix = "BQACAgIAAxkDAA" if kind == "document" else "AgACAgIAAxkDAA"
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        guessed = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        stored = StoredFile(
            file_id=prefix + base64.urlsafe_b64encode(digest[:24]).decode(),
            unique_id="Ag" + base64.urlsafe_b64encode(digest[24:]).decode().rstrip("="),
            kind=kind,
            path=f"{kind}s/file_{number}.{suffix}",
            name=upload.name,
            mime=mime or guessed,
            data=upload.data,
            width=width,
            height=height,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def resolve(self, value: str, uploads: dict[str, UploadedFile], kind: str) -> StoredFile:
        """Return the file that the parameter `kind` names: its upload, `attach://name`, or a known identifier."""
        name = value.removeprefix("attach://") if value.startswith("attach://") else kind
        if name in uploads and (not value or value.startswith("attach://")):
            return self.add(uploads[name], kind)
        if not value or value.startswith("attach://"):
            raise bad_request(f"there is no {kind} in the request")
        stored = self._by_id.get(value)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


def image_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG; ApiError for anything else, as Telegram does."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:2] == b"\xff\xd8":
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            marker = data[at + 1]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", data[at + 5 : at + 9])
                return int(width), int(height)
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise bad_request("IMAGE_PROCESS_FAILED")
