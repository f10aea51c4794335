# onrecord over HTTP on port 8000; everything it keeps is in the volume /var/lib/onrecord.
#
#   docker build --build-arg PIP_EXTRA_INDEX_URL=… -t onrecord .
#
# The index to give is that of PyTorch's CPU builds: without it the image has several gigabytes of CUDA libraries.

FROM python:3.11-slim AS python


FROM python AS build

ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    UV_NO_CACHE=1 \
    UV_PYTHON=/opt/onrecord/bin/python

WORKDIR /src
COPY requirements.lock pyproject.toml ./
# torch comes by pip, which takes a CPU build where the extra index has one; uv then leaves it as it is.
RUN python -m venv --without-pip /opt/onrecord \
 && python -m venv /opt/installer \
 && /opt/installer/bin/pip install uv==0.13.9 \
 && /opt/installer/bin/pip --python /opt/onrecord/bin/python install "$(grep '^torch==' requirements.lock)" \
 && /opt/installer/bin/uv pip install --compile-bytecode --constraints requirements.lock \
    --requirements pyproject.toml --extra openai --extra ollama

COPY README.md ./
COPY onrecord onrecord
COPY vectorstore vectorstore
COPY qa qa
COPY api api
COPY evals evals
RUN /opt/installer/bin/uv pip install --compile-bytecode --no-deps .


FROM python

RUN useradd --system --uid 10001 --home-dir /var/lib/onrecord --create-home onrecord
COPY --from=build /opt/onrecord /opt/onrecord
ENV PATH="/opt/onrecord/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    ONRECORD_HOME=/var/lib/onrecord

USER 10001
WORKDIR /var/lib/onrecord
VOLUME /var/lib/onrecord
EXPOSE 8000
STOPSIGNAL SIGTERM
# The first start converts the embedding model for the machine.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["onrecord"]
CMD ["serve", "--host", "0.0.0.0"]
