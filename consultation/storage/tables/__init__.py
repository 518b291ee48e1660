"""The whole schema: what is stored of a consultation, and by its absence what is not.

No table that holds an answer has a time, a counter or a row number: a row lies where its random key puts it. The ballot box
has no foreign key on purpose: on PostgreSQL its check would lock the consultation's row for each respondent, which costs
time and leaves a trace of the order in the lock's own records.
"""

from consultation.storage.tables.consultations import (
    ConsultationRow,
    DefinitionRow,
    OutcomeRow,
)
from consultation.storage.tables.responses import (
    AnswerRow,
    BallotBoxRow,
    BatchRow,
    CommentRow,
    ResponseRow,
    SetAsideRow,
    SpentProofRow,
    WithdrawnRow,
)
from consultation.storage.tables.schema import (
    Schema,
)
from consultation.storage.tables.staff import (
    StaffAccountRow,
    StaffRoleRow,
    staff_account_role,
)
from consultation.storage.tables.themes import (
    CandidateLabelRow,
    CodebookVersionRow,
    ConfirmationRow,
    ReadingRow,
    StaleRunRow,
    SuggestionRow,
    ThemeRunRow,
)
from consultation.storage.tables.working import (
    AnonymityAuditRow,
    JobRow,
)

__all__ = [
    "AnonymityAuditRow",
    "AnswerRow",
    "BallotBoxRow",
    "BatchRow",
    "CandidateLabelRow",
    "CodebookVersionRow",
    "CommentRow",
    "ConfirmationRow",
    "ConsultationRow",
    "DefinitionRow",
    "JobRow",
    "OutcomeRow",
    "ReadingRow",
    "ResponseRow",
    "Schema",
    "SetAsideRow",
    "SpentProofRow",
    "StaffAccountRow",
    "StaffRoleRow",
    "StaleRunRow",
    "SuggestionRow",
    "ThemeRunRow",
    "WithdrawnRow",
    "staff_account_role",
]
