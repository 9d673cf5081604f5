"""Figures for an operator's monitoring, by prometheus-client; and a twin that keeps none."""

import importlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LOOPBACK: Final = "127.0.0.1"
Gauges = Callable[[], Mapping[str, tuple[str, float]]]  # name -> (what it is, value)


class Metrics(Protocol):
    """Counts requests."""

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that took `seconds`."""


class NoMetrics:
    """Keeps nothing."""

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        del method, route, status, seconds


class SharedMetrics:
    """Counted by several processes in files of `folder`, which is emptied first.

    Made once, before the processes are forked.
    """

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        self._folder = folder
        # The library asks for this variable when it is imported, so it is imported here.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        self._library: Any = importlib.import_module("prometheus_client")
        self._seconds = self._library.Histogram(
            "alliance_request_seconds",
            "How long requests took.",
            ("method", "route", "status"),
            registry=None,
            buckets=BUCKETS,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._seconds.labels(method, route, str(status)).observe(seconds)

    def serve(self, port: int, gauges: Gauges) -> None:
        """Serve all processes' figures, and `gauges`, to this machine alone, in a thread."""
        registry = self._library.CollectorRegistry()
        together: Any = importlib.import_module("prometheus_client.multiprocess")
        together.MultiProcessCollector(registry, path=str(self._folder))
        registry.register(_Gauges(gauges))
        self._library.start_http_server(port, addr=LOOPBACK, registry=registry)


class _Gauges:
    """Reads its figures whenever somebody asks."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Any]:
        core: Any = importlib.import_module("prometheus_client.core")
        for name, (what, value) in self._gauges().items():
            yield core.GaugeMetricFamily(name, what, value)
