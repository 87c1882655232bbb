"""The shapes of the contract on the wire: what a request may hold and what an answer holds, by subject.

Others take them all from here, as `wire`: what is imported here is on offer. Names and meanings are the
contract's: fields may be added, never renamed.
"""

from __future__ import annotations

from api.schemas.answers import (
    Answer,
    AppliedFilters,
    Counts,
    FoundPassages,
    Hit,
    HitPassage,
    Interpreted,
    ListedStatement,
    ListProgress,
    Named,
    Recognised,
    Refusal,
    SearchResult,
)
from api.schemas.base import (
    DEFAULT_COLLECTION,
    MAX_LIMIT,
    MAX_NAME,
    MAX_PLACE,
    MAX_QUESTION,
    MAX_TEXT,
    MAX_VALUES,
    Day,
    Limit,
    LimitText,
    Name,
    Names,
    Question,
    Reply,
    Request,
    Text,
)
from api.schemas.completions import (
    Annotation,
    AssistantMessage,
    ChatBody,
    ChatMessage,
    ChatPart,
    Choice,
    Chunk,
    ChunkChoice,
    Completion,
    CompletionError,
    CompletionProblem,
    Delta,
    FoundSource,
    ModelCard,
    ModelList,
    OnRecordOptions,
    StreamOptions,
    UrlCitation,
    Usage,
)
from api.schemas.conversations import Turn, TurnFilters, TurnHolder, TurnMeaning
from api.schemas.coverage import (
    Coverage,
    CoverageCell,
    CoverageColumn,
    CoverageGaps,
    CoverageRow,
    Facet,
    Facets,
    Timeline,
    TimelinePeriod,
)
from api.schemas.positions import (
    Change,
    Evidence,
    History,
    HistoryItem,
    Matrix,
    MatrixCell,
    MatrixRow,
    Position,
    SimilarResult,
)
from api.schemas.queries import (
    CitationFormat,
    CitationQuery,
    CoverageQuery,
    Filters,
    RemoveQuery,
    StatementQuery,
    TimelineQuery,
)
from api.schemas.quotes import Attribution, Difference, DraftQuotation, DraftReport, QuoteCheck
from api.schemas.records import (
    Citation,
    Delegation,
    Range,
    Source,
    Span,
    Speaker,
    Statement,
    StatementPage,
    StatementParagraph,
    StatementPoint,
    StatementRef,
)
from api.schemas.requests import (
    AskBody,
    BriefBody,
    BriefFormat,
    CompareBody,
    HistoryBody,
    MatrixFormat,
    QuoteBody,
    SearchBody,
    SimilarBody,
)
from api.schemas.upkeep import (
    Alive,
    Backup,
    Copied,
    Done,
    Finding,
    InvalidField,
    Migration,
    Problem,
    Ready,
    Removed,
    Report,
    Skipped,
    Status,
    Task,
    TaskList,
    TaskState,
    Verification,
    Worked,
)
from api.schemas.verified import (
    Check,
    GivenCitation,
    VerifiedAnswer,
    VerifiedSentence,
    VerifyBody,
)
