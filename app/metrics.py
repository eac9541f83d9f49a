"""What Prometheus is told. Whoever causes an event counts it here.

Where several processes count, `app.exposition` adds them up; a gauge is the sum over the processes
that live. docs/hosting.md says what to watch.
"""

from prometheus_client import Counter, Gauge, Histogram

# Seconds. Ends of the buckets: what a person does not notice, what R2, R3, R4 and R7 promise.
LATENCIES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.3, 0.5, 1, 2.5, 5, 10, 30)
LAGS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5)

SOCKETS = Gauge("descent_lab_sockets", "WebSockets that are open", multiprocess_mode="livesum")
RACES = Counter(
    "descent_lab_races",
    "Races begun: computed, joined to one under way, or kept from before",
    ["how"],
)
for how in ("computed", "joined", "kept"):  # seen as 0 before the first one
    RACES.labels(how)
UNDER_WAY = Gauge(
    "descent_lab_under_way",
    "Races that are not computed to their ends",
    multiprocess_mode="livesum",
)
WAITING = Gauge(
    "descent_lab_waiting",
    "Pieces of work that wait for a compute process",
    multiprocess_mode="livesum",
)
COMPUTING = Gauge(
    "descent_lab_computing",
    "Pieces of work that a compute process has in hand",
    multiprocess_mode="livesum",
)
TURN_SECONDS = Histogram(
    "descent_lab_turn_seconds", "Length of one turn in a compute process", buckets=LATENCIES
)
BLOCK_SECONDS = Histogram(
    "descent_lab_block_seconds",
    "From the moment a block was wanted until it was sent",
    ["kind"],
    buckets=LATENCIES,
)
LOOP_LAG = Histogram(
    "descent_lab_loop_lag_seconds",
    "How much later than asked for the event loop came back",
    buckets=LAGS,
)
DROPS = Counter("descent_lab_drops", "WebSockets closed by the service", ["reason"])
REFUSALS = Counter("descent_lab_refusals", "Requests, messages and races refused", ["reason"])
REBUILDS = Counter("descent_lab_rebuilds", "Pools of compute processes made anew after one died")
CACHE_BYTES = Gauge(
    "descent_lab_cache_bytes", "Bytes of finished races that are kept", multiprocess_mode="livesum"
)
REQUESTS = Histogram(
    "descent_lab_request_seconds",
    "HTTP requests from their first byte until the last one of the answer",
    ["route", "method", "status"],
    buckets=LATENCIES,
)
