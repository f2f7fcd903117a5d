"""How gunicorn serves the portal (`--config`): the image starts it with this file, and so do the
drills, with both releases where there are two."""

import errno

from gunicorn.workers.sync import SyncWorker  # type: ignore[import-untyped]

# Of one thread each, one per core: measured best for pages like ours.
workers = 2
loglevel = "warning"
control_socket_disable = True


class Worker(SyncWorker):  # type: ignore[misc]
    """Told to end, it first answers all who wait at the door, and then shuts that.

    The kernel has taken their connections already. A worker that just went would break them, and
    what somebody has sent would be answered with 502: the proxy repeats no POST. Who comes later
    finds the door shut before anything is sent, and the proxy asks the other web.
    """

    def run_for_one(self, timeout: float) -> None:
        """Serve until told to end, and then until nobody waits."""
        super().run_for_one(timeout)
        door = self.sockets[0]
        while not self.alive:
            self.notify()
            try:
                self.accept(door)
            except OSError as error:
                if error.errno != errno.ECONNABORTED:
                    break
        # Now, and not when the process ends, which takes it half a second.
        door.close()


worker_class = Worker
