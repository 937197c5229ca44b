"""What the demonstration's record says, read from its file: pages are held to it, whatever children its authority is made of."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.demonstration import DAY

OURS = "(select id from people_partnership where not read_only)"
_SEEN = """
select distinct s.child_id from findings_standing s
join people_person p on p.sign_in = :who and p.partnership_id = s.partnership_id
left join people_agency a on a.id = p.agency_id
left join people_team t on t.id = p.team_id
where p.role in ('coordinator', 'chair', 'auditor') or exists (
    select 1 from access_ground g where g.partnership_id = s.partnership_id and g.child_id = s.child_id and (
        (g.basis = 'allocation' and g.holder = p.worker_id)
        or (g.basis = 'team' and g.holder = a.name || ' / ' || t.name)
        or (p.role = 'partner' and g.basis in ('agency', 'meeting') and g.holder = a.name)))
"""
"""Whom a person sees by the own work or role: written here a second time, from the words of the manual."""

_OPEN = "closed_on is null and gone_at is null and severity <> 'strength' and opened_on <= :day"
_UNHELD = f"assigned_to_id is null and {_OPEN}"
_DUE_SOON = """f.closed_on is null and f.gone_at is null and f.severity <> 'strength'
    and f.opened_on > :day and f.opened_on <= date(:day, '+14 days')"""
_OWN = """select g.child_id from access_ground g join people_person p on g.holder = p.worker_id
    where g.basis = 'allocation' and g.partnership_id = p.partnership_id and p.sign_in = :who"""
"""The children who are allocated to a person."""
THINGS = {
    "child": "select child_id, child_id from findings_standing where in_view and level <> '' order by level = 'high' desc",
    "finding": f"select child_id, finding_id from findings_finding where {_OPEN} order by severity",
    "entry": "select child_id, entry_id from record_monitoring where removed_on is null and not withdrawn",
    "episode": "select child_id, episode_id from record_missing_episodes where not withdrawn",
    "referral": "select child_id, referral_id from record_referrals where not withdrawn order by decided_on is not null",
    "concern": "select child_id, concern_id from record_concerns where not withdrawn order by responded_on is not null",
    "challenge": "select child_id, view_id from record_views where not withdrawn order by about = 'threshold' desc",
}
"""What a page can be about: a child's number, and the number of one of the child's records or findings."""


@dataclass(frozen=True)
class Facts:
    """The record in a file. Only ever read."""

    file: Path

    def rows(self, sql: str, **given: Any) -> list[sqlite3.Row]:
        """What a question to the record brings; `:day` is its day."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as con:
            con.row_factory = sqlite3.Row
            return con.execute(sql, {"day": DAY.isoformat()} | given).fetchall()

    def one(self, sql: str, **given: Any) -> Any:
        """The first value of the first row. Fails where the record has none."""
        found = self.rows(sql, **given)
        assert found, f"the record has nothing to try this on: {sql}"
        return found[0][0]

    def in_view(self, who: str) -> int:
        """How many children with any level or any harm a person sees."""
        return int(self.one(f"select count(*) from findings_standing where in_view and child_id in ({_SEEN})", who=who))

    def seen(self, thing: str, who: str) -> tuple[str, str] | None:
        """A child whom somebody sees and who has such a thing, with the thing's number; nothing where there is none."""
        sql = f"select * from ({THINGS[thing]}) as thing where child_id in ({_SEEN})"
        found = self.rows(sql, who=who)
        return (found[0][0], found[0][1]) if found else None

    def busy(self) -> str:
        """The sign-in name of a practitioner with a finding open on an own child and another that falls due in two weeks."""
        sql = f"""select p.sign_in from people_person p join access_ground g on g.holder = p.worker_id and g.basis = 'allocation'
            join findings_finding f on f.child_id = g.child_id and f.partnership_id = g.partnership_id
            where p.role = 'practitioner' and p.is_active and f.assigned_to_id is null
            group by p.id having sum({_OPEN}) > 1 and sum({_DUE_SOON}) > 0 order by p.id"""
        return str(self.one(sql))

    def open_on_own(self, who: str) -> str:
        """What check has found something that is open on a child of somebody's own, and is held by nobody: the gravest."""
        sql = f"select check_name from findings_finding where {_UNHELD} and child_id in ({_OWN}) order by severity, opened_on"
        return str(self.one(sql, who=who))

    def gravest(self) -> str:
        """The check of the finding that stands first in the list of all that are open."""
        sql = (
            f"select check_name from findings_finding where {_OPEN} and partnership_id = {OURS} order by severity, opened_on, id"
        )
        return str(self.one(sql))

    def head_with_unheld(self) -> str:
        """The sign-in name of a manager in whose team nobody holds two or more critical ones: one may be given away."""
        sql = f"""select m.sign_in from people_person m join people_agency a on a.id = m.agency_id
            join people_team t on t.id = m.team_id
            join access_ground g on g.basis = 'team' and g.holder = a.name || ' / ' || t.name
            join findings_finding f on f.child_id = g.child_id and f.partnership_id = g.partnership_id
            where m.role = 'manager' and m.is_active and f.severity = 'critical' and f.{_UNHELD.replace(" and ", " and f.")}
            group by m.id having count(distinct f.id) > 1 order by m.id"""
        return str(self.one(sql))

    def unseen(self, who: str) -> str:
        """A child in view whom somebody does not see."""
        sql = f"select child_id from findings_standing where in_view and partnership_id = {OURS} and child_id not in ({_SEEN})"
        return str(self.one(sql, who=who))

    def people(self, role: str) -> list[str]:
        """The sign-in names of a role, the one that the demonstration prints first."""
        sql = "select sign_in from people_person where role = :role and is_active order by id"
        return [str(row[0]) for row in self.rows(sql, role=role)]

    def name(self, child: str) -> str:
        """What a child is called."""
        return str(self.one("select name from findings_standing where child_id = :child", child=child))

    def troubled(self) -> str:
        """A child at high risk who was harmed, is on a list, went missing, and has something critical open."""
        sql = f"""select child_id from findings_standing s
            where partnership_id = {OURS} and level = 'high' and harm = 'known' and kept_in_sight
            and exists (select 1 from record_missing_episodes m where m.child_id = s.child_id)
            and exists (select 1 from findings_finding f where f.child_id = s.child_id and severity = 'critical' and {_OPEN})"""
        return str(self.one(sql))

    def listed(self, other_than: str) -> str:
        """Another child at risk who is on one list."""
        sql = f"""select s.child_id from findings_standing s join record_monitoring m on m.child_id = s.child_id
            where s.at_risk and s.partnership_id = {OURS} and m.partnership_id = {OURS} and m.removed_on is null
            and not m.withdrawn and s.child_id <> :other group by s.child_id having count(*) = 1"""
        return str(self.one(sql, other=other_than))

    def supervised(self, who: str = "") -> str:
        """A child in view whose social worker has a manager; with a name, one whom that person does not see."""
        sql = f"""select s.child_id from findings_standing s join record_workers w on w.child_id = s.child_id
            join people_person p on p.worker_id = w.worker_id join people_person m on m.team_id = p.team_id
            where s.in_view and s.partnership_id = {OURS} and w.role = 'social_worker' and w.ended_on is null
            and m.role = 'manager'
            and s.child_id not in ({_SEEN})"""
        return str(self.one(sql, who=who))

    def worker(self, child: str) -> str:
        """The sign-in name of a child's social worker."""
        sql = """select p.sign_in from record_workers w join people_person p on p.worker_id = w.worker_id
                 where w.child_id = :child and w.role = 'social_worker' and w.ended_on is null and not w.withdrawn"""
        return str(self.one(sql, child=child))

    def manager(self, child: str) -> str:
        """The sign-in name of the manager of a child's social worker."""
        sql = """select m.sign_in from people_person m join people_person w on w.team_id = m.team_id
                 where m.role = 'manager' and w.sign_in = :who"""
        return str(self.one(sql, who=self.worker(child)))

    def colleague(self, who: str) -> str:
        """The sign-in name of another practitioner of somebody's team."""
        sql = """select c.sign_in from people_person c join people_person p on c.team_id = p.team_id
                 where p.sign_in = :who and c.id <> p.id and c.role = 'practitioner' and c.is_active"""
        return str(self.one(sql, who=who))

    def person(self, who: str) -> str:
        """The name of whoever signs in so."""
        return str(self.one("select name from people_person where sign_in = :who", who=who))
