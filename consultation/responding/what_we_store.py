"""The page on everything that is stored, made of what runs: the live schema, the settings, the dates and the last audit."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Response, current_app, jsonify
from flask_babel import gettext
from sqlalchemy.orm import Session

from consultation import clock
from consultation.auditing import signing
from consultation.privacy.retention import LONGEST_BACKUP
from consultation.privacy.rooms import GROUPS, ROOMS, Group
from consultation.privacy.stored import COLUMNS, FILES, NEVER
from consultation.questionnaire.opening import Consultation, is_an_audit
from consultation.questionnaire.wording import LANGUAGES
from consultation.responding import signposts
from consultation.responding.blueprint import LANGUAGE, blueprint
from consultation.responding.kept_pages import kept, version
from consultation.responding.pages import LanguageChoice
from consultation.responding.storing_pages import (
    Lifetime,
    Running,
    StoredGroup,
    StoredTable,
    ToldAudit,
    WhatWeStorePage,
)
from consultation.settings import Settings
from consultation.storage import audits, consultations, key_files
from consultation.storage.audits import Audit
from consultation.storage.catalogue import ground
from consultation.storage.catalogue.ground import Ground
from consultation.web import languages, pages
from consultation.web.database import reading

WHAT_WE_STORE = "what-we-store"
FACTS = f"{WHAT_WE_STORE}/facts.json"
_A_YEAR = timedelta(days=366)


def _(text: str) -> str:
    """Marks a text for the catalogues."""
    return text


TESTS = (
    ("tests/privacy/test_stored.py", _("No column exists that this page does not explain.")),
    ("tests/anonymity/test_markers.py", _("Nothing of a visit is in any byte that is stored.")),
    ("tests/anonymity/test_order_oracle.py", _("Once answers are mixed, nobody can tell who answered first.")),
    ("tests/faults/test_kill.py", _("What we have thanked for is not lost, also when a program is killed.")),
    ("tests/privacy/test_scrub_rates.py", _("Numbers and addresses of people are taken out before we store.")),
    ("tests/responding/test_withdrawing.py", _("What you withdraw is gone.")),
    ("tests/architecture/test_addresses.py", _("No page where you answer sets a cookie.")),
)
"""Where the code checks its own promises, and what each check fails without."""

# The page says the same beside the key.
_COMPARE = (
    "A page cannot vouch for itself: compare this key with the one that "
    "those who run this website have published somewhere else."
)


@blueprint.get(f"/{LANGUAGE}/{WHAT_WE_STORE}")
def what_we_store(language: str) -> Response:
    """Show all that is stored, why and for how long, what is not, and what nobody can promise."""
    facts = _Facts()
    return pages.as_response(
        kept().get((WHAT_WE_STORE, language, *facts.key), lambda: pages.text_of(facts.page(language)))
    )


@blueprint.get(f"/{LANGUAGE}/{FACTS}")
def facts_for_machines(language: str) -> Response:
    """The same facts as JSON, with the very text of the last audit that was signed."""
    facts = _Facts()
    told = facts.page(language).for_machines(gettext)
    last, broken = (signing.as_json(one) if one else None for one in (facts.audit, facts.broken))
    own = {
        "audit": last,
        "last_audit_that_found_a_broken_promise": broken,
        "about_the_key": gettext(_COMPARE) if last else None,
    }
    return jsonify({**told, **own})


class _Facts:
    """What is so at this moment; `key` is what the page depends on, beside its language."""

    def __init__(self) -> None:
        with reading() as session:
            self.ground = ground.look(session.connection())
            self.today = clock.today()
            self.audit, self.broken, self.spoilt = _audits(session, self.today - _A_YEAR)
            self.known = [
                one for one in consultations.all_(session) if one.state != "draft" and not is_an_audit(one.slug)
            ]
        self.running = _running(current_app.extensions["consultation.settings"], self.ground)

    @property
    def key(self) -> tuple[object, ...]:
        """Hashable, and another when the page would be."""
        dates = tuple((version(one), one.archive, one.takes_answers(self.today)) for one in self.known)
        return (
            self.running,
            self.ground.columns,
            self.audit and (self.audit.body, self.audit.signature),
            self.broken and (self.broken.body, self.broken.signature),
            self.spoilt,
            dates,
        )

    def page(self, language: str) -> WhatWeStorePage:
        """The page in a language."""
        columns = self.ground.columns
        named = {(table, column) for table, those in COLUMNS.items() for column in those}
        return WhatWeStorePage(
            language=language,
            languages=tuple(
                LanguageChoice(code, languages.NAMES[code], f"/{code}/{WHAT_WE_STORE}") for code in LANGUAGES
            ),
            groups=tuple(_group(group, columns) for group in GROUPS),
            unexplained=tuple(sorted(f"{table}.{column}" for table, column in columns - named)),
            files=FILES,
            never=NEVER,
            lifetimes=_lifetimes(self.known, language, self.today),
            running=self.running,
            audit=_told(self.audit) if self.audit else None,
            broken=_told(self.broken) if self.broken else None,
            spoilt=self.spoilt,
            tests=TESTS,
            facts_address=f"/{language}/{FACTS}",
            signposts=signposts.for_reader(language),
        )


def _group(group: Group, live: Iterable[tuple[str, str]]) -> StoredGroup:
    """The tables of a group that there really are, with those of their columns that there really are."""
    there = set(live)
    tables = []
    for name in group.tables:
        columns = {column: told for column, told in COLUMNS[name].items() if (name, column) in there}
        if columns:
            tables.append(StoredTable(name, ROOMS[name].title, ROOMS[name].about, columns))
    return StoredGroup(group.title, group.about, tuple(tables))


def _lifetimes(known: Iterable[Consultation], language: str, today: date) -> tuple[Lifetime, ...]:
    """The open ones first, in the order in which they close."""
    told = (
        Lifetime(
            one.slug,
            one.questionnaire.title.in_(language),
            one.takes_answers(today),
            one.closes_on,
            one.erase_on,
            one.archive,
            f"/{language}/{one.slug}/",
        )
        for one in known
    )
    return tuple(sorted(told, key=lambda one: (not one.is_open, one.closes_on or date.max, one.slug)))


def _running(settings: Settings, found: Ground) -> Running:
    return Running(
        on_sqlite=found.on_sqlite,
        together=settings.front == "both",
        reads_answers=found.reads_answers,
        reads_keys=key_files.any_readable(settings.keys),
        locked_keys=settings.key_passphrase_file is not None,
        copies_log=found.copies_its_log,
        notes_times=found.notes_times,
        batch_minimum=settings.batch_minimum,
        backup_days=LONGEST_BACKUP,
        proxies=settings.trusted_proxies,
        demo=settings.demo,
        contact=settings.contact,
    )


def _audits(session: Session, since: date) -> tuple[Audit | None, Audit | None, bool]:
    """The last audit; another before it that saw a promise broken; whether one says nothing any more: it was changed."""
    try:
        last, broken = audits.newest(session), audits.last_broken(session, since=since)
    except ValueError:
        return None, None, True
    return last, None if broken == last else broken, False


def _told(audit: Audit) -> ToldAudit:
    return ToldAudit(
        audit.made_on, audit.passed, signing.fits(audit), audit.findings, audit.signature.hex(), audit.signed_by.hex()
    )
