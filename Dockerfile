# The portal's image, and two small ones of Debian's own programs for compose.yaml: proxy and pooler. Build them with
# `docker compose build`. Nothing is compiled, and no test or tool of development comes along.

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements/base.txt /tmp/base.txt
# Wheels alone, each of which must have the hash that is written down.
RUN python -m venv /srv/venv \
 && /srv/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/base.txt
WORKDIR /srv/landgang
COPY manage.py ./
COPY portal portal
COPY municipalities municipalities
COPY hosting hosting
COPY newcomers newcomers
COPY templates templates
COPY locale locale
COPY docs/deployment docs/deployment
# Catalogues and static files are part of the image. The values are for this step alone: nothing is signed, no database is asked.
RUN export SECRET_KEY=$(/srv/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
    SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres://web@build.invalid/none STATIC_ROOT=/srv/static \
 && /srv/venv/bin/python manage.py messages \
 && /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /srv/venv/bin/python -m compileall -q /srv/venv/lib portal municipalities hosting newcomers

FROM python:3.12-slim-bookworm AS portal
# pg_dump and pg_restore, for `manage.py backup` and `restore`.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin landgang \
 && install -d -o landgang -g landgang /srv/media /srv/backups /srv/proof
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv /srv
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
WORKDIR /srv/landgang
USER 10001:10001
EXPOSE 8000
# Workers tell that they live through memory, the only place that can be written to.
CMD ["gunicorn", "portal.wsgi", "--config=portal/serving.py", "--bind=0.0.0.0:8000", "--worker-tmp-dir=/dev/shm"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-m", "portal.health", "web"]

# For `restore --prove` alone: PostgreSQL's server programs, which what serves does not need. No cluster is made here.
FROM portal AS prove
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-common \
 && echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf \
 && apt-get install -y --no-install-recommends postgresql-15 \
 && rm -rf /var/lib/apt/lists/*
ENV TMPDIR=/srv/proof
USER 10001:10001
ENTRYPOINT ["python", "manage.py", "restore", "--prove"]
HEALTHCHECK NONE

FROM debian:bookworm-slim AS proxy
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx-light libnginx-mod-http-brotli-filter \
 && rm -rf /var/lib/apt/lists/* /etc/nginx/modules-enabled/* \
 && useradd --uid 10002 --no-create-home --shell /usr/sbin/nologin proxy-user
COPY docs/deployment/nginx.conf /etc/proxy/nginx.conf
USER 10002:10002
EXPOSE 8080 8443
CMD ["nginx", "-p", "/run/proxy/", "-c", "/etc/proxy/nginx.conf", "-g", "daemon off;"]
HEALTHCHECK --interval=10s --timeout=3s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]

FROM debian:bookworm-slim AS pooler
RUN apt-get update \
 && apt-get install -y --no-install-recommends pgbouncer \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10003 --no-create-home --shell /usr/sbin/nologin pooler-user
COPY docs/deployment/pgbouncer.ini docs/deployment/pooler.sh /etc/pooler/
USER 10003:10003
EXPOSE 6432
CMD ["/etc/pooler/pooler.sh"]
HEALTHCHECK --interval=10s --timeout=3s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/6432"]

# What `docker build .` makes without a target.
FROM portal
