"""Recomputes the golden vectors of docs/allocation-algorithm.md with Python's standard library alone.

It shares no code with Equipoise: whoever doubts an allocation can start from it.
    python3 scripts/check-allocation-vectors.py [VECTORS.json]
Exit 0 when every vector agrees; 1 with a line for each that does not.
"""

import hashlib
import json
import pathlib
import sys
from fractions import Fraction


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Stream:
    """Words of ARC4 keyed with the ASCII bytes of a hexadecimal SHA-256, the first 256 bytes dropped."""

    def __init__(self, key):
        secret = hashlib.sha256(canonical(key).encode("utf-8")).hexdigest().encode("ascii")
        self.state = list(range(256))
        j = 0
        for i in range(256):
            j = (j + self.state[i] + secret[i % len(secret)]) % 256
            self.state[i], self.state[j] = self.state[j], self.state[i]
        self.i = self.j = 0
        for _ in range(256):
            self.byte()

    def byte(self):
        self.i = (self.i + 1) % 256
        moved = self.state[self.i]
        self.j = (self.j + moved) % 256
        self.state[self.i] = self.state[self.j]
        self.state[self.j] = moved
        return self.state[(self.state[self.i] + moved) % 256]

    def word(self):
        return int.from_bytes(bytes(self.byte() for _ in range(4)), "big")

    def below(self, limit):
        accepted = 2**32 - 2**32 % limit
        while True:
            word = self.word()
            if word < accepted:
                return word % limit

    def shuffle(self, items):
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            chosen = self.below(last + 1)
            result[last], result[chosen] = result[chosen], result[last]
        return result


def stream(seed, purpose, stratum):
    return Stream({"version": 1, "purpose": purpose, "stratum": stratum, "seed": seed})


def draw_sample(eligible, targets, seed):
    """eligible: [id, stratum, cluster or None] rows. Returns the drawn rows in order of id."""
    drawn = []
    for stratum, row in targets.items():
        frame = sorted((case for case in eligible if case[1] == stratum), key=lambda case: case[0].encode())
        drawn += stream(seed, "sample", stratum).shuffle(frame)[: sum(row.values())]
    return sorted(drawn, key=lambda case: case[0].encode())


def complete_counts(units, shares, source):
    total = sum(shares)
    order = source.shuffle(range(len(shares)))
    counts = [units * share // total for share in shares]
    point = source.below(total)
    reached = 0
    for arm in order:
        reached += units * shares[arm] % total
        if point < reached:
            counts[arm] += 1
            point += total
    return counts


def deal(order, counts):
    arms = [arm for arm, count in enumerate(counts) for _ in range(count)]
    assert len(arms) == len(order) and min(counts) >= 0
    return zip(order, arms, range(1, len(order) + 1))


def allocate(sample, arms, targets, seed):
    """Rows [id, arm, probability, position, linked] in order of id."""
    clusters = {}
    for case, stratum, cluster in sample:
        clusters.setdefault(("own", case) if cluster is None else ("shared", cluster), []).append((case, stratum))
    types = {}
    for members in clusters.values():
        if len(members) > 1:
            strata = [stratum for _, stratum in members]
            types.setdefault(canonical({stratum: strata.count(stratum) for stratum in strata}), []).append(members)

    of_arm = [sum(row.get(arm, 0) for row in targets.values()) for arm in arms]
    total = sum(of_arm)
    left = {stratum: [row.get(arm, 0) for arm in arms] for stratum, row in targets.items()}
    rows = {}
    for key, group in types.items():
        source = stream(seed, "linked", key)
        counts = complete_counts(len(group), of_arm, source)
        for members, arm, position in deal(source.shuffle(group), counts):
            for case, stratum in members:
                rows[case] = [case, arms[arm], Fraction(of_arm[arm], total), position, True]
                left[stratum][arm] -= 1
    for stratum, row in targets.items():
        singles = [members[0][0] for members in clusters.values() if len(members) == 1 and members[0][1] == stratum]
        linked = sum(row.values()) - len(singles)
        for case, arm, position in deal(stream(seed, "single", stratum).shuffle(singles), left[stratum]):
            expected = row.get(arms[arm], 0) - Fraction(of_arm[arm], total) * linked
            rows[case] = [case, arms[arm], expected / len(singles), position, False]
    ordered = [rows[case] for case in sorted(rows, key=str.encode)]
    return [[*row[:2], f"{row[2].numerator}/{row[2].denominator}", *row[3:]] for row in ordered]


def recompute(vectors):
    """The vectors with everything that can be computed computed anew."""
    words, draws, shuffle, design = (vectors[part] for part in ("words", "below", "shuffle", "design"))
    fresh = Stream(words["key"])
    yield "words.canonical", words["canonical"], canonical(words["key"])
    yield "words.sha256", words["sha256"], hashlib.sha256(canonical(words["key"]).encode()).hexdigest()
    yield "words.first", words["first"], [fresh.word() for _ in words["first"]]
    for one in draws:
        source = Stream(one["key"])
        yield f"below({one['limit']})", one["drawn"], [source.below(one["limit"]) for _ in one["drawn"]]
    yield "shuffle", shuffle["shuffled"], Stream(shuffle["key"]).shuffle(shuffle["items"])
    sample = draw_sample(design["eligible"], design["targets"], design["seed"])
    yield "design.sample", design["sample"], [case[0] for case in sample]
    yield "design.allocation", design["allocation"], allocate(sample, design["arms"], design["targets"], design["seed"])


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def recompute_commitment(vectors):
    """The hash of a case list and the seed of a commitment, computed anew."""
    listed, seed = vectors["caseList"], vectors["seed"]
    rows = [[listed["caseId"], *listed["columns"]], *sorted(listed["rows"], key=lambda row: row[0].encode())]
    lines = [canonical(row) + "\n" for row in rows]
    yield "caseList.lines", listed["lines"], lines
    yield "caseList.sha256", listed["sha256"], sha256("".join(lines))
    value = seed["published"].strip(" \t\r\n")
    if all(digit in "0123456789abcdefABCDEF" for digit in value):
        value = value.lower()
    yield "seed.beacon", seed["beacon"], value
    named = {"version": 1, "commit": seed["commit"], "beacon": value, "secret": seed["secret"]}
    yield "seed.seed", seed["seed"], sha256(canonical(named))


def main():
    golden = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden"
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else golden / "allocation-v1.json"
    results = list(recompute(json.loads(path.read_text(encoding="utf-8"))))
    commitment = json.loads((golden / "commitment-v1.json").read_text(encoding="utf-8"))
    results += recompute_commitment(commitment)
    different = [name for name, recorded, computed in results if recorded != computed]
    for name in different:
        print(f"{name} differs")
    print(f"{len(results) - len(different)} of {len(results)} vectors agree")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
