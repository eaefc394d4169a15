"""Things a process keeps in its memory: a bounded number of them, the least used ones going first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")
ALL: "WeakSet[Kept]" = WeakSet()


class Kept(Generic[Value]):
    """Keys say all that the value depends on: what, of which version, and for which reader (language, zone, theme)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: OrderedDict[Hashable, Value] = OrderedDict()
        self.lock = threading.Lock()
        ALL.add(self)

    def get(self, key: Hashable) -> Value | None:
        with self.lock:
            value = self.values.get(key)
            if value is not None:
                self.values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: Value) -> Value:
        with self.lock:
            self.values[key] = value
            self.values.move_to_end(key)
            while len(self.values) > self.size:
                self.values.popitem(last=False)
        return value

    def get_or_make(self, key: Hashable, make: Callable[[], Value]) -> Value:
        value = self.get(key)
        return self.put(key, make()) if value is None else value

    def clear(self) -> None:
        with self.lock:
            self.values.clear()


def clear_all() -> None:
    """For tests, whose databases come and go."""
    for kept in list(ALL):
        kept.clear()
