"""An installation of many organisations and very many case files, made of one that `promig demo` fills: its rows again and again, each time under other
identifiers. It has no journal of them: it is there to be read."""
import os
import shutil
import sqlite3
import subprocess

from served import PROMIG, filled

# Changes when an installation made before is of no use any more.
FORMAT = 2
ORGANISATIONS = {"organization", "sender", "receiver", "by"}
RECORDS = {"id", "case_file", "other_file", "referral", "outside", "session"}
TABLES = [
    "case_file", "case_person", "consent", "consent_withdrawal", "screening", "service_given", "feedback", "case_closure", "case_join", "case_referral",
    "referral", "referral_step", "outside_referral", "outside_step", "information_session", "alert",
]


def again(column, number):
    """The same identifier in its so-manieth copy: four bytes in its middle say which."""
    return f"""CAST(substr("{column}", 1, 10) || x'feed{number:04x}' || substr("{column}", 15, 2) AS BLOB)"""


def network(folder, cases, seed=1):
    """The place of so many case files, of which `promig demo` makes the first ten thousand; kept in `folder` from one run to the next."""
    step = min(cases, 10_000)
    place = f"{folder}/network-{cases}-{seed}-{FORMAT}"
    if os.path.exists(f"{place}/whole"):
        return place
    shutil.rmtree(place, ignore_errors=True)
    filled(place, organisations=40, cases=step, seed=seed)
    database = sqlite3.connect(f"{place}/promig.sqlite", isolation_level=None)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for setting in ("journal_mode = DELETE", "synchronous = OFF", "cache_size = -2000000", "temp_store = MEMORY"):
        database.execute(f"PRAGMA {setting}")
    database.execute("BEGIN")
    indexes = database.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({', '.join('?' * len(TABLES))})", TABLES).fetchall()
    for name, _ in indexes:
        database.execute(f'DROP INDEX "{name}"')
    for table in TABLES:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        last = database.execute(f"SELECT MAX(rowid) FROM {table}").fetchone()[0] or 0
        for copy in range(1, cases // step):
            # Each third of the copies is of organisations of its own.
            values = [
                again(column, copy) if column in RECORDS else again(column, copy % 3) if column in ORGANISATIONS and copy % 3 else f'"{column}"'
                for column in columns
            ]
            names = ", ".join(f'"{column}"' for column in columns)
            database.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE rowid <= ?", (last,))
    # As many organisations, however few case files: what is compared is the number of files alone.
    columns = [row[1] for row in database.execute("PRAGMA table_info(organization)")]
    names = ", ".join(f'"{column}"' for column in columns)
    last = database.execute("SELECT MAX(rowid) FROM organization").fetchone()[0]
    for copy in (1, 2):
        values = ", ".join(again(column, copy) if column == "id" else f'"{column}"' for column in columns)
        database.execute(f"INSERT INTO organization ({names}) SELECT {values} FROM organization WHERE rowid <= ?", (last,))
    for _, sql in indexes:
        database.execute(sql)
    # All is counted anew.
    database.execute("DELETE FROM setting WHERE name = 'here.tallies'")
    database.execute("COMMIT")
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    subprocess.run([PROMIG, "release", "--preview", "--data", place], check=True, stdout=subprocess.DEVNULL)
    with open(f"{place}/whole", "w", encoding="utf-8"):
        pass
    return place
