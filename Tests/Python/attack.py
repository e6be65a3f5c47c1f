"""Attacks series of releases given as JSON, with HiGHS: says which hidden cells can be told to within the threshold.

The attacker knows every shown count, that parts add up to totals and that counts only grow; when it is one of the contributing
organisations, also its own contribution to every cell, and that the others' only grow. The truth is read to judge, and to count what
the hypercube method (Repsilber 1994; Giessing and Repsilber 2002, GHMITER) would show of the same tables.
"""

import itertools
import json
import multiprocessing
import sys

import numpy
from scipy.optimize import linprog
from scipy.sparse import coo_array

ACCURACY = 1e-5


class Program:
    """One column for each hidden cell of each release; what is shown is a number."""

    def __init__(self, series, releases):
        self.series, self.releases = series, releases
        self.column = {}
        for number, release in enumerate(releases):
            for cell, shown in enumerate(release["shown"]):
                if shown is None:
                    self.column[number, cell] = len(self.column)
        self.solved = 0
        rows, sides = [], []
        for number, release in enumerate(releases):
            for total, *parts in series["relations"]:
                row, side = {}, 0.0
                for cell, sign in [(part, 1.0) for part in parts] + [(total, -1.0)]:
                    if (number, cell) in self.column:
                        row[self.column[number, cell]] = sign
                    else:
                        side -= sign * release["shown"][cell]
                if row:
                    rows.append(row)
                    sides.append(side)
        self.equal, self.sides = self.matrix(rows), numpy.array(sides)

    def matrix(self, rows):
        places = [(r, c, v) for r, row in enumerate(rows) for c, v in row.items()]
        if not places:
            return None
        r, c, v = zip(*places)
        return coo_array((v, (r, c)), shape=(len(rows), len(self.column))).tocsr()

    def told(self, attacker):
        """Each column that lies in less than the threshold, with its bounds."""
        series, releases, count = self.series, self.releases, len(self.column)
        low, high = numpy.zeros(count), numpy.full(count, numpy.inf)
        rows, sides = [], []
        inside = [cell for cell, is_inside in enumerate(series["inside"]) if is_inside]

        def own(number, cell):
            return 0 if attacker is None or number < 0 else releases[number]["own"][attacker][cell]

        for number in range(len(releases)):
            for cell in inside:
                grown = own(number, cell) - own(number - 1, cell)
                here, before = self.column.get((number, cell)), self.column.get((number - 1, cell))
                if number == 0:
                    if here is not None:
                        low[here] = max(low[here], grown)
                elif here is not None and before is not None:
                    rows.append({before: 1.0, here: -1.0})
                    sides.append(-float(grown))
                elif here is not None:
                    low[here] = max(low[here], releases[number - 1]["shown"][cell] + grown)
                elif before is not None:
                    high[before] = min(high[before], releases[number]["shown"][cell] - grown)
        atmost, bound = self.matrix(rows), numpy.array(sides)
        # Without an upper bound of its own, a count could be anything: far beyond the threshold is far enough.
        high = numpy.minimum(high, 1e6)
        least, most = numpy.full(count, numpy.inf), numpy.full(count, -numpy.inf)

        def solve(weights):
            self.solved += 1
            answer = linprog(
                weights, A_ub=atmost, b_ub=bound if atmost is not None else None, A_eq=self.equal,
                b_eq=self.sides if self.equal is not None else None, bounds=numpy.column_stack([low, high]), method="highs")
            if answer.status == 0:
                numpy.minimum(least, answer.x, out=least)
                numpy.maximum(most, answer.x, out=most)
            return answer.status

        if count == 0:
            return []
        dice = numpy.random.default_rng(series["seed"])
        if solve(numpy.zeros(count)) != 0:
            # Corrections contradict that counts only grow: nothing can be concluded from it.
            atmost, low[:], high[:] = None, 0, 1e6
        for _ in range(8):
            solve(dice.uniform(-1, 1, count))
        found = []
        for place, column in self.column.items():
            for sign in (-1.0, 1.0):
                if most[column] - least[column] < series["threshold"] - ACCURACY:
                    weights = numpy.zeros(count)
                    weights[column] = sign
                    if solve(weights) not in (0, 3):
                        raise SystemExit(f"seed {series['seed']}: the program of {place} has no answer")
            if most[column] - least[column] < series["threshold"] - ACCURACY:
                found.append((place, float(least[column]), float(most[column])))
        return found


