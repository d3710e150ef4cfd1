"""Runs the tests of the modules beside it, or lists them, and prints a line of JSON for each.

    python run.py --list MODULE…
    python run.py MODULE…
"""

import json
import sys
import unittest


class JsonResult(unittest.TestResult):
    """Tells what came of each test as soon as it is known."""

    def stopTest(self, test):
        super().stopTest(test)
        problems = [text for failed, text in self.failures + self.errors if getattr(failed, "test_case", failed) is test]
        print(json.dumps({"id": test.id(), "problem": "\n".join(problems) or None}), flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        if not isinstance(getattr(test, "test_case", test), unittest.TestCase):
            # What comes before the tests of a class failed: none of them runs, and none tells.
            print(json.dumps({"id": str(test), "problem": self.errors[-1][1]}), flush=True)


def tests_of(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_of(test)
        else:
            yield test


def main():
    listing = "--list" in sys.argv
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames([name for name in sys.argv[1:] if name != "--list"])
    if loader.errors:
        sys.exit("\n".join(loader.errors))
    if listing:
        for test in tests_of(suite):
            print(json.dumps({"id": test.id()}))
    else:
        suite.run(JsonResult())


main()
