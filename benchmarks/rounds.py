"""Contenders take turns in short rounds, so that whatever else the machine does meets all of them alike."""

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median

ROUNDS = 3
SECONDS = 1.5
CONNECTIONS = 4


@dataclass
class Measured:
    rates: list[float] = field(default_factory=list)  # per second, one of each round
    times: list[float] = field(default_factory=list)  # seconds

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def p95(self) -> float:
        """In milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)))] * 1000


Make = Callable[[], Callable[[], object]]  # called in each thread: gives what that thread repeats


def compete(contenders: dict[str, Make], *, connections: int = CONNECTIONS) -> dict[str, Measured]:
    found = {name: Measured() for name in contenders}
    for make in contenders.values():
        _round(make, connections, 0.3, Measured())  # warm
    for _ in range(ROUNDS):
        for name, make in contenders.items():
            _round(make, connections, SECONDS, found[name])
    return found


def beside(ours: Measured, other: Measured) -> dict[str, float]:
    """`share` is the time of ours to that of the other."""
    return {"rate": ours.rate, "p95": ours.p95, "limit": other.rate, "share": other.rate / ours.rate}


def _round(make: Make, connections: int, seconds: float, into: Measured) -> None:
    times: list[list[float]] = [[] for _ in range(connections)]
    faults: list[BaseException] = []
    gate = threading.Barrier(connections + 1)

    def work(mine: list[float]) -> None:
        try:
            once = make()
            once()
            gate.wait()
            end = time.perf_counter() + seconds
            while (start := time.perf_counter()) < end:
                once()
                mine.append(time.perf_counter() - start)
        except BaseException as fault:
            faults.append(fault)
            gate.abort()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in times]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    passed = time.perf_counter() - begun
    into.rates.append(sum(map(len, times)) / passed)
    into.times += [each for mine in times for each in mine]
