"""A line between a browser and a server that a test can cut. What a browser is told (`set_offline`) does not always
reach a service worker that has just been started again; a line that is cut lets nobody through.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext


class Call(socketserver.BaseRequestHandler):
    """One connection, from both ends of which bytes are carried to the other."""

    server: "Line"
    request: socket.socket

    def handle(self) -> None:
        with socket.create_connection(self.server.behind) as there:
            with self.server.lock:
                if self.server.is_cut:
                    return
                self.server.held |= {self.request, there}
            back = threading.Thread(target=carry, args=[there, self.request], daemon=True)
            back.start()
            carry(self.request, there)
            back.join()
            with self.server.lock:
                self.server.held -= {self.request, there}


class Line(socketserver.ThreadingTCPServer):
    """What is asked at `url` is asked of the server behind it, until the line is cut."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.behind = ("127.0.0.1", int(urlsplit(server).port or 80))
        self.is_cut = False
        self.held: set[socket.socket] = set()
        self.lock = threading.Lock()

    def cut(self) -> None:
        with self.lock:
            self.is_cut = True
            for end in self.held:
                hang_up(end)

    def mend(self) -> None:
        self.is_cut = False


def carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):  # one of them has hung up
        while data := source.recv(65536):
            target.sendall(data)
    hang_up(target)


def hang_up(end: socket.socket) -> None:
    with suppress(OSError):  # it has hung up before
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(server: str) -> Iterator[Line]:
    with Line(server) as line:
        threading.Thread(target=line.serve_forever, args=[0.05], daemon=True).start()
        yield line
        line.cut()
        line.shutdown()


@contextmanager
def without_a_connection(context: BrowserContext, line: Line) -> Iterator[None]:
    """The browser knows that it has no connection, and its line is cut indeed."""
    context.set_offline(True)
    line.cut()
    yield
    line.mend()
    context.set_offline(False)
