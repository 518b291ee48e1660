"""Every column that may exist, each with why it is kept and for how long, in words for everybody; and what is never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Stored:
    """Why a column is kept and for how long, as English msgids."""

    why: str
    kept: str


Columns: TypeAlias = Mapping[str, Stored]


def _(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it looks the translation up."""
    return text


def _each(kept: str, /, **columns: str | Stored) -> Columns:
    """The columns of a table, all kept for as long, but for those that say otherwise themselves."""
    return {column: one if isinstance(one, Stored) else Stored(one, kept) for column, one in columns.items()}


WAITING = _(
    "Until the machine empties the ballot box. It does so when enough responses wait, and when the consultation closes."
)
SET_ASIDE = _("Until somebody puts it back in the ballot box, or the consultation is erased.")
GIVEN = _("Until you withdraw your answers, or the consultation is erased.")
READ = _("Until the answers are withdrawn, or the consultation is erased.")
ERASED = _("Until the consultation is erased.")
HALF_A_DAY = _("About half a day.")
EMPLOYED = _("As long as this person may sign in.")
IN_USE = _("As long as this website is in use.")
RUNNING = _("Only while the work is going on.")

_WHICH = _("Which consultation this belongs to.")
_QUESTION = _("Which question it is about.")
_WHO = _("Who on the team it was, by e-mail address. So that a person can answer for it.")
_DAY = _("Which day the team decided, not when you answered.")
_COMMENT = _("Which comment it is about, by its random name.")
_RUN = _("Which of the machine's readings it comes from.")
_THEME = _("Which theme it is about.")

_ANSWERS: Mapping[str, Columns] = {
    "ballot_box": _each(
        WAITING,
        sealed=_("What you sent, sealed. Only the private key opens it. Its length is one of nine."),
        envelope=_("A name that looks random. So that a double click does not count twice."),
        consultation=_WHICH,
    ),
    "set_aside": _each(
        SET_ASIDE,
        sealed=_("The sealed envelope as it came, so that it is not lost."),
        envelope=_("The name it had in the ballot box."),
        consultation=_WHICH,
    ),
    "batch": _each(
        ERASED,
        week=_("The week in which many answers were mixed. It is the only time we keep of any answer."),
        key=_("A random name, so that answers can point to their batch."),
        consultation=_WHICH,
        small=_("Whether there were fewer than otherwise, as there may be when the consultation closes."),
    ),
    "response": _each(
        GIVEN,
        role=_("The role you chose, such as patient or next of kin."),
        channel=_("How the answers came: this website, paper, telephone, meeting, letter or a file."),
        batch=_("Which batch they were mixed in. It leads to a week, and to nothing finer."),
        key=_("A name that looks random. Your receipt code leads to it, but it does not lead back to the code."),
        consultation=_WHICH,
        definition=_("Which version of the questions you saw."),
    ),
    "answer": _each(
        GIVEN,
        value=_("What you chose, or the number you gave."),
        question=_QUESTION,
        response=_("Which answers it belongs to, by their name."),
    ),
    "comment": _each(
        GIVEN,
        text=_("What you wrote. What looked like numbers or addresses of people was taken out first."),
        folded=_("The same in small letters, so that those who read can search."),
        question=_QUESTION,
        key=_("A random name, so that notes can point to the comment."),
        response=_("Which answers it belongs to, by their name."),
    ),
    "withdrawn": _each(
        ERASED,
        name=_("The name of answers that were withdrawn, so that they cannot come back. Nothing of what they said."),
        consultation=_WHICH,
        cleared=_("Whether the last traces are gone from the files."),
    ),
    "spent_proof": _each(
        HALF_A_DAY,
        mark=_("A mark of work that a browser did against floods, so that it is used only once."),
        purpose=_("A mark of what it was used for, so that a double click is no mistake."),
        odd=_("Which half day it belongs to, so that the machine can throw it away. It is no time of day."),
    ),
}

_TEAM: Mapping[str, Columns] = {
    "theme_run": _each(
        ERASED,
        body=_("The themes that the machine proposes: words, counts, and where in the comments they stand."),
        question=_QUESTION,
        kind=_("Whether the machine looked for new themes, or for those that people had chosen."),
        made_on=_("Which day the machine read, not when you answered."),
        seed=_("The number that the machine began with, so that anybody can repeat the reading."),
        parameters=_("How the machine was set."),
        versions=_("Which versions of the programs it used."),
        input_hash=_("A checksum of all comments together, so that a repeated reading can be compared."),
        key=_("The name of the reading."),
        consultation=_WHICH,
    ),
    "candidate_label": _each(
        READ,
        comment=_COMMENT,
        candidate=_("The proposed theme that lies nearest."),
        distance=_("How near it lies, as a number."),
        run=_RUN,
    ),
    "stale_run": _each(ERASED, run=_("A reading that is out of date, as somebody has withdrawn their answers since.")),
    "suggestion": _each(
        READ,
        comment=_COMMENT,
        theme=_THEME,
        score=_("How sure the machine is."),
        start=_("Where in the comment it begins."),
        stop=_("Where in the comment it ends."),
        run=_RUN,
    ),
    "confirmation": _each(
        READ, comment=_COMMENT, theme=_THEME, agreed=_("Whether a person found the theme there."), decided_by=_WHO
    ),
    "reading": _each(
        READ, comment=_COMMENT, outcome=_("Whether it has a theme, has none, or is undecided."), decided_by=_WHO
    ),
    "codebook_version": _each(
        ERASED,
        body=_("The themes the team has agreed on, in the team's words. They may choose short examples from comments."),
        decision=_("What the team changed, and why."),
        question=_QUESTION,
        version=_("A number for each version."),
        decided_by=_WHO,
        decided_on=_DAY,
        consultation=_WHICH,
    ),
    "outcome": _each(
        ERASED,
        said=_("What many of you said, in the team's words."),
        doing=_("What is done about it."),
        published=_("Whether everybody may read it."),
        rank=_("Where in the list it stands."),
        decided_by=_WHO,
        decided_on=_DAY,
        key=_("A random name."),
        consultation=_WHICH,
    ),
}

