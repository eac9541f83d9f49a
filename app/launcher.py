"""Reads the settings, opens the socket, and keeps web processes behind it.

It never imports what serves, so nothing that goes wrong there can end it.
"""

import logging
import os
import sys
from contextlib import ExitStack
from socket import socket

from uvicorn import Config

from app.exposition import exposed, gathered
from app.listening import NoPlace, listener, url
from app.logs import log_config
from app.open_files import allow
from app.settings import PREFIX, WRONG, Settings, settings
from app.supervisor import Supervisor, end_without_parent

FAILED = 3  # exit code
SPARE_FILES = 1_000  # beside the WebSockets: requests, libraries, pipes

log = logging.getLogger("descent_lab.launcher")


def launch() -> int:
    """Serve until a signal; gives the exit code."""
    # uvicorn ends its processes by the signal that it got, so they leave semaphores, which the
    # system's tracker tidies up behind them: that is no news for the log.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")
    # Jobs are threads, of which one runs at a time. The GNU system would give each a heap of its
    # own, and a compute process would take half as much again.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    config = _config(settings)  # from here on there is a log
    _open_files(settings)
    with ExitStack() as open_until_the_end:
        try:
            listening = open_until_the_end.enter_context(_listening(settings))
            if settings.metrics_port:
                _count(settings, open_until_the_end)
        except NoPlace as error:
            print(error, file=sys.stderr)  # noqa: T201
            return WRONG
        supervisor = Supervisor(config, listening)
        log.info("Descent Lab: %s", url(listening))
        supervisor.run()
        return FAILED if supervisor.failed else os.EX_OK


def _listening(settings: Settings) -> socket:
    return listener(settings.host, settings.port, settings.send_buffer, settings.silent_seconds)


def _count(settings: Settings, until_the_end: ExitStack) -> None:
    """Serve what all processes count. Before the first of them starts: they are told where to."""
    folder = until_the_end.enter_context(gathered())
    host, port = settings.metrics_host, settings.metrics_port
    try:
        until_the_end.enter_context(exposed(folder, host, port))
    except OSError as error:
        raise NoPlace(
            f"{PREFIX}METRICS_PORT: {port} cannot be had on {host} ({error.strerror}); "
            "take another one, or 0 for no metrics"
        ) from error


def _open_files(settings: Settings) -> None:
    wanted = settings.max_sockets + SPARE_FILES
    allowed = allow(wanted)
    if allowed < wanted:
        log.warning(
            "The system lets a process open %d files; %sMAX_SOCKETS = %d needs %d",
            allowed, PREFIX, settings.max_sockets, wanted,
        )  # fmt: skip


def _config(settings: Settings) -> Config:
    return Config(
        "app.main:app",
        workers=settings.web_processes,
        loop="auto",
        http="app.impatient:Impatient",
        timeout_keep_alive=settings.keep_alive_seconds,
        ws="websockets-sansio",
        ws_max_size=settings.max_body,
        ws_per_message_deflate=False,  # twenty times the work of making a block, for a few percent
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        log_config=log_config(settings.log_format, settings.log_level),
        access_log=False,  # app.web.guards.access_log writes one
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        backlog=settings.backlog,
        timeout_graceful_shutdown=settings.drain_seconds,
        timeout_notify=1,
        callback_notify=end_without_parent,
    )
