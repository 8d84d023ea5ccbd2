"""A stored file as an HTTP answer."""

from urllib.parse import quote

from aiohttp import web

from sandbox.files import StoredFile


def file_response(stored: StoredFile, *, inline: bool) -> web.Response:
    """The file's bytes; only a PDF or a photo, which run nothing, is shown in the browser."""
    shown = inline and (stored.mime == "application/pdf" or stored.kind == "photo")
    way = "inline" if shown else "attachment"
    return web.Response(
        body=stored.data,
        content_type=stored.mime if shown else "application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(stored.name)}",
        },
    )
