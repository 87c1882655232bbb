#!/bin/sh
# Runs a command where no program, of whatever language, reaches another machine: in a network of its own with
# nothing but loopback, where the system allows that; elsewhere as it is, guarded by tests/network.py alone.
#
# usage: sh scripts/offline.sh COMMAND...
set -eu
up='import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sH14x", b"lo", 0x41))'  # SIOCSIFFLAGS: up, running
if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
  exec unshare --net sh -c 'python3 -c "$1" && shift && exec "$@"' sh "$up" "$@"
fi
echo "offline.sh: no network of its own is allowed here; only Python's sockets are guarded." >&2
exec "$@"
