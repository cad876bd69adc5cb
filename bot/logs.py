"""Logging to standard error, as text or as one JSON object a line."""

import json
import logging
import sys

QUIET = ("slack_bolt", "slack_sdk", "apscheduler", "alembic", "httpx", "urllib3", "chromadb")


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        told = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "where": record.name,
            "what": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def worth_saying(record: logging.LogRecord) -> bool:
    """Tell whether a line helps an operator: Bolt warns of a token in the environment that it does not need."""
    return not record.getMessage().startswith("As you gave `client` as well")


def set_up_logs(level: str, shape: str) -> None:
    """Log to standard error; libraries speak up from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if shape == "json" else text)
    handler.addFilter(worth_saying)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), logging.WARNING))
    # It logs what it raises, and what it raises is told in a sentence of ours.
    logging.getLogger("slack_sdk.web.base_client").setLevel(logging.CRITICAL)
