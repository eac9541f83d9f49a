# One small image for the page: no compiler, nothing that it writes to, no user but 10001.
#   docker build --tag descent-lab .
#   docker run --rm --init --read-only --tmpfs /tmp:size=32m,noexec --cap-drop ALL \
#     --security-opt no-new-privileges --publish 8000:8000 descent-lab
# docs/hosting.md has the rest, and how to renew the digest of the base.

FROM python:3.13.16-slim-trixie@sha256:70729b46c69b4f1e97c4822c1af3df53a1476cf5ddc6c087c0c10bc3a5678c2f AS build
WORKDIR /srv
ENV PYTHONPATH=/srv/site DESCENT_LAB_CACHE=/srv/cache
COPY requirements/run.txt requirements/run.txt
# Of plotly's 64 MB the page needs plotly.min.js alone, and nobody runs the tests of others here.
RUN python -m pip install --no-cache-dir --no-input --disable-pip-version-check \
      --root-user-action ignore --require-hashes --only-binary :all: \
      --target site --requirement requirements/run.txt \
    && find site/plotly -mindepth 1 -maxdepth 1 ! -name __init__.py ! -name package_data \
      -exec rm -r {} + \
    && find site/plotly/package_data -mindepth 1 -maxdepth 1 ! -name plotly.min.js \
      -exec rm -r {} + \
    && find site/numpy site/scipy site/sklearn -type d -name tests -prune -exec rm -r {} + \
    && rm -r site/bin site/share
COPY templates templates
COPY static static
COPY app app
# Bytecode, brotli and gzip are made here, so that no start waits for them.
RUN python -m compileall -q app && python -m app.web.assets

FROM python:3.13.16-slim-trixie@sha256:70729b46c69b4f1e97c4822c1af3df53a1476cf5ddc6c087c0c10bc3a5678c2f
LABEL org.opencontainers.image.title="Descent Lab" \
      org.opencontainers.image.description="Watch optimizers race down a surface, step by step" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /srv
ENV PYTHONPATH=/srv/site PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1 \
    DESCENT_LAB_CACHE=/srv/cache DESCENT_LAB_HOST=0.0.0.0 DESCENT_LAB_PORT=8000 \
    DESCENT_LAB_METRICS_HOST=0.0.0.0 DESCENT_LAB_LOG_FORMAT=json
COPY --from=build /srv/site site
COPY --from=build /srv/cache cache
COPY --from=build /srv/templates templates
COPY --from=build /srv/static static
COPY --from=build /srv/app app
COPY LICENSE LICENSE
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app"]
