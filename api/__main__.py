"""`python -m api` is `onrecord`."""

from api.cli import main

if __name__ == "__main__":
    main()
