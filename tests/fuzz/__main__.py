"""`make fuzz`: the whole API, as `make run` serves it, against its own schema, by schemathesis with all its checks.

About `CASES` requests (100,000 by default), half of them by nobody and half by an editor, to the sample newsroom
in a folder of its own. `SEED` tells a run from another; the same seed asks the same.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from tests.site import Site  # noqa: E402 - needs the settings

HERE = Path(__file__).parent
# Requests that schemathesis makes for each example it is asked for, over all routes; and those it always makes.
AN_EXAMPLE, ALWAYS = 80, 3_400


def main() -> int:
    """Ask as nobody, then as an editor, whose decisions change what there is; 1 where anything was found."""
    examples = max(1, (int(os.environ.get("CASES", "100000")) // 2 - ALWAYS) // AN_EXAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), API_RATE_ANONYMOUS="0", API_RATE_SIGNED_IN="0", WEB_WORKERS="2").start()
        try:
            token = site.manage("token", "demo").stdout.strip()
            found = [_fuzz(site, examples), _fuzz(site, examples, "--header", f"Authorization: Token {token}")]
        finally:
            site.stop()
    return max(found)


def _fuzz(site: Site, examples: int, *options: str) -> int:
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")]
    what = ["run", f"{site.address}/api/schema/", "--max-examples", str(examples)]
    seed = ["--seed", os.environ.get("SEED", "1")]
    environment = site.environment | {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks"}
    return subprocess.run([*command, *what, *seed, *options], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