_STAFF: Mapping[str, Columns] = {
    "staff_account": _each(
        EMPLOYED,
        email=_("The e-mail address this person signs in with."),
        password=_("The password, in a form that cannot be read."),
        active=_("Whether this person may sign in now."),
        fs_uniquifier=_("A random mark, so that all devices can be signed out at once."),
        tf_primary_method=_("How the second step of signing in is done."),
        tf_totp_secret=_("The secret behind the codes of the second step, encrypted."),
        mf_recovery_codes=_("Spare codes for signing in. They are not in use yet, and the field is empty."),
        id=_("A number for the account. It has nothing to do with those who answer."),
    ),
    "staff_role": _each(
        IN_USE,
        name=_("The name of the duty, such as reader."),
        description=_("A line about the duty."),
        permissions=_("What it gives leave to do."),
        id=_("A number for the duty."),
    ),
    "staff_account_role": _each(EMPLOYED, account=_("Which account."), role=_("Which duty.")),
}

_MACHINE: Mapping[str, Columns] = {
    "consultation": _each(
        ERASED,
        slug=_("The short name that stands in the address."),
        state=_("Whether it is a draft, open or closed."),
        opened_on=_("Which day it opened."),
        closes_on=_("Which day it closes."),
        erase_on=_("Which day all of it is erased."),
        archive=_("What goes to the archive before that: the report, or nothing."),
        public_key=_("The key that seals what you send. It cannot open anything."),
        definition=_("Which version of the questions is asked now."),
    ),
    "definition": _each(
        ERASED,
        body=_("The questions, word for word, so that they cannot be changed behind your back."),
        version=_("A number for each version of the questions."),
        fingerprint=_("A checksum of the questions."),
        consultation=_WHICH,
    ),
    "job": _each(
        ERASED,
        kind=_("What the machine was asked to do, such as looking for themes."),
        arguments=_("Which question, and with which settings."),
        state=_("Whether it waits, runs, is done or went wrong."),
        done=_("How far it has come."),
        total=_("How far it has to go."),
        message=_("A word on how it goes. Never any of your words."),
        heartbeat=Stored(_("That the machine is still at work, by the second."), RUNNING),
        attempts=_("How often it was begun."),
        checkpoint=_("Where to go on after a stop."),
        requested_by=_WHO,
        key=_("A random name."),
        consultation=_WHICH,
    ),
    "anonymity_audit": _each(
        IN_USE,
        made_on=_("Which day the test was made."),
        passed=_("Whether every promise was kept."),
        body=_("What was looked at, and what was found."),
        signature=_("A signature, so that nobody can change the result unseen."),
        signed_by=_("The key that the signature can be checked with."),
        key=_("A random name."),
    ),
    "alembic_version": _each(IN_USE, version_num=_("Which version of these tables is in use.")),
}

COLUMNS: Mapping[str, Columns] = {**_ANSWERS, **_TEAM, **_STAFF, **_MACHINE}
"""Table -> column -> why and for how long; a column that is not here must not exist."""

FILES: Mapping[str, Stored] = {
    "consultation.sqlite*": Stored(_("The database itself, where it is a file: all the fields above."), IN_USE),
    "keys/*/*.private*": Stored(
        _("The private key, which opens the envelopes."), _("Until the ballot box is emptied.")
    ),
    "keys/*/*.names*": Stored(
        _("Work on the envelopes that was stopped halfway, locked with the private key."),
        _("Until the ballot box is emptied."),
    ),
    "keys/*/looked": Stored(_("Which day the machine last looked into the ballot box, empty or not."), ERASED),
    "secret.key": Stored(_("A random secret that guards forms and signing in."), IN_USE),
    "audit-signing.key": Stored(_("The key that signs the tests of anonymity."), IN_USE),
    "jobs.sqlite*": Stored(_("Names of work that waits for the machine."), _("Until that work has begun.")),
}
"""Pattern of the files in the instance directory -> why and for how long; what fits none of them must not lie there."""

NEVER: tuple[str, ...] = (
    _("Who you are. You do not sign in, and nobody asks for your name."),
    _("The address of your phone or computer on the network (IP address), not even as a checksum."),
    _("Which phone, computer or browser you use, or how large its screen is."),
    _("Which language you read in, and whether you chose the easy text."),
    _("When you answered. The finest we keep is the week in which many answers were mixed."),
    _("In which order answers came."),
    _("Where you came from, and what you looked at here."),
    _("Cookies, or anything else that knows your browser again."),
    _("Your receipt code."),
    _("What you write before you send it. A draft stays in your own browser, and only if you ask for it."),
)
"""What no table, log or file of this system holds, as msgids."""
