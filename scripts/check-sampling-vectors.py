"""Draws the golden samples of tests/golden/sampling-v1.json again, from docs/allocation-algorithm.md alone.

It shares no code with Equipoise; random integers are those of the Python verifier script.
    python3 scripts/check-sampling-vectors.py
Exit 0 when every draw agrees; 1 with a line for each that does not.
"""

import importlib.util
import json
import math
import pathlib
import sys
from fractions import Fraction

project = pathlib.Path(__file__).resolve().parent.parent
specification = importlib.util.spec_from_file_location("verify", project / "assets" / "verifier" / "verify.py")
verifier = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verifier)


class Frame:
    """The eligible cases in byte order of id."""

    def __init__(self, vectors):
        names = ("id", "stratum", "cluster", "amount")
        rows = [dict(zip(names, row)) for row in vectors["eligible"]]
        self.cases = sorted(rows, key=lambda case: case["id"].encode())
        self.strata = vectors["strata"]

    def of(self, stratum):
        return [case for case in self.cases if case["stratum"] == stratum]

    def clusters(self):
        """Lists of cases, in the order of their first ones; a case without a cluster is one of its own."""
        found = {}
        for case in self.cases:
            found.setdefault(("cluster", case["cluster"]) if case["cluster"] else ("case", case["id"]), []).append(case)
        return list(found.values())


def within_strata(frame, sizes, stream_for):
    """(sample, reserve): shuffled cases of every stratum, cut at its size."""
    sample, reserve = [], []
    for stratum in frame.strata:
        order = stream_for("sample", stratum).shuffle(frame.of(stratum))
        sample += order[: sizes[stratum]]
        reserve += order[sizes[stratum] :]
    return sample, reserve


def split_sizes(frame, size, split, stream_for):
    """Sizes drawn at random with exact means, and these means."""
    cases = [len(frame.of(stratum)) for stratum in frame.strata]
    if split == "equal":
        shares = [Fraction(1 if count else 0) for count in cases]
    elif split == "proportional":
        shares = [Fraction(count) for count in cases]
    else:
        shares = [count * Fraction(str(split["deviations"][s])) for count, s in zip(cases, frame.strata)]
    common = math.lcm(*(share.denominator for share in shares))
    whole = [int(share * common) for share in shares]
    divisor = math.gcd(*whole)
    weights = [weight // divisor for weight in whole]
    drawn = verifier.complete_counts(size, weights, stream_for("sizes", "all"))
    means = {s: Fraction(size * weight, sum(weights)) for s, weight in zip(frame.strata, weights)}
    return dict(zip(frame.strata, drawn)), means


def representative(frame, sampling, stream_for):
    """Numbers of each stratum in each arm, and how often labels were drawn."""
    stream = stream_for("labels", "all")
    eligible = [len(frame.of(stratum)) for stratum in frame.strata]
    total, tolerance, most = sum(eligible), Fraction(str(sampling["tolerance"])) / 100, sampling.get("most")
    for attempt in range(1, 101):
        left, arms = list(eligible), []
        for _ in sampling["order"]:
            counts, done = [0] * len(eligible), False
            while sum(left) > 0 and not done:
                place = stream.below(sum(left))
                label = next(s for s in range(len(left)) if place < sum(left[: s + 1]))
                counts[label] += 1
                left[label] -= 1
                n = sum(counts)
                near = all(abs(Fraction(c, n) - Fraction(e, total)) <= tolerance for c, e in zip(counts, eligible))
                done = (n >= sampling["minimum"] and near) or n == most
            arms.append((counts, done))
        if all(done for _, done in arms):
            table = {
                stratum: {arm: counts[s] for arm, (counts, _) in zip(sampling["order"], arms)}
                for s, stratum in enumerate(frame.strata)
            }
            return table, attempt
    raise ValueError("the eligible cases never lasted")


def draw(frame, sampling, stream_for):
    """(sample, reserve, inclusion, targets, attempts) of one sampling."""
    method, everybody = sampling["method"], len(frame.cases)
    share = lambda drawn, whole: Fraction(drawn, whole) if whole else Fraction(0)
    same = lambda probability: {stratum: probability for stratum in frame.strata}
    of_sizes = lambda sizes: {stratum: share(sizes[stratum], len(frame.of(stratum))) for stratum in frame.strata}
    if method == "all":
        return frame.cases, [], same(Fraction(1)), None, None
    if method == "simple":
        order = stream_for("sample", "all").shuffle(frame.cases)
        size = sampling["size"]
        return order[:size], order[size:], same(Fraction(size, everybody)), None, None
    if method == "stratified" and "sizes" in sampling:
        return (*within_strata(frame, sampling["sizes"], stream_for), of_sizes(sampling["sizes"]), None, None)
    if method == "stratified":
        sizes, means = split_sizes(frame, sampling["size"], sampling["split"], stream_for)
        return (*within_strata(frame, sizes, stream_for), of_sizes(means), None, None)
    if method == "systematic":
        order = sorted(
            frame.cases,
            key=lambda case: (
                case["amount"] is not None,
                case["amount"] or 0,
                frame.strata.index(case["stratum"]),
                case["id"].encode(),
            ),
        )
        start, size = stream_for("start", "all").below(everybody), sampling["size"]
        sample = [order[(start + k * everybody) // size] for k in range(size)]
        return sample, [], same(Fraction(size, everybody)), None, None
    if method == "cluster":
        chosen = stream_for("clusters", "all").shuffle(frame.clusters())[: sampling["clusters"]]
        return sum(chosen, []), [], same(Fraction(sampling["clusters"], len(frame.clusters()))), None, None
    if method == "stratified-cluster":
        sample, inclusion = [], {}
        for stratum, wanted in sampling["clusters"].items():
            clusters = [cluster for cluster in frame.clusters() if cluster[0]["stratum"] == stratum]
            sample += sum(stream_for("clusters", stratum).shuffle(clusters)[:wanted], [])
            inclusion[stratum] = share(wanted, len(clusters))
        return sample, [], inclusion, None, None
    table, attempts = representative(frame, sampling, stream_for)
    sizes = {stratum: sum(row.values()) for stratum, row in table.items()}
    return (*within_strata(frame, sizes, stream_for), of_sizes(sizes), table, attempts)


def recompute(vectors, sampling):
    frame = Frame(vectors)
    sample, reserve, inclusion, targets, attempts = draw(frame, sampling, verifier.streams_of(vectors["seed"]))
    replacements = []
    for stratum in frame.strata:
        listed = [case for case in reserve if case["stratum"] == stratum][: sampling.get("replacements", 0)]
        replacements += [[case["id"], stratum, place] for place, case in enumerate(listed, 1)]
    return {
        "sampling": sampling,
        "sample": sorted((case["id"] for case in sample), key=str.encode),
        "inclusion": {stratum: f"{p.numerator}/{p.denominator}" for stratum, p in inclusion.items()},
        "replacements": replacements,
        "targets": targets,
        "attempts": attempts,
    }


def main():
    vectors = json.loads((project / "tests" / "golden" / "sampling-v1.json").read_text(encoding="utf-8"))
    different = [one["sampling"] for one in vectors["draws"] if recompute(vectors, one["sampling"]) != one]
    for sampling in different:
        print(f"{json.dumps(sampling)} differs")
    print(f"{len(vectors['draws']) - len(different)} of {len(vectors['draws'])} draws agree")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
