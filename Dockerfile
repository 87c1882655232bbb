# On Record as a container: processor only, not root, nothing fetched once it is built.
#
#   docker build -t onrecord .
#   docker run --init --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -e ONRECORD_API_KEY=KEY -p 127.0.0.1:8080:8080 -v onrecord:/data onrecord
FROM python:3.11-slim-bookworm AS built

WORKDIR /src
COPY constraints.txt constraints-build.txt constraints-larger.txt pyproject.toml README.md LICENSE ./
COPY api api
COPY index index
COPY rag rag
# The processor's wheels of torch: those of the usual index bring gigabytes for graphics cards.
RUN python -m venv /opt/onrecord \
    && /opt/onrecord/bin/pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu \
       "$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' constraints.txt)" \
    && /opt/onrecord/bin/pip install --no-cache-dir --require-hashes --no-deps -r constraints.txt \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes --no-deps -r constraints-build.txt \
    && /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /opt/wheel . \
    && /opt/onrecord/bin/pip install --no-cache-dir --no-index --no-deps /opt/wheel/*.whl \
    && /opt/onrecord/bin/pip install --no-cache-dir --require-hashes --no-deps -r constraints-larger.txt \
    && cd / && /opt/onrecord/bin/python -m rag.reader.careful \
    && /opt/onrecord/bin/python -m api.keep_graphs \
    && /opt/onrecord/bin/pip uninstall --yes -r /src/constraints-larger.txt

FROM python:3.11-slim-bookworm

COPY --from=built /opt/onrecord /opt/onrecord
RUN groupadd --system --gid 10001 onrecord \
    && useradd --system --uid 10001 --gid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin onrecord \
    && install -d -o onrecord -g onrecord -m 0700 /data
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False \
    ONRECORD_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import http.client as c; h = c.HTTPConnection('127.0.0.1', 8080, timeout=4); h.request('GET', '/v1/health'); raise SystemExit(h.getresponse().status != 200)"]
ENTRYPOINT ["onrecord"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
