"""Good manners towards other people's servers: what robots.txt asks, and a pause between two requests.

Both are kept for a process: a host is asked for its robots.txt once a day, and is given its pause
whichever feeds are its. Across processes the queue keeps the feeds of one host apart (`archive.tasks`).
"""

import time
from collections import defaultdict
from threading import Lock
from urllib.robotparser import RobotFileParser

PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 30.0  # however long robots.txt asks for
KEEP_ROBOTS = 24 * 3600  # seconds


class Pace:
    """When each host may be asked again."""

    def __init__(self) -> None:
        self._next: dict[str, float] = defaultdict(float)
        self._lock = Lock()

    def wait_for(self, host: str, asked: float = 0) -> float:
        """Take the next turn at `host`, which asks for a pause of `asked`; the seconds until then."""
        now = time.monotonic()
        with self._lock:
            turn = max(now, self._next[host])
            self._next[host] = turn + min(max(PAUSE, asked), LONGEST_PAUSE)
        return turn - now


class Robots:
    """The rules of each site that were read lately."""

    def __init__(self) -> None:
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}

    def known(self, site: str) -> RobotFileParser | None:
        """The rules of `site`, where they are known and not old."""
        until, rules = self._rules.get(site, (0.0, None))
        return rules if time.monotonic() < until else None

    def learn(self, site: str, text: str) -> RobotFileParser:
        """The rules that `text` says; none of them where it is empty."""
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        self._rules[site] = time.monotonic() + KEEP_ROBOTS, rules
        return rules
