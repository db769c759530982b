"""Recomputes the golden vectors of docs/allocation-algorithm.md with the functions of the Python verifier script.

They share no code with Equipoise; drawing the sample, which the verifier takes as given, is written here.
    python3 scripts/check-allocation-vectors.py
Exit 0 when every vector agrees; 1 with a line for each that does not.
"""

import hashlib
import importlib.util
import json
import pathlib
import sys

project = pathlib.Path(__file__).resolve().parent.parent
specification = importlib.util.spec_from_file_location("verify", project / "assets" / "verifier" / "verify.py")
verifier = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verifier)


def draw_sample(eligible, targets, seed):
    """Section 2. The drawn cases in order of id."""
    drawn = []
    for stratum, row in targets.items():
        frame = verifier.in_id_order(case for case in eligible if case["stratum"] == stratum)
        drawn += verifier.streams_of(seed)("sample", stratum).shuffle(frame)[: sum(row.values())]
    return verifier.in_id_order(drawn)


def allocate(sample, design):
    return rows_of(sample, verifier.METHODS["fixed-counts", 1](sample, design, verifier.streams_of(design["seed"])))


def rows_of(sample, allocated):
    """Rows [id, arm, probability, position, linked] in order of id."""
    for case in sample:
        arm, probability, position, linked = allocated[case["case"]]
        yield [case["case"], arm, f"{probability.numerator}/{probability.denominator}", position, linked]


def recompute(vectors):
    """The vectors with everything that can be computed computed anew."""
    words, draws, shuffle, design = (vectors[part] for part in ("words", "below", "shuffle", "design"))
    canonical = verifier.canonical_json(words["key"])
    fresh = verifier.Stream(words["key"])
    yield "words.canonical", words["canonical"], canonical
    yield "words.sha256", words["sha256"], hashlib.sha256(canonical.encode()).hexdigest()
    yield "words.first", words["first"], [fresh.word() for _ in words["first"]]
    for one in draws:
        stream = verifier.Stream(one["key"])
        yield f"below({one['limit']})", one["drawn"], [stream.below(one["limit"]) for _ in one["drawn"]]
    yield "shuffle", shuffle["shuffled"], verifier.Stream(shuffle["key"]).shuffle(shuffle["items"])
    eligible = [
        {"case": case, "stratum": stratum, "cluster": case if cluster is None else cluster}
        for case, stratum, cluster in design["eligible"]
    ]
    sample = draw_sample(eligible, design["targets"], design["seed"])
    yield "design.sample", design["sample"], [case["case"] for case in sample]
    yield "design.allocation", design["allocation"], list(allocate(sample, design))


def recompute_methods(vectors):
    """The allocations of the other methods, computed anew."""
    samples = {
        name: verifier.in_id_order([dict(zip(vectors["columns"], row)) for row in rows])
        for name, rows in vectors["samples"].items()
    }
    for one in vectors["vectors"]:
        method = verifier.method_of(one["algorithm"]["name"], one["algorithm"]["version"])
        sample = samples[one["sample"]]
        allocated = method(sample, one["design"], verifier.streams_of(one["seed"]))
        yield one["title"], one["allocation"], list(rows_of(sample, allocated))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def recompute_commitment(vectors):
    """The hash of a case list and the seed of a commitment, computed anew."""
    listed, seed = vectors["caseList"], vectors["seed"]
    rows = [[listed["caseId"], *listed["columns"]], *sorted(listed["rows"], key=lambda row: row[0].encode())]
    lines = [verifier.canonical_json(row) + "\n" for row in rows]
    yield "caseList.lines", listed["lines"], lines
    yield "caseList.sha256", listed["sha256"], sha256("".join(lines))
    value = seed["published"].strip(" \t\r\n")
    if all(digit in "0123456789abcdefABCDEF" for digit in value):
        value = value.lower()
    yield "seed.beacon", seed["beacon"], value
    named = {"version": 1, "commit": seed["commit"], "beacon": value, "secret": seed["secret"]}
    yield "seed.seed", seed["seed"], sha256(verifier.canonical_json(named))


def main():
    golden = project / "tests" / "golden"
    checks = {
        "allocation-v1.json": recompute,
        "allocation-methods-v1.json": recompute_methods,
        "commitment-v1.json": recompute_commitment,
    }
    results = []
    for name, check in checks.items():
        results += check(json.loads((golden / name).read_text(encoding="utf-8")))
    different = [name for name, recorded, computed in results if recorded != computed]
    for name in different:
        print(f"{name} differs")
    print(f"{len(results) - len(different)} of {len(results)} vectors agree")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
