"""Django set up by importing this: what the processes of a crew are forked from (`archive.crew`).

It has no connection to the database, and it leaves Ctrl-C to the process that started it.
"""

import signal

import django

signal.signal(signal.SIGINT, signal.SIG_IGN)
django.setup()
