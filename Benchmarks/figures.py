"""The figures of protection once more, by DuckDB from the same tables as Parquet: another engine, another language, the same definitions."""
import csv
import os
import sqlite3
import subprocess
import time

import duckdb

TABLES = {
    "case_file": "id organization month region situation risk assess_by assessed_on",
    "case_person": "id case_file relation sex age_band origin",
    "consent": "case_file registered statistics made",
    "consent_withdrawal": "case_file question made",
    "screening": "case_file individual family community structural",
    "service_given": "case_file month legal_help",
    "feedback": "case_file level subject moment month made",
    "case_closure": "case_file reason decided_on verdict",
    "case_join": "case_file other_file ended_on",
    "case_referral": "id organization case_file referral",
    "referral": "id sender receiver need_group priority sent_on",
    "referral_step": "id referral step by on access rank made",
    "outside_referral": "id case_file need_group priority sent_on",
    "outside_step": "id outside step on access rank made",
    "information_session": "on manner place women men girls boys others elder_women elder_men topics languages total",
    "alert": "on at channel place closed_at",
    "need_totals": "id organization month cells made",
    "erased_count": "measure month amount counts once region situation",
}
SEALED = {"individual", "family", "community", "structural"}

PREPARED = """
CREATE MACRO quarter(moment) AS moment[1:4] || '-Q' || CAST((CAST(moment[6:7] AS INTEGER) + 2) // 3 AS VARCHAR);
CREATE MACRO region(place) AS CASE WHEN length(place) >= 5 THEN place[1:5] END;
CREATE TEMP TABLE head AS SELECT case_file, sex, age_band, origin FROM case_person WHERE relation = 'head';
CREATE TEMP TABLE agreed AS
    SELECT f.* FROM case_file f
    JOIN (SELECT case_file, max(made) AS made, arg_max(statistics, made) AS statistics FROM consent GROUP BY 1) c ON c.case_file = f.id
    LEFT JOIN (SELECT case_file, max(made) AS made FROM consent_withdrawal WHERE question IN ('statistics', 'registered') GROUP BY 1) w ON w.case_file = f.id
    WHERE c.statistics = 'yes' AND (w.made IS NULL OR w.made < c.made);
CREATE TEMP TABLE linked AS
    WITH RECURSIVE edge AS (
        SELECT case_file AS a, other_file AS b FROM case_join WHERE ended_on IS NULL
        UNION SELECT other_file, case_file FROM case_join WHERE ended_on IS NULL),
    reach AS (SELECT a, a AS b FROM edge UNION SELECT r.a, e.b FROM reach r JOIN edge e ON e.a = r.b)
    SELECT a AS id, min(b) AS person FROM reach GROUP BY 1;
CREATE TEMP TABLE step AS
    SELECT s.referral AS sent, s.step, s."on", s.access, s.rank, s.made, s.id FROM referral_step s JOIN referral r ON r.id = s.referral
    WHERE CASE WHEN s.step IN ('closed', 'recalled') THEN s."by" = r.sender WHEN s.step = 'access' THEN s."by" IN (r.sender, r.receiver)
        ELSE s."by" = r.receiver END
    UNION ALL SELECT outside, step, "on", access, rank, made, id FROM outside_step;
CREATE TEMP TABLE stated AS
    SELECT sent, arg_max(step, (rank, made, id)) AS last, max("on") FILTER (step = 'closed') AS closed,
        arg_max("on", (made, id)) FILTER (step = 'closed') AS closed_on, arg_max("on", (made, id)) FILTER (step = 'served') AS served_on,
        arg_max(access, (made, id)) FILTER (step = 'access') AS access, arg_max(step, (made, id)) FILTER (step IN ('accepted', 'refused')) AS answer,
        min("on") FILTER (step IN ('accepted', 'refused')) AS answered_on
    FROM step GROUP BY 1;
CREATE TEMP TABLE sent AS
    SELECT r.id, r.need_group AS need, r.priority, 'member' AS way, r.sent_on FROM referral r
    LEFT JOIN (SELECT l.referral, arg_min(l.case_file, l.id) AS case_file FROM case_referral l JOIN referral r ON r.id = l.referral
        WHERE l.organization = r.sender GROUP BY 1) l ON l.referral = r.id
    LEFT JOIN case_file f ON f.id = l.case_file LEFT JOIN agreed a ON a.id = l.case_file
    WHERE r.sent_on IS NOT NULL AND (f.id IS NULL OR a.id IS NOT NULL)
    UNION ALL SELECT o.id, o.need_group, o.priority, 'outside', o.sent_on FROM outside_referral o JOIN agreed a ON a.id = o.case_file WHERE o.sent_on IS NOT NULL;
CREATE TEMP TABLE referred AS SELECT * FROM sent LEFT JOIN stated ON stated.sent = sent.id;
"""

