"""A telephone line between browser and server that a test can cut: a plain TCP relay on loopback."""

import socket
import threading
from contextlib import suppress


class Line:
    """Listens on `port` and passes everything on to the server's port until it is cut.

    Args:
        port: of the server behind it.
    """

    def __init__(self, port: int):
        self._beyond = port
        self._open: set[socket.socket] = set()
        self._cut = False
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Ends every connection, and every new one at once, until `mend`."""
        self._cut = True
        for end in list(self._open):
            _close(end)

    def mend(self) -> None:
        """Lets connections through again."""
        self._cut = False

    def close(self) -> None:
        """Ends the relay."""
        self.cut()
        _close(self._door)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                if self._cut:
                    _close(caller)
                    continue
                server = socket.create_connection(("127.0.0.1", self._beyond))
                self._open |= {caller, server}
                for one, other in ((caller, server), (server, caller)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while received := one.recv(65_536):
                other.sendall(received)
        for end in (one, other):
            self._open.discard(end)
            _close(end)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
