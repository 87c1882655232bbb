"""The one table from our errors to HTTP: the service reads it forwards, its client backwards.

In: nothing. Out: the status and the kind of problem of each error.
"""

from __future__ import annotations

from index.errors import (
    Cancelled,
    IndexBusy,
    IndexMismatch,
    InvalidInput,
    NotFound,
    OnRecordError,
    StorageFailed,
    TookTooLong,
    Unavailable,
    UnreadableRecord,
)

TABLE: dict[type[OnRecordError], tuple[int, str]] = {
    InvalidInput: (422, "invalid-input"),
    NotFound: (404, "not-found"),
    IndexBusy: (409, "index-busy"),
    IndexMismatch: (409, "index-mismatch"),
    UnreadableRecord: (422, "unreadable-record"),
    StorageFailed: (507, "storage-failed"),
    Unavailable: (503, "unavailable"),
    TookTooLong: (503, "took-too-long"),
    Cancelled: (409, "cancelled"),
}
