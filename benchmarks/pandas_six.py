"""Contender (a): a straightforward pandas script with the same findings of six checks. Usage: pandas_six.py REGISTER AS_OF OUT

Written as an analyst would: one frame a table with only the columns needed, dates as dates, merges and group-bys over whole
columns, a loop only over the few children for whom order matters.
"""

from __future__ import annotations

import sys
from functools import partial

import pandas as pd

from benchmarks.phases import Phases

FAR = pd.Timestamp("2262-01-01")
BEFORE = pd.Timestamp("1700-01-01")
RANK = {"none": 0, "low": 1, "medium": 2, "high": 3, "very_high": 4}


def days(count: int) -> pd.Timedelta:
    return pd.Timedelta(days=count)


def known(
    register: str, as_of: pd.Timestamp, table: str, first: str, columns: list[str], *, later: str | None = None
) -> pd.DataFrame:
    """A table as it was known on the as-of date, with the day on which the row and its later date became known."""
    wanted = list(dict.fromkeys(["child_id", first, "recorded_on", *columns, *([later] if later else [])]))
    frame = pd.read_parquet(f"{register}/{table}.parquet", columns=wanted, to_pandas_kwargs={"date_as_object": False})
    frame["known_on"] = frame[["recorded_on", first]].max(axis=1)
    frame = frame[frame["known_on"] <= as_of].drop(columns="recorded_on")
    if later:
        frame[later] = frame[later].where(frame[later] <= as_of)
        frame["later_known_on"] = frame[["known_on", later]].max(axis=1).where(frame[later].notna())
    return frame


def assessments(read: partial[pd.DataFrame]) -> pd.DataFrame:
    columns = ["assessment_id", "level", "harm", "past_harm_considered"]
    frame = read("assessments", "started_on", columns, later="completed_on")
    frame = frame[frame["completed_on"].notna()]
    frame = frame.assign(known_on=frame["later_known_on"], level=frame["level"].map(RANK))
    frame = frame.sort_values(["child_id", "completed_on", "assessment_id"])
    frame["place"] = frame.groupby("child_id").cumcount()
    return frame.drop(columns="later_known_on")


def last_known(done: pd.DataFrame) -> pd.DataFrame:
    """The assessment that is the last by what was known, in spells; one known after a later one never is."""
    done = done.sort_values(["child_id", "known_on", "place"])
    group = done.groupby("child_id")
    done["last_place"] = group["place"].cummax()
    last_of_day = done.groupby(["child_id", "known_on"])["last_place"].transform("max")
    done = done[done["place"] == last_of_day]
    return done.assign(from_on=done["known_on"], until_on=done.groupby("child_id")["known_on"].shift(-1).fillna(FAR))


