"""Makes ranks-scipy.json: Brunner-Munzel by scipy.stats.brunnermunzel, its interval from its definition, and the exact
distribution of the Kruskal-Wallis H by listing every allocation in rational arithmetic.
Run with: python3 ranks-scipy.py karlan_list_2007.csv > ranks-scipy.json"""

import csv
import itertools
import json
import sys
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats


def brunner_munzel(x, y):
    """Oriented so that an estimate above a half means that x is larger."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    result = stats.brunnermunzel(y, x)
    n, m = len(x), len(y)
    rank = stats.rankdata(np.concatenate([x, y]))
    p = (rank[:n].mean() - (n + 1) / 2) / m
    s1 = np.var(rank[:n] - stats.rankdata(x), ddof=1)
    s2 = np.var(rank[n:] - stats.rankdata(y), ddof=1)
    a, b = s1 / (n * m**2), s2 / (m * n**2)
    se = np.sqrt(a + b)
    df = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
    half = stats.t.ppf(0.975, df) * se
    return {"estimate": p, "t": result.statistic, "p": result.pvalue, "df": df, "lower": p - half, "upper": p + half}


def exact_p(groups):
    """Share of all allocations whose H is at least the observed one."""
    values = [value for group in groups for value in group]
    rank = [Fraction(2 * sum(o < v for o in values) + sum(o == v for o in values) + 1, 2) for v in values]
    sizes = [len(group) for group in groups]

    def spread(parts):
        return sum(sum(rank[i] for i in part) ** 2 / Fraction(len(part)) for part in parts)

    def allocations(left, sizes):
        if len(sizes) == 1:
            yield [left]
            return
        for part in itertools.combinations(left, sizes[0]):
            rest = tuple(i for i in left if i not in part)
            for others in allocations(rest, sizes[1:]):
                yield [part, *others]

    ends = np.cumsum([0, *sizes])
    observed = spread([range(a, b) for a, b in zip(ends, ends[1:])])
    spreads = [spread(parts) for parts in allocations(tuple(range(len(values))), sizes)]
    share = Fraction(sum(s >= observed for s in spreads), len(spreads))
    return [str(share.numerator), str(share.denominator)]


pain = {
    "x": [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4],
    "y": [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1],
}
others = [
    {"x": [0, 0, 0, 7, 12, 9, 0], "y": [0, 0, 0, 0, 3]},
    {"x": [1, 2, 4, 8, 16, 32], "y": [3, 5, 7, 9, 11, 13, 15, 17]},
]
designs = [
    [[1, 2, 3], [4, 5, 6]],
    [[1, 5], [2, 6], [3, 4]],
    [[0, 0, 4], [0, 0, 0], [0, 7, 9]],
    [[0, 0, 0, 5], [0, 0, 5, 5, 8]],
    [[0, 0, 1], [0, 2, 2], [3, 0, 2]],
    [[1, 2, 4], [3, 5, 8], [6, 7, 9]],
]
with open(sys.argv[1], newline="") as file:
    donors = [(row["arm"], float(row["amount"])) for row in csv.DictReader(file) if row["amount"] not in ("", "-999")]
amounts = {arm: [value for name, value in donors if name == arm] for arm in ("match1to1", "match3to1", "control")}
print(
    json.dumps(
        {
            "origin": f"tests/oracles/statistics/ranks-scipy.py, SciPy {scipy.__version__}",
            "pairs": [{**pair, "result": brunner_munzel(pair["x"], pair["y"])} for pair in [pain, *others]],
            "donors": {arm: brunner_munzel(amounts[arm], amounts["control"]) for arm in ("match1to1", "match3to1")},
            "exact": [{"groups": groups, "p": exact_p(groups)} for groups in designs],
        },
        indent=1,
    )
)
