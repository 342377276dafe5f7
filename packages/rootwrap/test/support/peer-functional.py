"""Runs oslo.rootwrap's own functional tests against other executables, and prints each one's outcome as JSON.

Usage: peer-functional.py ROOTWRAP DAEMON
"""
import json
import os
import sys
import unittest

from oslo_rootwrap import client
from oslo_rootwrap.tests import test_functional

ROOTWRAP, DAEMON = sys.argv[1:]


class OneShot(test_functional.RootwrapTest):
    def setUp(self):
        super().setUp()
        self.cmd = [ROOTWRAP, self.config_file]


class Daemon(test_functional.RootwrapDaemonTest):
    def setUp(self):
        super().setUp()
        self.client = client.Client([DAEMON, self.config_file])
        self.execute = self.client.execute



loader = unittest.defaultTestLoader
suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (OneShot, Daemon))
tests = [test.id().split('.', 1)[1] for case in suite for test in case]
with open(os.devnull, 'w') as nowhere:
    result = unittest.TextTestRunner(stream=nowhere).run(suite)
broken = {test.id().split('.', 1)[1]: text for test, text in result.failures + result.errors}
print(json.dumps({name: broken.get(name, 'ok') for name in tests}))
