"""Derives the allocation of a trial anew and compares it, case by case, with 04-allocation.csv.

    python3 04-verify.py

It reads 03-sample.csv and 04-allocation.csv in its own folder, and needs Python 3.8 or later with nothing added. It was
written from the description of the algorithm, docs/allocation-algorithm.md, and shares no code with Equipoise, which
drew the allocation: whoever doubts that needs to believe neither. The numbers in RUN are those of the trial's protocol
and of the manifest 04-allocation.json: compare them with what was published before the draw.

Exit status: 0 where every arm agrees, 1 where anything differs, 2 where it could not be checked.
"""

import csv
import hashlib
import io
import json
import pathlib
import sys
from collections import Counter, namedtuple
from datetime import date
from fractions import Fraction
from heapq import nsmallest
from itertools import combinations

# equipoise export-verifier puts the numbers of a run here.
RUN = {}

SHOWN = 20


class CannotCheck(Exception):
    """Nothing can be said of the allocation; the message says what to do."""


class CannotDerive(Exception):
    """No allocation follows from the sample and the numbers of the run."""


# ---- Random integers: section 1 of docs/allocation-algorithm.md


def utf16(text):
    return text.encode("utf-16-be")


def canonical_json(value):
    """Keys in the order of UTF-16, no white space, nothing escaped but what must be."""
    if isinstance(value, dict):
        keys = sorted(value, key=utf16)
        return "{" + ",".join(canonical_json(key) + ":" + canonical_json(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


class Stream:
    """Words of ARC4, keyed with the SHA-256 of the stream's name in hexadecimal."""

    def __init__(self, name):
        secret = hashlib.sha256(canonical_json(name).encode("utf-8")).hexdigest().encode("ascii")
        self.state = list(range(256))
        self.i = self.j = 0
        j = 0
        for i in range(256):
            j = (j + self.state[i] + secret[i % len(secret)]) % 256
            self.state[i], self.state[j] = self.state[j], self.state[i]
        for _ in range(256):
            self.byte()

    def byte(self):
        state = self.state
        self.i = (self.i + 1) % 256
        self.j = (self.j + state[self.i]) % 256
        state[self.i], state[self.j] = state[self.j], state[self.i]
        return state[(state[self.i] + state[self.j]) % 256]

    def word(self):
        return int.from_bytes([self.byte(), self.byte(), self.byte(), self.byte()], "big")

    def below(self, limit):
        """An even integer from 0 to limit - 1, by rejection."""
        accepted = 2**32 - 2**32 % limit
        while True:
            word = self.word()
            if word < accepted:
                return word % limit

    def shuffle(self, items):
        """Fisher-Yates, from the last place."""
        shuffled = list(items)
        for last in range(len(shuffled) - 1, 0, -1):
            chosen = self.below(last + 1)
            shuffled[last], shuffled[chosen] = shuffled[chosen], shuffled[last]
        return shuffled


def streams_of(seed):
    """The streams of a seed, by purpose and stratum."""
    return lambda purpose, stratum: Stream({"version": 1, "purpose": purpose, "stratum": stratum, "seed": seed})


# ---- What the methods share

Allocated = namedtuple("Allocated", "arm probability position linked")


def in_id_order(sample):
    return sorted(sample, key=lambda case: case["case"].encode("utf-8"))


WHOLE_SAMPLE = "all"


def units_of(sample):
    """Lists of the cases that share a cluster, in the order of their first cases."""
    clusters = {}
    for case in sample:
        clusters.setdefault(case["cluster"], []).append(case)
    return list(clusters.values())


def units_by_stratum(sample):
    """Pairs of a stratum and its units, in the order of the strata's names."""
    units = {}
    for unit in units_of(sample):
        strata = {case["stratum"] for case in unit}
        if len(strata) > 1:
            raise CannotDerive(f'the cases of cluster "{unit[0]["cluster"]}" lie in several strata')
        units.setdefault(unit[0]["stratum"], []).append(unit)
    return [(stratum, units[stratum]) for stratum in sorted(units, key=utf16)]


def deal(items, counts):
    """The first counts[0] items go to arm 0, the next to arm 1, and so on: (item, arm, position from 1)."""
    arms = [arm for arm, count in enumerate(counts) for _ in range(count)]
    return zip(items, arms, range(1, len(items) + 1))


def complete_counts(units, shares, stream):
    """Numbers of units for each share: rounded down, and what is then left over drawn by systematic selection."""
    total = sum(shares)
    counts = [units * share // total for share in shares]
    order = stream.shuffle(range(len(shares)))
    point = stream.below(total)
    reached = 0
    for arm in order:
        reached += units * shares[arm] % total
        if reached > point:
            counts[arm] += 1
            point += total
    return counts


def weights_of(design):
    return [design["ratio"][arm] for arm in design["arms"]]


def slots_of(weights):
    """The arms of one block at the exact ratio, by number."""
    return [arm for arm, weight in enumerate(weights) for _ in range(weight)]


class Record:
    """An allocation, filled unit by unit; an arm has its share of the weights as probability, if no other is given."""

    def __init__(self, design, weights=None):
        self.arms = design["arms"]
        self.shares = [Fraction(weight, sum(weights)) for weight in weights or []]
        self.allocated = {}

    def place(self, unit, arm, position, probability=None):
        chance = self.shares[arm] if probability is None else probability
        for case in unit:
            self.allocated[case["case"]] = Allocated(self.arms[arm], chance, position, len(unit) > 1)

    def deal(self, units, counts):
        for unit, arm, position in deal(units, counts):
            self.place(unit, arm, position)


def cell(case, field, design):
    return case[design["fields"][field]["column"]]


def number(case, field, design):
    """A baseline value as a whole number: pence, an integer, 1 for true, days of a date."""
    text, kind = cell(case, field, design), design["fields"][field]["type"]
    try:
        if kind == "date":
            return date.fromisoformat(text).toordinal()
        return ["false", "true"].index(text) if kind == "boolean" else int(text)
    except ValueError:
        raise CannotDerive(f'case {case["case"]} has "{text}" as its {field}')


def order_of_arrival(units, design, stream):
    """By baseline values of the first cases, missing ones first; a random order where the protocol names no fields."""
    if design["order_by"] is None:
        return stream.shuffle(units)

    def key(unit, field):
        text, kind = cell(unit[0], field, design), design["fields"][field]["type"]
        if text == "":
            return (0,)
        return (1, number(unit[0], field, design) if kind in ("integer", "money", "boolean") else utf16(text))

    return sorted(units, key=lambda unit: [key(unit, field) for field in design["order_by"]])


# ---- Methods of allocation: each gives an Allocated for every case id of a sample in order of id


def fixed_counts(sample, design, stream_for):
    """Section 3: fixed counts in every stratum, linked clusters dealt first. design: arms, targets[stratum][arm]."""
    arms = design["arms"]
    targets = {stratum: [row[arm] for arm in arms] for stratum, row in design["targets"].items()}
    of_arm = [sum(row[a] for row in targets.values()) for a in range(len(arms))]
    total = sum(of_arm)
    check_sizes(sample, targets)

    clusters = units_of(sample)
    types = {}
    for members in clusters:
        if len(members) > 1:
            kind = canonical_json(dict(Counter(case["stratum"] for case in members)))
            types.setdefault(kind, []).append(members)
    check_room(types.values(), design, targets, of_arm)

    allocated = {}
    left = {stratum: list(row) for stratum, row in targets.items()}
    for kind, group in types.items():
        stream = stream_for("linked", kind)
        counts = complete_counts(len(group), of_arm, stream)
        for members, a, position in deal(stream.shuffle(group), counts):
            for case in members:
                allocated[case["case"]] = Allocated(arms[a], Fraction(of_arm[a], total), position, True)
                left[case["stratum"]][a] -= 1

    single = [members[0] for members in clusters if len(members) == 1]
    for stratum, row in targets.items():
        cases = [case for case in single if case["stratum"] == stratum]
        linked = sum(row) - len(cases)
        expected = [row[a] - Fraction(of_arm[a] * linked, total) for a in range(len(arms))]
        for case, a, position in deal(stream_for("single", stratum).shuffle(cases), left[stratum]):
            allocated[case["case"]] = Allocated(arms[a], expected[a] / len(cases), position, False)
    return allocated


def check_sizes(sample, targets):
    sampled = Counter(case["stratum"] for case in sample)
    problems = [
        f'stratum "{stratum}" has {sampled[stratum]} cases in 03-sample.csv, and targets for {sum(targets.get(stratum, []))}'
        for stratum in sorted(set(sampled) | set(targets))
        if sampled[stratum] != sum(targets.get(stratum, []))
    ]
    if problems:
        raise CannotDerive("; ".join(problems))


def check_room(groups, design, targets, of_arm):
    """A design in which some draw gives an arm more linked cases than its target is refused, whatever the draw."""
    total = sum(of_arm)
    most = Counter()
    for group in groups:
        for a, share in enumerate(of_arm):
            clusters = -(-len(group) * share // total)
            for case in group[0]:
                most[case["stratum"], a] += clusters
    problems = [
        f'stratum "{stratum}" can get {most[stratum, a]} linked cases in arm {arm}, above its target of {targets[stratum][a]}'
        for stratum in targets
        for a, arm in enumerate(design["arms"])
        if most[stratum, a] > targets[stratum][a]
    ]
    if problems:
        raise CannotDerive("; ".join(problems))


def complete(sample, design, stream_for):
    """Section 6: exact numbers of units in the whole sample. design: arms, ratio[arm]."""
    weights = weights_of(design)
    record = Record(design, weights)
    units, stream = units_of(sample), stream_for("complete", WHOLE_SAMPLE)
    counts = complete_counts(len(units), weights, stream)
    record.deal(stream.shuffle(units), counts)
    return record.allocated


def stratified(sample, design, stream_for):
    """Section 6: every stratum at the ratio. design: arms, ratio[arm], misfits."""
    weights, strata = weights_of(design), units_by_stratum(sample)
    record = Record(design, weights)
    if design["misfits"] == "independent":
        counts = [complete_counts(len(units), weights, stream_for("stratified counts", name)) for name, units in strata]
    else:
        stream = stream_for("stratified counts", WHOLE_SAMPLE)
        counts = balanced_counts([len(units) for _, units in strata], weights, stream)
    for (name, units), row in zip(strata, counts):
        record.deal(stream_for("stratified", name).shuffle(units), row)
    return record.allocated


def balanced_counts(units, shares, stream):
    """Numbers of units of each row for each share: they, the rows and the columns rounded down or up, means exact."""
    total = sum(shares)
    rows, columns = stream.shuffle(range(len(units))), stream.shuffle(range(len(shares)))
    parts = [[units[row] * shares[column] % total for column in columns] for row in rows]
    parts.append([-sum(column) % total for column in zip(*parts)] if parts else [0] * len(shares))
    first = 0
    while first < len(parts):
        cycle = cycle_from(parts, first, total)
        if cycle is None:
            first += 1
            continue
        signs = [1 if step % 2 == 0 else -1 for step in range(len(cycle))]
        up = min(total - parts[r][c] if sign > 0 else parts[r][c] for (r, c), sign in zip(cycle, signs))
        down = min(parts[r][c] if sign > 0 else total - parts[r][c] for (r, c), sign in zip(cycle, signs))
        shift = up if stream.below(up + down) < down else -down
        for (r, c), sign in zip(cycle, signs):
            parts[r][c] += sign * shift
    counts = [[0] * len(shares) for _ in units]
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            counts[row][column] = units[row] * shares[column] // total + parts[r][c] // total
    return counts


def cycle_from(parts, first, total):
    """Open parts, by turns in one row and in one column: a walk from row `first`, cut where it meets itself."""

    def other_column(r, left):
        return next((c for c, part in enumerate(parts[r]) if c != left and 0 < part < total), None)

    def other_row(c, left):
        return next(r for r in range(first, len(parts)) if r != left and 0 < parts[r][c] < total)

    r, c = first, other_column(first, None)
    if c is None:
        return None
    walk, row_left, column_left = [(r, c)], {}, {c: 0}
    while True:
        row_left[r] = len(walk)
        c = other_column(r, c)
        walk.append((r, c))
        if c in column_left:
            return walk[column_left[c] :]
        column_left[c] = len(walk)
        r = other_row(c, r)
        walk.append((r, c))
        if r in row_left:
            return walk[row_left[r] :]


def permuted_blocks(sample, design, stream_for):
    """Section 6: one block after the other. design: arms, ratio[arm], blocks, order_by."""
    weights = weights_of(design)
    record, slots = Record(design, weights), slots_of(weights)
    for stratum, units in units_by_stratum(sample):
        stream = stream_for("permuted-blocks", stratum)
        waiting = order_of_arrival(units, design, stream)
        position = 0
        while position < len(waiting):
            size = design["blocks"][stream.below(len(design["blocks"]))]
            for arm in stream.shuffle(slots * (size // len(slots)))[: len(waiting) - position]:
                position += 1
                record.place(waiting[position - 1], arm, position)
    return record.allocated


def factorial(sample, design, stream_for):
    """Section 6: balanced in every factor. design: arms, factors[factor][level][arm]."""
    arms = design["arms"]
    record = Record(design, [1] * len(arms))
    for stratum, units in units_by_stratum(sample):
        stream = stream_for("factorial", stratum)
        parts = [(arms, len(units))]
        for levels in design["factors"]:
            counts = balanced_counts([size for _, size in parts], [1] * len(levels), stream)
            parts = [
                ([arm for arm in named if arm in level], counts[row][column])
                for row, (named, _) in enumerate(parts)
                for column, level in enumerate(levels)
            ]
        of_arm = {named[0]: size for named, size in parts}
        record.deal(stream.shuffle(units), [of_arm[arm] for arm in arms])
    return record.allocated


def weight_of(case, weight, design):
    return weight if isinstance(weight, int) else number(case, weight, design)


def case_probabilities(sample, design, stream_for):
    """Section 6: every unit by itself. design: arms, weights[arm] (a number, or the field that holds it)."""
    record, stream = Record(design), stream_for("case-probabilities", WHOLE_SAMPLE)
    for position, unit in enumerate(units_of(sample), 1):
        weights = [weight_of(unit[0], design["weights"][arm], design) for arm in design["arms"]]
        if min(weights) < 0 or sum(weights) == 0:
            raise CannotDerive(f'case {unit[0]["case"]} has the weights {weights}')
        point = stream.below(sum(weights))
        arm = next(a for a in range(len(weights)) if point < sum(weights[: a + 1]))
        record.place(unit, arm, position, Fraction(weights[arm], sum(weights)))
    return record.allocated


def matched_tuples(sample, design, stream_for):
    """Section 6: tuples of cases alike in baseline values. design: arms, ratio[arm], on."""
    weights = weights_of(design)
    record, slots = Record(design, weights), slots_of(weights)
    for stratum, units in units_by_stratum(sample):
        stream = stream_for("matched-tuples", stratum)
        ranks = [doubled_ranks([number(unit[0], field, design) for unit in units]) for field in design["on"]]
        position = 0
        for members in tuples_of(list(zip(*ranks)), len(slots)):
            for place, arm in zip(members, stream.shuffle(slots)):
                position += 1
                record.place(units[place], arm, position)
    return record.allocated


def doubled_ranks(values):
    """Twice the mean rank of each value."""
    first, times = {}, Counter(values)
    for place, value in enumerate(sorted(values), 1):
        first.setdefault(value, place)
    return [2 * first[value] + times[value] - 1 for value in values]


def tuples_of(ranks, size):
    """The case farthest from the middle with its nearest neighbours, again and again; of equals the first comes first."""

    def distance(one, other):
        return sum((a - b) ** 2 for a, b in zip(one, other))

    middle = [len(ranks) + 1] * len(ranks[0])
    far = [distance(one, middle) for one in ranks]
    left = list(range(len(ranks)))
    while left:
        start = max(left, key=far.__getitem__)
        left.remove(start)
        members = [start, *nsmallest(size - 1, left, key=lambda place: distance(ranks[place], ranks[start]))]
        yield members
        left = [place for place in left if place not in members]


def minimisation(sample, design, stream_for):
    """Section 6: mostly to the arm that leaves least imbalance.

    design: arms, ratio[arm], factors (field, weight), imbalance, probability, order_by.
    """
    weights, weight = weights_of(design), {factor["field"]: factor["weight"] for factor in design["factors"]}
    record, slots = Record(design, weights), slots_of(weights)
    stream, coin = stream_for("minimisation", WHOLE_SAMPLE), Fraction(design["probability"])
    tally = {}

    def imbalance(counts):
        if design["imbalance"] == "range":
            return max(counts) - min(counts)
        return len(counts) * sum(count**2 for count in counts) - sum(counts) ** 2

    for position, unit in enumerate(order_of_arrival(units_of(sample), design, stream), 1):
        levels = Counter((field, cell(case, field, design)) for case in unit for field in weight)
        for level in levels:
            tally.setdefault(level, [0] * len(slots))
        after = []
        for slot in range(len(slots)):
            changed = ([n + cases * (s == slot) for s, n in enumerate(tally[level])] for level, cases in levels.items())
            after.append(sum(weight[field] * imbalance(counts) for (field, _), counts in zip(levels, changed)))
        preferred = [slot for slot in range(len(slots)) if after[slot] == min(after)]
        others = [slot for slot in range(len(slots)) if after[slot] > min(after)]
        chosen = preferred if not others or stream.below(coin.denominator) < coin.numerator else others
        slot = chosen[stream.below(len(chosen))]
        for level, cases in levels.items():
            tally[level][slot] += cases
        record.place(unit, slots[slot], position)
    return record.allocated


def rerandomised(sample, design, stream_for):
    """Section 6: stratified draws until one is balanced.

    design: arms, ratio[arm], misfits, on, largest_difference, most_draws.
    """
    columns = [[number(case, field, design) for case in sample] for field in design["on"]]
    for draw in range(1, design["most_draws"] + 1):
        allocated = stratified(sample, design, lambda purpose, name: stream_for(f"draw {draw} {purpose}", name))
        arms = [allocated[case["case"]].arm for case in sample]
        if all(is_balanced(values, arms, Fraction(design["largest_difference"])) for values in columns):
            return allocated
    raise CannotDerive(f"none of {design['most_draws']} draws is balanced")


def is_balanced(values, arms, limit):
    """Whether no two arms differ in the mean by more than `limit` standard deviations of the whole."""
    n = len(values)
    variance = Fraction(n * sum(value**2 for value in values) - sum(values) ** 2, n * (n - 1)) if n > 1 else 0
    sums, times = Counter(), Counter(arms)
    for value, arm in zip(values, arms):
        sums[arm] += value
    means = [Fraction(sums[arm], times[arm]) for arm in times]
    return all((one - other) ** 2 <= limit**2 * variance for one, other in combinations(means, 2))


METHODS = {
    ("fixed-counts", 1): fixed_counts,
    ("complete", 1): complete,
    ("stratified", 1): stratified,
    ("permuted-blocks", 1): permuted_blocks,
    ("factorial", 1): factorial,
    ("case-probabilities", 1): case_probabilities,
    ("matched-tuples", 1): matched_tuples,
    ("minimisation", 1): minimisation,
    ("rerandomised", 1): rerandomised,
}


def method_of(name, version):
    if (name, version) not in METHODS:
        known = ", ".join(f"{known} version {number}" for known, number in METHODS)
        raise CannotCheck(f"This script knows {known}, not {name} version {version}: export it again by the Equipoise that drew.")
    return METHODS[name, version]


# ---- Files


def read_bytes(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotCheck(f"{path} cannot be read ({error.strerror}). Put this script into the run folder, beside it.")


def read_rows(name, content, columns):
    """The rows of a CSV file as dictionaries."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        header, *lines = [line for line in lines if line]
    except (ValueError, csv.Error) as error:
        raise CannotCheck(f"{name} is not the CSV file that Equipoise wrote ({error}). Restore the file.")
    missing = [column for column in columns if column not in header]
    ragged = [line for line in lines if len(line) != len(header)]
    if missing or ragged:
        fault = f"no column {missing[0]}" if missing else f"a row of {len(ragged[0])} cells under {len(header)} columns"
        raise CannotCheck(f"{name} is not the CSV file that Equipoise wrote ({fault}). Restore the file.")
    return [dict(zip(header, line)) for line in lines]


# ---- Comparison

SAMPLE_COLUMNS = ["case", "stratum", "cluster"]
EXACT_COLUMNS = ["stratum", "cluster", "arm", "probability_numerator", "probability_denominator", "position", "linked"]
ALLOCATION_COLUMNS = ["case", *EXACT_COLUMNS, "probability"]


def derived_row(case, allocated):
    """A row of 04-allocation.csv as text, without the decimal probability."""
    return {
        "stratum": case["stratum"],
        "cluster": case["cluster"],
        "arm": allocated.arm,
        "probability_numerator": str(allocated.probability.numerator),
        "probability_denominator": str(allocated.probability.denominator),
        "position": str(allocated.position),
        "linked": "true" if allocated.linked else "false",
    }


def is_near(text, probability):
    try:
        return abs(float(text) - probability) < 1e-12
    except ValueError:
        return False


def differences(sample, recorded, derived):
    """Lines that name what differs, in the order of the sample."""
    rows = {row["case"]: row for row in recorded}
    times = Counter(row["case"] for row in recorded)
    for case in sample:
        name = case["case"]
        if times[name] != 1:
            yield f"case {name}: {times[name]} times in 04-allocation.csv, derived once"
            continue
        expected = derived_row(case, derived[name])
        for column in EXACT_COLUMNS:
            if rows[name][column] != expected[column]:
                yield f'case {name}: {column} is recorded as "{rows[name][column]}", derived as "{expected[column]}"'
        if not is_near(rows[name]["probability"], derived[name].probability):
            ratio = f"{expected['probability_numerator']}/{expected['probability_denominator']}"
            yield f'case {name}: probability is recorded as "{rows[name]["probability"]}", derived as "{ratio}"'
    sampled = {case["case"] for case in sample}
    for name in rows:
        if name not in sampled:
            yield f"case {name}: in 04-allocation.csv and not in 03-sample.csv"


def arms_that_agree(recorded, derived):
    arms = Counter((row["case"], row["arm"]) for row in recorded)
    times = Counter(row["case"] for row in recorded)
    return sum(times[name] == 1 and arms[name, allocated.arm] == 1 for name, allocated in derived.items())


def verify(folder):
    """Prints what differs and how many arms agree; gives the exit status."""
    if not RUN:
        raise CannotCheck("This script holds no run yet: `equipoise export-verifier <trial>` writes one that does.")
    if RUN["stream"] != 1:
        raise CannotCheck(f"This script knows version 1 of the random stream, not {RUN['stream']}.")
    method = method_of(RUN["algorithm"]["name"], RUN["algorithm"]["version"])
    contents = {name: read_bytes(folder / name) for name in RUN["files"]}
    columns = SAMPLE_COLUMNS + [field["column"] for field in RUN["design"].get("fields", {}).values()]
    sample = in_id_order(read_rows("03-sample.csv", contents["03-sample.csv"], columns))
    recorded = read_rows("04-allocation.csv", contents["04-allocation.csv"], ALLOCATION_COLUMNS)
    repeated = [name for name, times in Counter(case["case"] for case in sample).items() if times > 1]

    found = [
        f"{name} is not the file that was recorded: its SHA-256 begins {actual[:16]}, recorded {RUN['files'][name][:16]}"
        for name, actual in ((name, hashlib.sha256(content).hexdigest()) for name, content in contents.items())
        if actual != RUN["files"][name]
    ]
    agreeing = 0
    try:
        if repeated:
            raise CannotDerive(f"case {repeated[0]} is more than once in 03-sample.csv")
        derived = method(sample, RUN["design"], streams_of(RUN["seed"]))
        found += differences(sample, recorded, derived)
        agreeing = arms_that_agree(recorded, derived)
    except CannotDerive as problem:
        found.append(f"No allocation can be derived: {problem}")

    if RUN["notice"] is not None:
        print(RUN["notice"])
    for line in found[:SHOWN]:
        print(line)
    if len(found) > SHOWN:
        print(f"and {len(found) - SHOWN} more differences")
    print(f"{agreeing} of {len(sample)} arms agree" + (f"; differences: {len(found)}" if found else ""))
    return 1 if found else 0


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return verify(pathlib.Path(__file__).parent)
    except CannotCheck as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
