"""Answers questions on regular expressions with Python's own `re`, for regex-python.test.ts.

`answer`: JSON lines {"pattern", "texts"} on stdin; a JSON line for each on stdout: {"error"} when Python refuses the
pattern, else {"match", "full", "dollar"}: for each text, whether re.match(pattern), re.fullmatch(pattern) and
re.match(pattern + '$') find something. {"slow": true} when Python does not answer in time.
`classes`: for each class, and for what Unicode does not assign, the ranges of code points.
"""
import json
import re
import signal
import sys
import unicodedata
import warnings

SECONDS = 0.5


class Slow(Exception):
    pass


def interrupt(*_):
    raise Slow


def answer(pattern, texts):
    try:
        regex = re.compile(pattern)
    except Exception as error:  # re.error, but also OverflowError, ValueError and RecursionError
        return {"error": f"{type(error).__name__}: {error}"}
    try:
        dollar = re.compile(pattern + "$")
    except Exception as error:
        dollar = None
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return {
            "match": [regex.match(text) is not None for text in texts],
            "full": [regex.fullmatch(text) is not None for text in texts],
            "dollar": dollar and [dollar.match(text) is not None for text in texts],
        }
    except Slow:
        return {"slow": True}
    except SystemError as error:  # gh-101955: a possessive repeat of a group
        return {"error": f"SystemError: {error}"}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def ranges(holds):
    found = []
    for point in range(0x110000):
        if 0xD800 <= point <= 0xDFFF or not holds(chr(point)):
            continue
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def classes():
    patterns = [flag + name for flag in ("", "(?a)") for name in (r"\d", r"\w", r"\s")]
    held = {pattern: ranges(re.compile(pattern).fullmatch) for pattern in patterns}
    unassigned = ranges(lambda char: unicodedata.category(char) == "Cn")
    return {"classes": held, "unassigned": unassigned, "unicode": unicodedata.unidata_version}


warnings.simplefilter("ignore")
signal.signal(signal.SIGALRM, interrupt)
if sys.argv[1] == "classes":
    print(json.dumps(classes()))
else:
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(answer(question["pattern"], question["texts"])))