def merged(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells of one child that overlap or touch become one run."""
    spells = spells[spells["until_on"] > spells["from_on"]].sort_values(["child_id", "from_on"])
    reached = spells.groupby("child_id")["until_on"].cummax().groupby(spells["child_id"]).shift()
    spells["run"] = (reached.isna() | (spells["from_on"] > reached)).cumsum()
    return spells.groupby(["child_id", "run"], as_index=False).agg(from_on=("from_on", "min"), until_on=("until_on", "max"))


def first_closer(opening: pd.DataFrame, closers: pd.DataFrame, holds: str) -> pd.Series:
    """For each row of `opening` the earliest known day among the closers of the child for which `holds`; far ahead for none."""
    pairs = opening.reset_index(names="row").merge(closers, on="child_id", suffixes=("", "_closer")).query(holds)
    return pairs.groupby("row")["known_on_closer"].min().reindex(opening.index).fillna(FAR)


def harm_without_action(harmed: pd.DataFrame, protected: pd.DataFrame) -> pd.DataFrame:
    closed_on = first_closer(harmed, protected, "happened_on >= known_on")
    return harmed[["child_id"]].assign(opened_on=harmed["known_on"] + days(15), closed_on=closed_on)


def removed_while_at_risk(listed: pd.DataFrame, done: pd.DataFrame, levels: pd.DataFrame, harm: pd.DataFrame) -> pd.DataFrame:
    removed = listed[listed["removed_on"].notna() & (listed["removal_reason"] != "turned_18")].reset_index(drop=True)
    others = removed.reset_index(names="row").merge(listed, on="child_id", suffixes=("", "_other"))
    others = others[others["entry_id"] != others["entry_id_other"]]
    still = others[
        (others["known_on_other"] <= others["removed_on"])
        & (others["later_known_on_other"].isna() | (others["later_known_on_other"] > others["removed_on"]))
    ]
    again = others[others["added_on_other"] >= others["removed_on"]].groupby("row")["known_on_other"].min()
    removed = removed.assign(again=again.reindex(removed.index).fillna(FAR)).drop(index=still["row"].unique())
    pairs = removed.merge(at_risk(done, levels, harm, removed["child_id"]), on="child_id")
    pairs = pairs[(pairs["from_on"] <= pairs["removed_on"]) & (pairs["until_on"] > pairs["removed_on"])]
    return pairs[["child_id"]].assign(opened_on=pairs["later_known_on"], closed_on=pairs[["again", "until_on"]].min(axis=1))


def at_risk(done: pd.DataFrame, levels: pd.DataFrame, harm: pd.DataFrame, children: pd.Series) -> pd.DataFrame:
    """Runs of level medium or above, or of harm that no low assessment 90 days later has answered."""
    harm = harm[harm["child_id"].isin(children)].reset_index(drop=True)
    low = done[done["level"] <= 1]
    harm["safe_from"] = harm["happened_on"] + days(90)
    until_on = first_closer(harm, low, "completed_on >= safe_from and completed_on >= known_on")
    through_harm = harm[["child_id"]].assign(from_on=harm["known_on"], until_on=until_on)
    high = levels[(levels["level"] >= 2) & levels["child_id"].isin(children)]
    return merged(pd.concat([high[["child_id", "from_on", "until_on"]], through_harm]))


def rapid_downgrade(done: pd.DataFrame, levels: pd.DataFrame, harmed: pd.DataFrame) -> pd.DataFrame:
    falls = falls_of_level(done[done["level"].notna()])
    soon = falls.reset_index(names="row").merge(harmed, on="child_id", suffixes=("", "_harm"))
    soon = soon[(soon["known_on_harm"] <= soon["completed_on"]) & (soon["occurred_on"] >= soon["completed_on"] - days(90))]
    quick = falls[(falls["was"] - falls["level"] >= 2) | falls.index.isin(soon["row"])].reset_index(drop=True)
    back = first_closer(quick, levels.assign(known_on=levels["from_on"]), "place_closer > place and level_closer >= was")
    confirming = quick.reset_index(names="row").merge(done, on="child_id", suffixes=("", "_later"))
    confirming = confirming.query("place_later > place and level_later <= level").reset_index(drop=True)
    known_harm = confirming.reset_index(names="pair").merge(harmed, on="child_id", suffixes=("", "_harm"))
    known_harm = known_harm[known_harm["known_on_harm"] <= known_harm["known_on_later"]]
    last_harm = known_harm.groupby("pair")["occurred_on"].max().reindex(confirming.index).fillna(BEFORE)
    confirming = confirming[confirming["completed_on_later"] >= last_harm + days(90)]
    confirmed = confirming.groupby("row")["known_on_later"].min().reindex(quick.index).fillna(FAR)
    return quick[["child_id"]].assign(opened_on=quick["known_on"], closed_on=back.combine(confirmed, min))


def falls_of_level(levelled: pd.DataFrame) -> pd.DataFrame:
    """Assessments below the last one completed before them that was then known; `was` is its level."""
    pairs = levelled.reset_index(names="row").merge(levelled, on="child_id", suffixes=("", "_before"))
    pairs = pairs[(pairs["place_before"] < pairs["place"]) & (pairs["known_on_before"] <= pairs["completed_on"])]
    last = pairs.sort_values("place_before").drop_duplicates("row", keep="last").set_index("row")
    falls = levelled.assign(was=last["level_before"])
    return falls[falls["level"] < falls["was"]].reset_index(drop=True)


def past_harm_omitted(done: pd.DataFrame, harm: pd.DataFrame) -> pd.DataFrame:
    first_harm = done["child_id"].map(harm.groupby("child_id")["known_on"].min())
    considered = done["past_harm_considered"].eq(True)
    omitting = done[(first_harm < done["started_on"]) & ~considered].reset_index(drop=True)
    closed_on = first_closer(omitting, done[considered], "place_closer > place")
    return omitting[["child_id"]].assign(opened_on=omitting["known_on"], closed_on=closed_on)


def worker_turnover(workers: pd.DataFrame) -> pd.DataFrame:
    many = workers[workers.groupby("child_id")["worker_id"].transform("nunique") >= 4]
    many = many.sort_values(["child_id", "started_on", "allocation_id"]).reset_index(drop=True)
    many["place"] = range(len(many))
    pairs = many.merge(many, on="child_id", suffixes=("", "_other"))
    pairs = pairs[(pairs["place_other"] <= pairs["place"]) & (pairs["started_on_other"] >= pairs["started_on"] - days(730))]
    met = pairs.groupby(["place", "worker_id_other"])["known_on_other"].min().sort_values().groupby("place").nth(3)
    reached = many.set_index("place").join(met.droplevel("worker_id_other").rename("fourth"), how="inner")
    opened_on = reached[["known_on", "fourth"]].max(axis=1)
    pairs = pairs.assign(opened_on=pairs["place"].map(opened_on))
    counted = pairs[pairs["known_on_other"] <= pairs["opened_on"]]
    starts = counted.groupby(["place", "worker_id_other"])["started_on_other"].max().sort_values(ascending=False)
    first_on = starts.groupby("place").nth(3).droplevel("worker_id_other")
    reached = reached.assign(opened_on=opened_on, first_on=first_on).reset_index(drop=True)
    stays = workers.assign(stable_on=workers["started_on"] + days(365), left_on=workers["ended_on"].fillna(FAR))
    stays = stays[stays["left_on"] >= stays["stable_on"]]
    stays = stays.assign(known_on=stays[["stable_on", "known_on"]].max(axis=1))
    closed_on = first_closer(reached, stays, "started_on_closer >= first_on and left_on > started_on")
    return reached[["child_id", "opened_on"]].assign(closed_on=closed_on)


def review_overdue(done: pd.DataFrame, levels: pd.DataFrame, listed: pd.DataFrame, work: pd.DataFrame) -> pd.DataFrame:
    view = in_view(levels, listed, work)
    assessed = done[["child_id", "completed_on", "known_on"]]
    clocks = beginnings(view, assessed)
    clocks["opened_on"] = clocks["begun_on"] + days(85)
    clocks["closed_on"] = first_closer(
        clocks.assign(known_on=FAR), assessed, "completed_on >= begun_on and known_on_closer > begun_on"
    )
    overdue = clocks["opened_on"] < clocks[["until_on", "closed_on"]].min(axis=1)
    clocks["ended_on"] = clocks["closed_on"].where(overdue, clocks[["until_on", "closed_on"]].min(axis=1))
    found = clocks[overdue].drop(index=never_begun(clocks, view, assessed), errors="ignore")
    return found.groupby(["child_id", "closed_on"], as_index=False)["opened_on"].min()


def beginnings(view: pd.DataFrame, assessed: pd.DataFrame) -> pd.DataFrame:
    """A clock begins with coming into view, and again with each assessment that becomes known while in view."""
    within = view.merge(assessed, on="child_id")
    within = within[(within["known_on"] > within["from_on"]) & (within["known_on"] < within["until_on"])]
    columns = ["child_id", "begun_on", "until_on"]
    every = [view.rename(columns={"from_on": "begun_on"})[columns], within.rename(columns={"known_on": "begun_on"})[columns]]
    return pd.concat(every).drop_duplicates().reset_index(drop=True)


def never_begun(clocks: pd.DataFrame, view: pd.DataFrame, assessed: pd.DataFrame) -> list[int]:
    """The clocks that another one kept from beginning.

    An assessment recorded after a later clock began does not end that clock. For the few children who have one, clock
    follows clock.
    """
    late = clocks.merge(assessed[assessed["completed_on"] < assessed["known_on"]], on="child_id")
    late = late[(late["completed_on"] < late["begun_on"]) & (late["known_on"] > late["begun_on"])]
    knotted = clocks[clocks["child_id"].isin(late["child_id"])].sort_values("begun_on")
    views = dict(list(view[view["child_id"].isin(late["child_id"])].sort_values("from_on").groupby("child_id")))
    unused: list[int] = []
    for child_id, own in knotted.groupby("child_id"):
        ends = dict(zip(own["begun_on"], own["ended_on"], strict=True))
        begun: list[pd.Timestamp] = [own["begun_on"].iloc[0]]
        while (ended := ends[begun[-1]]) < FAR:
            following = views[child_id][views[child_id]["until_on"] > ended]
            if following.empty:
                break
            begun.append(max(following["from_on"].iloc[0], ended))
        unused += own.index[~own["begun_on"].isin(begun)].tolist()
    return unused


def in_view(levels: pd.DataFrame, listed: pd.DataFrame, work: pd.DataFrame) -> pd.DataFrame:
    """Runs of level medium or above, of being on a list, or of level low with work under way."""
    low = levels.loc[levels["level"] >= 1, ["child_id", "from_on", "until_on"]].merge(work, on="child_id", suffixes=("", "_work"))
    low = low.assign(
        from_on=low[["from_on", "from_on_work"]].max(axis=1), until_on=low[["until_on", "until_on_work"]].min(axis=1)
    )
    on_list = listed[["child_id"]].assign(from_on=listed["known_on"], until_on=listed["later_known_on"].fillna(FAR))
    spells = pd.concat([levels[levels["level"] >= 2], on_list, low])
    return merged(spells[["child_id", "from_on", "until_on"]].copy())


def under_18(register: str, found: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Nothing opens on or after the 18th birthday, what is open closes on it, and what closes after the as-of date is open."""
    children = pd.read_parquet(
        f"{register}/children.parquet", columns=["child_id", "date_of_birth"], to_pandas_kwargs={"date_as_object": False}
    )
    born = children.set_index("child_id")["date_of_birth"]
    # A year without 29 February gives the 28th here; the law gives 1 March.
    leap = (born.dt.month == 2) & (born.dt.day == 29)
    eighteenth = born + pd.DateOffset(years=18) + pd.to_timedelta(leap.astype(int), unit="D")
    birthday = found["child_id"].map(eighteenth.astype("datetime64[ns]").fillna(FAR))
    closed_on = pd.concat([found["closed_on"].fillna(FAR), birthday], axis=1).min(axis=1)
    found = found.assign(closed_on=closed_on.where(closed_on <= as_of))
    return found[(found["opened_on"] < birthday) & (closed_on > found["opened_on"])]


def main(register: str, as_of_text: str, out: str) -> None:
    phases = Phases()
    as_of = pd.Timestamp(as_of_text)
    read = partial(known, register, as_of)
    done = assessments(read)
    events = read("events", "occurred_on", ["event_id", "harm"])
    harmed = events[events["harm"].isin(["suspected", "known"])].reset_index(drop=True)
    listed = read("monitoring", "added_on", ["entry_id", "removal_reason"], later="removed_on")
    workers = read("workers", "started_on", ["allocation_id", "worker_id", "role"], later="ended_on").query(
        "role == 'social_worker'"
    )
    services = read("services", "started_on", ["kind"], later="ended_on")
    statuses = read("statuses", "started_on", ["kind"], later="ended_on")
    involvements = read("involvements", "opened_on", [], later="closed_on")
    meetings = read("meetings", "held_on", ["kind"])
    placements = read("placements", "started_on", ["kind"])
    phases.done("read")
    levels = last_known(done[done["level"].notna()])
    said = done[done["harm"].isin(["suspected", "known"])]
    harm = pd.concat([frame_of(harmed, "occurred_on"), frame_of(said, "completed_on")])
    protected = pd.concat(
        [
            frame_of(services[~services["kind"].isin(["education", "health", "other"])], "started_on"),
            frame_of(statuses[statuses["kind"].isin(["child_protection", "looked_after"])], "started_on"),
            frame_of(meetings[meetings["kind"].isin(["strategy", "child_protection_conference"])], "held_on"),
            frame_of(placements[placements["kind"].isin(["specialist", "secure"])], "started_on"),
        ]
    )
    spells = pd.concat([services, statuses, involvements])
    work = spells[["child_id"]].assign(from_on=spells["known_on"], until_on=spells["later_known_on"].fillna(FAR))
    found = {
        "harm-without-action": harm_without_action(harmed, protected),
        "removed-while-at-risk": removed_while_at_risk(listed, done, levels, harm),
        "rapid-downgrade": rapid_downgrade(done, levels, harmed),
        "past-harm-omitted": past_harm_omitted(done, harm),
        "worker-turnover": worker_turnover(workers),
        "review-overdue": review_overdue(done, levels, listed, work),
    }
    every = pd.concat([frame.assign(check=check) for check, frame in found.items()])
    answer = under_18(register, every, as_of)[["check", "child_id", "opened_on", "closed_on"]]
    phases.done("six checks")
    answer.to_parquet(out, index=False)
    phases.done("write")
    phases.tell()


def frame_of(frame: pd.DataFrame, happened_on: str) -> pd.DataFrame:
    return frame[["child_id", "known_on"]].assign(happened_on=frame[happened_on])


if __name__ == "__main__":
    main(*sys.argv[1:])
