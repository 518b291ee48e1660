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
from consultation.storage.tables.decisions import (
    CodebookVersionRow,
    ConfirmationRow,
    FacetRow,
    HarmReadingRow,
    NoteRow,
    PassageRow,
    ReadAnewRow,
    ReadingRow,
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
    CampaignCopyRow,
    CandidateLabelRow,
    MachineReadingRow,
    RaisedRow,
    ScreeningRow,
    StaleRunRow,
    SuggestionRow,
    ThemeRunRow,
)
from consultation.storage.tables.trust import (
    AdjudicationRow,
    BlindCodingRow,
    CoderRow,
    DoubleCodingRow,
    DrawnRow,
    MachineCodingRow,
    MeasurementRow,
)
from consultation.storage.tables.working import (
    AnonymityAuditRow,
    JobRow,
)

__all__ = [
    "AdjudicationRow",
    "AnonymityAuditRow",
    "AnswerRow",
    "BallotBoxRow",
    "BatchRow",
    "BlindCodingRow",
    "CampaignCopyRow",
    "CandidateLabelRow",
    "CodebookVersionRow",
    "CoderRow",
    "CommentRow",
    "ConfirmationRow",
    "ConsultationRow",
    "DefinitionRow",
    "DoubleCodingRow",
    "DrawnRow",
    "FacetRow",
    "HarmReadingRow",
    "JobRow",
    "MachineCodingRow",
    "MachineReadingRow",
    "MeasurementRow",
    "NoteRow",
    "OutcomeRow",
    "PassageRow",
    "RaisedRow",
    "ReadAnewRow",
    "ReadingRow",
    "ResponseRow",
    "Schema",
    "ScreeningRow",
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
