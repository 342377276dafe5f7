"""Judges command lines with Debian's oslo.rootwrap, without running any.

Reads JSON lines {"conf": PATH, "commands": [[WORD, ...], ...]}; answers each with {"broken": WHY} when the
configuration or a filter file does not load, or {"answers": [...]}, one for each command:
{"kind": "permit", "filter": NAME, "command": [...], "env": {...}, "user": NAME}, {"kind": "missing", "filter": NAME},
{"kind": "deny"} or {"kind": "crash", "why": TEXT}.
"""
import configparser
import json
import logging
import os
import sys
import warnings

from oslo_rootwrap import wrapper

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

# Filter files are loaded in the order of os.listdir: sorted, so that both sides have the same one (RW-020).
unsorted = os.listdir
os.listdir = lambda folder: sorted(unsorted(folder))


def judge(rules, exec_dirs, command):
    words = list(command)
    try:
        found = wrapper.match_filter(rules, words, exec_dirs)
        # in the order in which the wrapper asks, and with the list that the filters may have changed
        final = found.get_command(words, exec_dirs)
        environment = found.get_environment(words) or {}
    except wrapper.NoFilterMatched:
        return {"kind": "deny"}
    except wrapper.FilterMatchNotExecutable as error:
        return {"kind": "missing", "filter": error.match.name}
    except Exception as error:
        return {"kind": "crash", "why": repr(error)}
    changes = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    return {"kind": "permit", "filter": found.name, "command": final, "env": changes, "user": found.run_as}


def answer(question):
    try:
        parser = configparser.RawConfigParser()
        parser.read(question["conf"])
        config = wrapper.RootwrapConfig(parser)
        rules = wrapper.load_filters(config.filters_path)
    except Exception as error:
        return {"broken": repr(error)}
    return {"answers": [judge(rules, config.exec_dirs, command) for command in question["commands"]]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
