"""Structured logs: one JSON line an event, with the request id; console lines in development. No personal data, no secrets."""

from typing import Any

import structlog

from tongban.config import env
from tongban.config.failures import describe_failure

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_renderer = (
    structlog.dev.ConsoleRenderer()
    if env.flag("TONGBAN_PLAIN_LOGS")
    else structlog.processors.JSONRenderer(ensure_ascii=False)
)
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    describe_failure,
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": _renderer,
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["out"], "level": env.choice("TONGBAN_LOG_LEVEL", "WARNING", among=LEVELS)},
}
