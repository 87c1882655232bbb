"""The sample records in `seeds/`, as `make run` adds them: ids and words that the interface's examples show.

In: nothing. Out: constants only, so that every shape of the wire may use them; tests compare them with the
index.
"""

from __future__ import annotations

COLLECTION = "sample"
SOURCE = "kazakhstan-protection-of-civilians.txt"
STATEMENT = "88b7d8ac705de540"
"""Mr. Umarov's, the one of that source."""
PASSAGE = "42a2c98183bc01f0"
"""In it: unarmed civilian protection."""
CURSOR = "MQoyZTdkODBjOGMwOGY4OTg3CjAtMQ"
"""The cursor after the first of all statements."""
TIMELINE = "civilians"
TIMELINE_CURSOR = "MQpkNzFjNTdlZDU2MDM2ODhlCjE"
"""The cursor after the first statement that speaks of it."""
RECORD = "Mr. Umarov (Kazakhstan): We must also actively use innovative practical tools.\n"
DRAFT = (
    "Kazakhstan urged the Council to “actively use innovative practical tools, including unarmed civilian "
    "protection”.\n"
)
