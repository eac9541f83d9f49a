# One small image for the page: no compiler, no pip, nothing that it writes to.
#   docker build --tag descent-lab .
#   docker run --rm --read-only --cap-drop ALL --security-opt no-new-privileges \
#     --publish 8000:8000 descent-lab

FROM python:3.13-slim-bookworm AS build
WORKDIR /srv
ENV PYTHONPATH=/srv/site DESCENT_LAB_CACHE=/srv/cache
COPY requirements/run.txt requirements/run.txt
# Of plotly's 64 MB the page needs plotly.min.js alone.
RUN python -m pip install --no-cache-dir --no-input --disable-pip-version-check \
      --root-user-action ignore --require-hashes --only-binary :all: \
      --target site --requirement requirements/run.txt \
    && find site/plotly -mindepth 1 -maxdepth 1 ! -name __init__.py ! -name package_data \
      -exec rm -r {} +
COPY templates templates
COPY static static
COPY app app
# Bytecode and the smallest compressed forms are made here, so that no start waits for them.
RUN python -m compileall -q app && python -m app.web.assets

FROM python:3.13-slim-bookworm
WORKDIR /srv
ENV PYTHONPATH=/srv/site DESCENT_LAB_CACHE=/srv/cache \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1
COPY --from=build /srv/site site
COPY --from=build /srv/cache cache
COPY --from=build /srv/templates templates
COPY --from=build /srv/static static
COPY --from=build /srv/app app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000", \
     "--ws-max-size", "524288", "--ws-per-message-deflate", "false", \
     "--timeout-graceful-shutdown", "5", "--no-server-header"]
