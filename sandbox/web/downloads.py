"""A stored file as an HTTP response."""

from urllib.parse import quote

from aiohttp import web

from sandbox.telegram.files import StoredFile


def file_response(stored: StoredFile, *, inline: bool) -> web.Response:
    """Return the file's bytes; only PDFs and photos, which run no scripts, may be shown in the browser."""
    shown = inline and (stored.mime == "application/pdf" or stored.kind == "photo")
    disposition = "inline" if shown else "attachment"
    return web.Response(
        body=stored.data,
        content_type=stored.mime if shown else "application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(stored.name)}",
        },
    )
