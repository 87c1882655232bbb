"""A child that never answers, for `index.process.isolate`."""

import time

if __name__ == "__main__":
    time.sleep(600)
