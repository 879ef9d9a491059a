# Pincite as it runs in production; docker-compose.yml puts a database beside it.

# The Python of the tests. Everything comes as wheels whose hashes are known, so nothing is compiled.
FROM python:3.11-slim-trixie AS environment
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/pincite \
    && /opt/pincite/bin/python -m pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes -r /tmp/runtime.txt

FROM python:3.11-slim-trixie
ENV PATH=/opt/pincite/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pincite
COPY --from=environment /opt/pincite /opt/pincite
WORKDIR /srv/pincite
COPY manage.py LICENSE ./
COPY config ./config
COPY history ./history
COPY sources ./sources
COPY claims ./claims
COPY fixtures ./fixtures
# The key is for this one command, which signs nothing.
RUN python -m compileall -q config history sources claims \
    && SECRET_KEY=none python manage.py collectstatic --noinput --verbosity 0

# Everything above belongs to root and stays as it is: the application writes to its database only.
USER 10001
EXPOSE 8000
# Asks as the proxy in front would, so that neither ALLOWED_HOSTS nor HTTPS turns it away.
HEALTHCHECK --interval=10s --timeout=15s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os; from urllib.request import Request, urlopen; host = os.environ.get('ALLOWED_HOSTS', '').split(',')[0].strip(' .*') or 'localhost'; urlopen(Request('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', headers={'Host': host, 'X-Forwarded-Proto': 'https'}), timeout=12)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
