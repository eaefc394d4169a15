"""A mail server on the loopback that keeps what it is sent, or answers as one that is busy or refuses."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """`greeting` and `to_recipient` are what it says; by default it takes everything."""

    port: int = 0
    greeting: str = "220 loopback"
    to_recipient: str = "250 ok"
    letters: list[EmailMessage] = field(default_factory=list)


class Talk(socketserver.StreamRequestHandler):
    server: "Server"

    def handle(self) -> None:
        box = self.server.box
        self.say(box.greeting)
        if not box.greeting.startswith("220"):
            return
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"DATA"):
                self.say("354 go on")
                box.letters.append(self.read_letter())
                self.say("250 kept")
            elif word.startswith(b"RCPT"):
                self.say(box.to_recipient)
            elif word.startswith(b"QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_letter(self) -> EmailMessage:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[return-value]

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: Mailbox) -> None:
        self.box = box
        super().__init__(("127.0.0.1", box.port), Talk)


@contextmanager
def mail_server(box: Mailbox) -> Iterator[Mailbox]:
    """On `box.port`, or on a free one, which it then names."""
    with Server(box) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