REFERRED = ["need", "priority", "way"]
# Of each measure: how its rows come to a figure, by which dimensions, and the rows (moment, amount, whether it counts, who is counted once).
MEASURES = {
    "R2.1": ("sum", ["sex", "age", "region", "manner"], """
        SELECT s."on" AS moment, g.amount, TRUE AS counts, g.sex, g.age, region(s.place) AS region, s.manner FROM information_session s,
        LATERAL (VALUES ('female', 'child', s.girls), ('male', 'child', s.boys), ('female', 'adult', s.women), ('male', 'adult', s.men),
            ('female', 'elder', s.elder_women), ('male', 'elder', s.elder_men), (NULL, NULL, s.others)) AS g(sex, age, amount) WHERE g.amount > 0"""),
    "R2.2": ("sum", ["sex", "age", "origin", "region", "situation"], """
        SELECT f.month AS moment, 1 AS amount, TRUE AS counts, p.sex, p.age_band AS age, p.origin, f.region, f.situation FROM (
            SELECT a.*, row_number() OVER (PARTITION BY coalesce(l.person, a.id) ORDER BY a.month, a.id) = 1 AS bears FROM agreed a
            LEFT JOIN linked l ON l.id = a.id WHERE a.id IN (SELECT case_file FROM screening WHERE individual OR family OR community OR structural)) f
        JOIN case_person p ON p.case_file = f.id WHERE f.bears OR p.relation <> 'head'"""),
    "R2.2.a": ("sum", ["specific", "region"], """
        SELECT month AS moment, CAST(split_part(line, chr(9), 2) AS BIGINT) AS amount, TRUE AS counts, regexp_extract(line, 'specific=([^ \\t]+)', 1) AS specific,
            nullif(regexp_extract(line, 'region=([^ \\t]+)', 1), '') AS region FROM (
            SELECT month, unnest(string_split(cells, chr(10))) AS line FROM (
                SELECT *, row_number() OVER (PARTITION BY organization, month ORDER BY made DESC, id DESC) AS back FROM need_totals) WHERE back = 1 AND cells <> '')"""),
    "R2.3": ("share", ["risk", "region"], """
        SELECT assess_by AS moment, 1 AS amount, coalesce(assessed_on <= assess_by, FALSE) AS counts, risk, region FROM agreed
        WHERE assess_by IS NOT NULL AND (assessed_on IS NOT NULL OR assess_by < $today)"""),
    "R2.4": ("sum", REFERRED, "SELECT sent_on AS moment, 1 AS amount, TRUE AS counts, need, priority, way FROM referred"),
    "R2.5": ("share", REFERRED, """
        SELECT sent_on AS moment, 1 AS amount, answer = 'accepted' AS counts, need, priority, way FROM referred WHERE answer IS NOT NULL"""),
    "R2.6": ("share", REFERRED, """
        SELECT sent_on AS moment, 1 AS amount, coalesce(CAST(answered_on AS DATE) <= CAST(sent_on AS DATE) + 14, FALSE) AS counts, need, priority, way
        FROM referred WHERE CAST(sent_on AS DATE) + 14 <= CAST($today AS DATE)"""),
    "R2.7": ("share", ["region"], """
        SELECT month AS moment, 1 AS amount, id IN (SELECT case_file FROM consent WHERE registered = 'yes') AS counts, region FROM case_file"""),
    "R2.8": ("distinct", ["legal", "sex", "age", "region"], """
        SELECT s.month AS moment, coalesce(l.person, a.id) AS once, s.legal_help AS legal, h.sex, h.age_band AS age, a.region FROM service_given s
        JOIN agreed a ON a.id = s.case_file LEFT JOIN head h ON h.case_file = a.id LEFT JOIN linked l ON l.id = a.id WHERE s.legal_help IS NOT NULL"""),
    "R2.11": ("share", ["channel", "region"], """
        SELECT "on" AS moment, 1 AS amount, coalesce(closed_at <= epoch_ms(CAST("on" || ' ' || "at" AS TIMESTAMP)) + 82800000, FALSE) AS counts, channel,
            region(place) AS region FROM alert WHERE closed_at IS NOT NULL OR CAST("on" AS DATE) + 1 <= CAST($today AS DATE)"""),
    "R2.12": ("share", ["reason"], """
        SELECT decided_on AS moment, 1 AS amount, reason IS NOT NULL AS counts, reason FROM case_closure WHERE verdict = 'approved' AND decided_on IS NOT NULL"""),
    "R2.13": ("sum", ["subject", "moment", "region"], """
        SELECT b.month AS moment, 1 AS amount, TRUE AS counts, b.subject, b.moment AS d_moment, a.region FROM feedback b JOIN agreed a ON a.id = b.case_file"""),
    "O2.1": ("share", REFERRED, """
        SELECT closed_on AS moment, 1 AS amount, served_on IS NOT NULL AND coalesce(answer = 'accepted', FALSE) AS counts, need, priority, way
        FROM referred WHERE last = 'closed' AND closed_on IS NOT NULL"""),
    "O2.1.a": ("share", REFERRED, """
        SELECT closed_on AS moment, 1 AS amount, coalesce(access = 'reached', FALSE) AS counts, need, priority, way FROM referred
        WHERE last = 'closed' AND closed_on IS NOT NULL"""),
    "O2.2": ("median", REFERRED, """
        SELECT sent_on AS moment, CAST(served_on AS DATE) - CAST(sent_on AS DATE) AS amount, served_on IS NOT NULL AS counts, need, priority, way FROM referred"""),
    "I.1": ("share", ["level", "sex", "age", "origin", "region"], """
        SELECT b.month AS moment, 1 AS amount, b.level IN ('3', '4') AS counts, b.level, h.sex, h.age_band AS age, h.origin, a.region FROM (
            SELECT case_file, max(month) AS month, arg_max(level, (month, made)) AS level FROM feedback WHERE moment = 'closure' GROUP BY 1) b
        JOIN agreed a ON a.id = b.case_file LEFT JOIN head h ON h.case_file = a.id"""),
    "P.3": ("share", ["register", "region"], """
        SELECT f.month AS moment, 1 AS amount, f.region IS NOT NULL AND h.sex IS NOT NULL AND h.age_band IS NOT NULL AND h.origin IS NOT NULL
            AND f.id IN (SELECT case_file FROM consent) AND f.id IN (SELECT case_file FROM screening) AS counts, 'case_file' AS register, f.region
        FROM case_file f LEFT JOIN head h ON h.case_file = f.id
        UNION ALL SELECT "on", 1, place IS NOT NULL AND topics IS NOT NULL AND languages IS NOT NULL AND total > 0, 'information_session', region(place)
        FROM information_session"""),
}
VALUES = {
    "sum": "CAST(coalesce(sum(amount), 0) AS VARCHAR)",
    "distinct": "CAST(count(DISTINCT once) AS VARCHAR)",
    "share": "CAST(coalesce(sum(amount) FILTER (counts), 0) AS BIGINT) || '/' || CAST(sum(amount) AS BIGINT)",
    "median": """CASE WHEN count(*) FILTER (counts) = 0 THEN '-' ELSE CAST(2 * median(amount) FILTER (counts) AS BIGINT) || '/2 '
        || count(*) FILTER (counts) || ' ' || count(*) FILTER (NOT counts) END""",
}
ERASED = """UNION ALL SELECT month, amount, counts = 1{columns} FROM erased_count WHERE measure = '{code}'"""


