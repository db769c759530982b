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
from fractions import Fraction

# equipoise export-verifier puts the numbers of a run here.
RUN = {}

SHOWN = 20


class CannotCheck(Exception):
    """Nothing can be said of the allocation; the message says what to do."""


class CannotDerive(Exception):
    """No allocation follows from the sample and the numbers of the run."""


# ---- Random integers: section 1 of docs/allocation-algorithm.md


def canonical_json(value):
    """Keys in the order of UTF-16, no white space, nothing escaped but what must be."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical_json(key) + ":" + canonical_json(value[key]) for key in keys) + "}"
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


def clusters_in(sample):
    """Lists of the cases that share a cluster, in the order of their first cases."""
    clusters = {}
    for case in sample:
        clusters.setdefault(case["cluster"], []).append(case)
    return list(clusters.values())


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


# ---- Methods of allocation: each gives an Allocated for every case id of a sample in order of id


def fixed_counts(sample, design, stream_for):
    """Section 3: fixed counts in every stratum, linked clusters dealt first. design: arms, targets[stratum][arm]."""
    arms = design["arms"]
    targets = {stratum: [row[arm] for arm in arms] for stratum, row in design["targets"].items()}
    of_arm = [sum(row[a] for row in targets.values()) for a in range(len(arms))]
    total = sum(of_arm)
    check_sizes(sample, targets)

    clusters = clusters_in(sample)
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


METHODS = {("fixed-counts", 1): fixed_counts}


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
    sample = in_id_order(read_rows("03-sample.csv", contents["03-sample.csv"], SAMPLE_COLUMNS))
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
