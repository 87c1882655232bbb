"""Every error a user can meet: one base, a handful of kinds, each message one sentence and a next step."""


class OnRecordError(Exception):
    """Base of all errors whose message is meant for the user."""


class InvalidInput(OnRecordError):
    """The question, filter, file or option is not usable as given."""


class NotFound(OnRecordError):
    """The statement, passage or collection asked for is not in the index."""


class UnreadableRecord(OnRecordError):
    """A file could not be read as a record; the message says why and what to add or change."""


class IndexMismatch(OnRecordError):
    """The index was built with another model or segmentation than the one configured."""


class IndexBusy(OnRecordError):
    """Another process owns the index."""


class StorageFailed(OnRecordError):
    """The disk is full or the store is damaged; what was acknowledged before is kept."""


class Unavailable(OnRecordError):
    """A configured outside service did not answer."""
