# Two stages: the first has the tools and builds, the second only runs. Zone data come with the pinned tzdata package.
FROM python:3.11-slim AS build
WORKDIR /source
COPY requirements.txt requirements-dev.txt ./
RUN python -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-dev.txt \
    && python -m venv /app/.venv \
    && /tools/bin/uv pip sync --no-cache --compile-bytecode --python /app/.venv/bin/python --require-hashes requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY screens screens
COPY services services
COPY models models
COPY documents documents
COPY locales locales
RUN /tools/bin/hatchling build -t wheel -d /wheel \
    && /tools/bin/uv pip install --no-cache --compile-bytecode --python /app/.venv/bin/python --no-deps /wheel/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app --no-create-home centrik \
    && install -d -o centrik /app/var
COPY --from=build /app/.venv /app/.venv
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    WEB_HOST=0.0.0.0 \
    WEB_PORT=8080
USER centrik
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['WEB_PORT']}/health\", timeout=4)"]
ENTRYPOINT ["centrik"]
CMD ["run"]
