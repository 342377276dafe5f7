"""Drives a daemon with oslo.rootwrap's own client, and prints what came of it as JSON.

Usage: client.py DAEMON-COMMAND...
"""
import json
import os
import signal
import sys
import threading

sys.path.append('/usr/lib/python3/dist-packages')
from oslo_rootwrap import client as oslo  # noqa: E402

client = oslo.Client(sys.argv[1:])


def call(argv, stdin=None):
    try:
        return client.execute(argv, stdin)
    except Exception as error:  # it is what the test wants to see
        return [type(error).__name__, str(error)]


def at_once(count):
    answers = {}

    def ask(index):
        answers[index] = call(['echo', str(index)])

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[index] for index in range(count)]


def after(number):
    """The daemon ends by a signal; the client starts another."""
    first = client._process
    os.kill(first.pid, number)
    first.wait()
    answer = call(['echo', 'again'])
    return [answer, client._process.pid != first.pid]


print(json.dumps({
    'run': call(['echo', 'hello']),
    'text': call(['cat'], 'gr\u00fc\u00dfe'),
    'bytes': call(['cat'], b'raw\x00'),
    'broken': call(['sh', '-c', "printf 'a\\377'"]),
    'signal': call(['sh', '-c', 'kill -9 $$']),
    'denied': call(['nope']),
    'missing': call(['gone']),
    'undecodable': call(['echo', '\udcff']),
    'large': [len(part) if isinstance(part, str) else part for part in call(['cat'], 'x' * 3000000)],
    'threads': at_once(8),
    'after TERM': after(signal.SIGTERM),
    'after KILL': after(signal.SIGKILL),
    'last': call(['sh', '-c', 'echo $PPID']),
}))
