"""Draws the arms of tests/golden/enrolment-v1.json again, with Python's standard library alone.

It follows docs/sequential-enrolment.md and docs/allocation-algorithm.md and shares no code with Equipoise.
    python3 scripts/check-enrolment-vectors.py [VECTORS.json]
Exit 0 when every arm, probability, seal and hash agrees; 1 with a line for each that does not.
"""

import hashlib
import hmac
import importlib.util
import json
import pathlib
import sys
from collections import defaultdict
from fractions import Fraction

here = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("vectors", here / "check-allocation-vectors.py")
vectors = importlib.util.module_from_spec(spec)
spec.loader.exec_module(vectors)
canonical = vectors.verifier.canonical_json


def stream(secret, purpose, stratum):
    return vectors.verifier.streams_of(secret)(purpose, stratum)


class Blocks:
    """Permuted blocks within strata."""

    def __init__(self, allocation, arms, secret):
        self.sizes, self.arms, self.secret = allocation["blocks"], arms, secret
        self.ratio = [allocation.get("ratio", {}).get(arm, 1) for arm in arms]
        self.streams, self.open = {}, defaultdict(list)
        self.position = defaultdict(int)

    def deal(self, stratum, _fields):
        source = self.streams.setdefault(stratum, stream(self.secret, "permuted-blocks", stratum))
        block = self.open[stratum]
        if not block:
            size = self.sizes[source.below(len(self.sizes))]
            slots = [arm for arm, weight in zip(self.arms, self.ratio) for _ in range(weight)]
            block.extend(source.shuffle(slots * (size // sum(self.ratio))))
        conditional = Fraction(block.count(block[0]), len(block))
        self.position[stratum] += 1
        return block.pop(0), conditional, self.position[stratum]


class Minimisation:
    """Minimisation over as many slots as the ratio adds up to."""

    def __init__(self, allocation, arms, secret):
        self.source = stream(secret, "minimisation", "all")
        self.factors, self.coin = allocation["factors"], Fraction(allocation["probability"])
        self.measure = allocation["imbalance"]
        ratio = allocation.get("ratio", {})
        self.slots = [arm for arm in arms for _ in range(ratio.get(arm, 1))]
        self.counts = defaultdict(lambda: [0] * len(self.slots))
        self.position = 0

    def imbalance(self, counts):
        if self.measure == "range":
            return max(counts) - min(counts)
        return len(counts) * sum(count * count for count in counts) - sum(counts) ** 2

    def after(self, fields, slot):
        total = 0
        for factor in self.factors:
            counts = list(self.counts[factor["field"], fields.get(factor["field"])])
            counts[slot] += 1
            total += factor["weight"] * self.imbalance(counts)
        return total

    def deal(self, _stratum, fields):
        left = [self.after(fields, slot) for slot in range(len(self.slots))]
        preferred = [slot for slot in range(len(left)) if left[slot] == min(left)]
        others = [slot for slot in range(len(left)) if left[slot] != min(left)]
        chance = {slot: Fraction(1, len(preferred)) for slot in preferred}
        chosen = preferred
        if others:
            chance = {slot: self.coin / len(preferred) for slot in preferred}
            chance.update({slot: (1 - self.coin) / len(others) for slot in others})
            if self.source.below(self.coin.denominator) >= self.coin.numerator:
                chosen = others
        slot = chosen[self.source.below(len(chosen))]
        for factor in self.factors:
            self.counts[factor["field"], fields.get(factor["field"])][slot] += 1
        self.position += 1
        arm = self.slots[slot]
        return arm, sum(c for s, c in chance.items() if self.slots[s] == arm), self.position


methods = {"permuted-blocks": Blocks, "minimisation": Minimisation}


def check(name, log, secret):
    """A line for everything in a log that does not come out."""
    dealer = methods[log["allocation"]["method"]](log["allocation"], log["arms"], secret)
    previous, wrong = "0" * 64, []
    for number, logged in enumerate(log["events"], 1):
        event = logged["event"]
        where = f"{name}, event {number} ({event['id']})"
        unsealed = {key: value for key, value in event.items() if key != "seal"}
        text = canonical({"previous": previous, "event": unsealed}).encode("utf-8")
        if hmac.new(secret.encode("ascii"), text, "sha256").hexdigest() != event["seal"]:
            wrong.append(f"{where}: the seal")
        if event["kind"] == "allocated":
            given = event["allocation"]
            dealt = dealer.deal(given["stratum"], event["fields"])
            arm, conditional, position = dealt
            found = (given["arm"], Fraction(logged["conditional"]), given["position"])
            if found != (arm, conditional, position):
                wrong.append(f"{where}: {found} where {dealt} was drawn")
        previous = hashlib.sha256(f"{previous}\n{canonical(event)}".encode("utf-8")).hexdigest()
        if previous != logged["hash"]:
            wrong.append(f"{where}: the hash")
    return wrong


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "tests/golden/enrolment-v1.json"
    golden = json.loads(path.read_text("utf-8"))
    wrong = [line for name, log in golden["logs"].items() for line in check(name, log, golden["secret"])]
    events = sum(len(log["events"]) for log in golden["logs"].values())
    print("\n".join(wrong) if wrong else f"{events} events of {len(golden['logs'])} logs agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
