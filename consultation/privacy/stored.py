"""Every column that may exist, each with why it is kept and for how long, in words for everybody; and what is never stored."""

from collections.abc import Mapping

from consultation.privacy.stored_columns import (
    EMPLOYED,
    ERASED,
    GIVEN,
    HALF_A_DAY,
    IN_USE,
    QUESTION,
    RUNNING,
    SET_ASIDE,
    WAITING,
    WHICH,
    WHO,
    Columns,
    Stored,
    each,
)
from consultation.privacy.stored_work import MACHINE, TEAM


def _(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it looks the translation up."""
    return text


_ANSWERS: Mapping[str, Columns] = {
    "ballot_box": each(
        WAITING,
        sealed=_("What you sent, sealed. Only the private key opens it. Its length is one of nine."),
        envelope=_("A name that looks random. So that a double click does not count twice."),
        consultation=WHICH,
    ),
    "set_aside": each(
        SET_ASIDE,
        sealed=_("The sealed envelope as it came, so that it is not lost."),
        envelope=_("The name it had in the ballot box."),
        consultation=WHICH,
    ),
    "batch": each(
        ERASED,
        week=_("The week in which many answers were mixed. It is the only time we keep of any answer."),
        key=_("A random name, so that answers can point to their batch."),
        consultation=WHICH,
        small=_("Whether there were fewer than otherwise, as there may be when the consultation closes."),
    ),
    "response": each(
        GIVEN,
        role=_("The role you chose, such as patient or next of kin."),
        channel=_("How the answers came: this website, paper, telephone, meeting, letter or a file."),
        batch=_("Which batch they were mixed in. It leads to a week, and to nothing finer."),
        key=_("A name that looks random. Your receipt code leads to it, but it does not lead back to the code."),
        consultation=WHICH,
        definition=_("Which version of the questions you saw."),
    ),
    "answer": each(
        GIVEN,
        value=_("What you chose, or the number you gave."),
        question=QUESTION,
        response=_("Which answers it belongs to, by their name."),
    ),
    "comment": each(
        GIVEN,
        text=_("What you wrote. What looked like numbers or addresses of people was taken out first."),
        folded=_("The same in small letters, so that those who read can search."),
        question=QUESTION,
        key=_("A random name, so that notes can point to the comment."),
        response=_("Which answers it belongs to, by their name."),
    ),
    "withdrawn": each(
        ERASED,
        name=_("The name of answers that were withdrawn, so that they cannot come back. Nothing of what they said."),
        consultation=WHICH,
        cleared=_("Whether the last traces are gone from the files."),
    ),
    "spent_proof": each(
        HALF_A_DAY,
        mark=_("A mark of work that a browser did against floods, so that it is used only once."),
        purpose=_("A mark of what it was used for, so that a double click is no mistake."),
        odd=_("Which half day it belongs to, so that the machine can throw it away. It is no time of day."),
    ),
}

_STAFF: Mapping[str, Columns] = {
    "staff_account": each(
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
    "staff_role": each(
        IN_USE,
        name=_("The name of the duty, such as reader."),
        description=_("A line about the duty."),
        permissions=_("What it gives leave to do."),
        id=_("A number for the duty."),
    ),
    "staff_account_role": each(EMPLOYED, account=_("Which account."), role=_("Which duty.")),
}

_PROGRAMS: Mapping[str, Columns] = {
    "consultation": each(
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
    "definition": each(
        ERASED,
        body=_("The questions, word for word, so that they cannot be changed behind your back."),
        version=_("A number for each version of the questions."),
        fingerprint=_("A checksum of the questions."),
        consultation=WHICH,
    ),
    "job": each(
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
        requested_by=WHO,
        key=_("A random name."),
        consultation=WHICH,
    ),
    "anonymity_audit": each(
        IN_USE,
        made_on=_("Which day the test was made."),
        passed=_("Whether every promise was kept."),
        body=_("What was looked at, and what was found."),
        signature=_("A signature, so that nobody can change the result unseen."),
        signed_by=_("The key that the signature can be checked with."),
        key=_("A random name."),
    ),
    "alembic_version": each(IN_USE, version_num=_("Which version of these tables is in use.")),
}

COLUMNS: Mapping[str, Columns] = {**_ANSWERS, **MACHINE, **TEAM, **_STAFF, **_PROGRAMS}
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
