"""Every way in: HTTP and the command line."""

VERSION = "0.1.0"