def export(place, folder):
    """The tables as Parquet, each column that the definitions use; of what is sealed, whether it is there."""
    os.makedirs(folder, exist_ok=True)
    source = sqlite3.connect(f"file:{place}/promig.sqlite?mode=ro", uri=True)
    target = duckdb.connect()
    for table, names in TABLES.items():
        types = {row[1]: row[2] for row in source.execute(f"PRAGMA table_info({table})")}
        columns = names.split()
        values = [
            f'"{name}" IS NOT NULL' if name in SEALED else f'hex("{name}")' if types[name] == "BLOB" else f'"{name}"' for name in columns
        ]
        path = f"{folder}/{table}"
        with open(f"{path}.csv", "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(columns)
            writer.writerows(source.execute(f"SELECT {', '.join(values)} FROM {table}"))
        known = ", ".join(
            f"'{name}': '{'BOOLEAN' if name in SEALED else 'BIGINT' if types[name] == 'INTEGER' else 'VARCHAR'}'" for name in columns)
        target.execute(f"COPY (SELECT * FROM read_csv('{path}.csv', header = TRUE, columns = {{{known}}}, nullstr = '')) TO '{path}.parquet' (FORMAT parquet)")
        os.remove(f"{path}.csv")


def figures(folder, today, quarters):
    """Every figure of these quarters, as the lines of `Measure figures`, and how many seconds they took on one thread."""
    database = duckdb.connect(config={"threads": 1})
    for table in TABLES:
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{folder}/{table}.parquet')")
    wanted = ", ".join(f"'{name}'" for name in quarters)
    lines = []
    start = time.monotonic()
    database.execute(PREPARED)
    for code, (summary, dimensions, rows) in MEASURES.items():
        names = ["d_moment" if name == "moment" else name for name in dimensions]
        if summary == "distinct":
            erased = f"""UNION ALL SELECT month, once{''.join(', NULL' if name != 'region' else ', region' for name in names)}
                FROM erased_count WHERE measure = '{code}'"""
        elif code in ("R2.1", "R2.11", "P.3"):
            erased = ""
        else:
            erased = ERASED.format(code=code, columns="".join(f", {name}" if name in ("region", "situation") else ", NULL" for name in names))
        sets = ", ".join(["(q)"] + [f"(q, {name})" for name in names])
        asked = f"""WITH r AS ({rows} {erased}), t AS (SELECT *, quarter(moment) AS q FROM r WHERE quarter(moment) IN ({wanted}))
            SELECT q, {', '.join(f'GROUPING({name}), {name}' for name in names)}, {VALUES[summary]} FROM t GROUP BY GROUPING SETS ({sets})"""
        found = database.execute(asked, {"today": today} if "$today" in asked else {}).fetchall()
        whole = set()
        for row in found:
            by = [(dimensions[place], row[2 + 2 * place] or "") for place in range(len(names)) if row[1 + 2 * place] == 0]
            name, value = by[0] if by else ("", "")
            if not by:
                whole.add(row[0])
            lines.append(f"{code} {row[0]} {name} {value} {row[-1]}")
        lines += [f"{code} {name}   {'0' if summary in ('sum', 'distinct') else '-'}" for name in quarters if name not in whole]
    took = time.monotonic() - start
    return sorted(lines), took
