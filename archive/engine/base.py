"""The connection of Django's engine, which asks the server whether it is there only where that is in doubt."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept from one request to the next."""

    def is_usable(self) -> bool:
        """Whether the server still answers on it; Django asks that at the beginning of every request.

        A server that goes away closes the connection, or says so first: then there is something to be read.
        Where there is nothing, asking would cost as much as a small query.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or bool(super().is_usable())
