"""The rows of the table: what was measured, its baseline, its bar, and whether it is reached."""
import datetime
import os
import platform
import subprocess


class Table:
    def __init__(self):
        self.rows = []

    def add(self, work, value, unit, bar, *, met, baseline=None, baseline_unit=None, what="", ratio=None, spread=None, note=""):
        """`ratio` is the value over its baseline unless given; `spread` the quarter and three quarters of the samples."""
        if ratio is None and baseline:
            ratio = value / baseline
        self.rows.append(
            dict(work=work, value=value, unit=unit, bar=bar, met=met, baseline=baseline, baseline_unit=baseline_unit or unit,
                 what=what, ratio=ratio, spread=spread, note=note))
        print(line(self.rows[-1]), flush=True)

    def measured(self, work, row, bar, limit, *, at_least=False, note=""):
        """Adds what `Measure` printed: its ratio to the baseline must stay at or under `limit`, or at or over it."""
        ratio = row["value"] / row["baseline"] if row["baseline"] else float("inf")
        met = ratio >= limit if at_least else ratio <= limit
        self.add(work, row["value"], row["unit"], bar, met=met, baseline=row["baseline"], what=row["what"], ratio=ratio,
                 spread=(row["low"], row["high"]), note=note)

    @property
    def missed(self):
        return [row for row in self.rows if not row["met"]]


def number(value):
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def cells(row):
    spread = f" ({number(row['spread'][0])}–{number(row['spread'][1])})" if row["spread"] else ""
    baseline = f"{number(row['baseline'])} {row['baseline_unit']}: {row['what']}" if row["baseline"] is not None else row["what"]
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    return [row["work"], f"{number(row['value'])} {row['unit']}{spread}".strip(), baseline, ratio, row["bar"], "reached" if row["met"] else "**missed**"]


def line(row):
    work, value, baseline, ratio, bar, met = cells(row)
    note = f"  [{row['note']}]" if row["note"] else ""
    return f"{'  ' if row['met'] else '! '}{work:<58} {value:<34} {ratio:>6}  {bar:<22} {met.strip('*')}{note}  – {baseline}"


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = [text.split(":", 1)[1].strip() for text in info if text.startswith("model name")]
    return f"{len(os.sched_getaffinity(0))} cores, {names[0] if names else platform.machine()}"


def memory():
    with open("/proc/meminfo", encoding="utf-8") as info:
        return f"{int(info.readline().split()[1]) / 1_048_576:.0f} GB"


HOW = """
## How to read it

- **Ratio** is the value over its baseline, both measured in the same run and in turn; each is a median, with the quarter and the
  three quarters of its samples in brackets. A ratio hardly depends on the machine; an absolute number does, and is read beside the calibration
  loop (twenty million steps of xorshift, which touch no memory): twice its time, twice the number.
- **Baselines** are plain: SQLite's C interface and libpq with prepared statements (`Benchmarks/Measure/Baselines.swift`), with the store's own
  pragmas (WAL, `synchronous = FULL`, read back) and isolation, and the very rows that the store wrote, read back from it; « hello » is the framework's own, with
  nothing of ours; the list's rows are read once more through a GRDB pool's awaited `read`.
- **Durable**: on SQLite the `fdatasync` of so many acts are counted by strace; on PostgreSQL `wal_sync` of `pg_stat_wal` is read before and after.
  How often an act waits for the server is counted by strace, too.
- **Flat memory** compares the peak of a process that rebuilds a tenth of the journal with that of one that rebuilds all of it.
- The eight clients write a form and read a page without pause, as one browser each would; p50 and p99 are over all requests of their kind. What stands afterwards is
  counted, and `promig verify` reads the whole journal.
- **Case files**: « plain » is the same page of a copy of the installation in which nothing is sealed and no key is left, and one durable insert; a scan opens the name of
  every person and compares it; FTS5 is asked for any of the trigrams of what was typed, by rank, twenty. What eight clients wrote is read back and written raw, row by row, in as many transactions.
- `SMALL=1 make bench` does everything with a hundredth of the data, to see that it runs; its numbers say nothing, and it writes no page.
"""


def write(table, calibration, path, took):
    rows = ["| " + " | ".join(cells(row)) + (f" {row['note']}" if row["note"] else "") + " |" for row in table.rows]
    missed = [row["work"] for row in table.missed]
    verdict = "Every bar is reached." if not missed else f"{len(missed)} of {len(table.rows)} bars are missed: " + "; ".join(missed) + "."
    text = f"""# Benchmarks

What `make bench` found on {datetime.date.today().isoformat()}; it writes this page anew each time. {verdict}

Machine: {processor()}, {memory()}, Linux {platform.release()}, SQLite and PostgreSQL on the same disk.
Calibration loop: {calibration['calibration']:.0f} ms ({calibration['low']:.0f}–{calibration['high']:.0f}). The run took {took / 60:.0f} minutes.

| Work | Value | Baseline | Ratio | Bar | |
|---|---|---|---|---|---|
""" + "\n".join(rows) + "\n" + HOW
    with open(path, "w", encoding="utf-8") as page:
        page.write(text)
