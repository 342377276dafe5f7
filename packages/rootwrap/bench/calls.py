"""Calls daemons with oslo.rootwrap's client, and starts the command without one, in turn, ROUNDS times. stdin:
{name: argv of a daemon, or null for none} as JSON; stdout: {name: [[wall seconds], ...]}."""
import json
import subprocess
import sys
import time

from oslo_rootwrap import client

rounds = int(sys.argv[1])
COMMAND = ["true"]


def plain(command):
    subprocess.run(command, stdin=subprocess.PIPE, capture_output=True, check=True)


daemons = json.load(sys.stdin)
calls = {name: client.Client(argv).execute if argv else plain for name, argv in daemons.items()}
taken = {name: [] for name in calls}
for turn in range(rounds + 20):
    for name, call in calls.items():
        start = time.perf_counter()
        result = call(COMMAND)
        wall = time.perf_counter() - start
        if result and result[0] != 0:
            sys.exit(f"{name}: {result}")
        if turn >= 20:  # an engine that compiles as it goes is slow at first
            taken[name].append([wall])
json.dump(taken, sys.stdout)