def hypercubes(series, release):
    """How many cells the hypercube method shows of one release: every primary cell in a hypercube whose corners can move by the threshold."""
    cells = [dict(part.split("=") for part in key.split()) for key in series["cells"]]
    place = {key: number for number, key in enumerate(series["cells"])}
    truth, threshold = release["truth"], series["threshold"]
    hidden = {number for number, primary in enumerate(release["primary"]) if primary}
    codes = {}
    for cell in cells:
        for name, code in cell.items():
            codes.setdefault(name, set()).add(code)
    tables = {tuple(sorted(cell)) for cell, is_inside in zip(cells, series["inside"]) if is_inside}

    def number(cell):
        return place[" ".join(f"{name}={code}" for name, code in sorted(cell.items()) if code is not None)]

    done = set()
    while True:
        left = sorted((target, table) for target in hidden for table in tables if set(cells[target]) <= set(table) and (target, table) not in done)
        if not left:
            return len(cells) - len(hidden)
        for target, table in left:
            done.add((target, table))
            best = None
            here = {name: cells[target].get(name) for name in table}
            others = [[code for code in [None, *sorted(codes[name])] if code != here[name]] for name in table]
            for opposite in itertools.product(*others):
                even, odd = [], []
                for turn in itertools.product((0, 1), repeat=len(table)):
                    corner = {name: other if t else here[name] for name, other, t in zip(table, opposite, turn)}
                    # A total moves with its parts, an inner corner against its neighbour.
                    flips = sum(t and here[name] is not None and other is not None for name, other, t in zip(table, opposite, turn))
                    (odd if flips % 2 else even).append(number(corner))
                if min(truth[c] for c in even) + (min((truth[c] for c in odd), default=0)) < threshold:
                    continue
                fresh = [c for c in {*even, *odd} if c not in hidden]
                loss = sum((1 + truth[c]) * 100 ** (len(table) - len(cells[c])) for c in fresh)
                if best is None or loss < best[0]:
                    best = (loss, fresh)
            if best is None:
                # No hypercube protects it enough: the one that hides all of its lines is what is left.
                fresh = [number({**here, name: code}) for name in table for code in [None, *sorted(codes[name])]]
                best = (0, [c for c in fresh if c not in hidden])
            hidden.update(best[1])


def judge(series):
    program = Program(series, series["releases"])
    holes = []
    for attacker in [None, *range(len(series["releases"][0]["own"]))]:
        for (number, cell), low, high in program.told(attacker):
            name = "anyone" if attacker is None else f"organisation {attacker}"
            holes.append({"seed": series["seed"], "release": number, "cell": series["cells"][cell], "attacker": name, "low": low, "high": high})
    return {
        "holes": holes,
        "hidden": len(program.column),
        "shown": sum(shown is not None for release in series["releases"] for shown in release["shown"]),
        "shownByHypercubes": sum(hypercubes(series, release) for release in series["releases"]),
        "programs": program.solved,
    }


if __name__ == "__main__":
    pool = multiprocessing.Pool(2)
    found = pool.map(judge, json.load(sys.stdin), chunksize=1)
    # Not ended by a signal, which whoever started this may have blocked.
    pool.close()
    pool.join()
    print(json.dumps({key: sum((one[key] for one in found), []) if key == "holes" else sum(one[key] for one in found) for key in found[0]}))
