"""Exact randomisation P values by going through every allocation with fractions; scipy's own where it has the test."""

import itertools
import json
from fractions import Fraction

import numpy
import scipy
from scipy import stats


def divisions(sizes, items=None):
    items = range(sum(sizes)) if items is None else items
    if len(sizes) == 1:
        yield [tuple(items)]
        return
    for chosen in itertools.combinations(items, sizes[0]):
        rest = [item for item in items if item not in chosen]
        for others in divisions(sizes[1:], rest):
            yield [chosen, *others]


def welch_t(a, b):
    a, b = [Fraction(v) for v in a], [Fraction(v) for v in b]
    mean = lambda v: sum(v) / len(v)
    variance = lambda v: sum((x - mean(v)) ** 2 for x in v) / (len(v) - 1) / len(v)
    difference, spread = mean(a) - mean(b), variance(a) + variance(b)
    if spread == 0:
        return None
    return difference, spread


def squared_t(a, b):
    found = welch_t(a, b)
    return None if found is None else found[0] ** 2 / found[1]


def share(arms, statistic):
    values = [v for arm in arms for v in arm]
    observed = statistic(*arms)
    count = total = 0
    for division in divisions([len(arm) for arm in arms]):
        drawn = statistic(*[[values[i] for i in part] for part in division])
        total += 1
        count += drawn is None or drawn >= observed
    return [count, total]


def mean_gap(*arms):
    means = [Fraction(sum(arm), len(arm)) for arm in arms]
    return max(means) - min(means)


def kruskal(*arms):
    values = [v for arm in arms for v in arm]
    rank = {v: Fraction(2 * sum(w < v for w in values) + sum(w == v for w in values) + 1, 2) for v in values}
    return sum(sum(rank[v] for v in arm) ** 2 / len(arm) for arm in arms)


def pearson(*arms):
    total = sum(len(arm) for arm in arms)
    payers = sum(v != 0 for arm in arms for v in arm)
    return sum((Fraction(sum(v != 0 for v in arm)) - Fraction(len(arm) * payers, total)) ** 2 / len(arm) for arm in arms)


two = [[10, 5, 16, 3, 0, 0], [5, 7, 8, 0, 0]]
three = [[0, 0, 7, 12], [0, 0, 3], [0, 25, 9, 4]]
cases = []
for arms, statistics in (
    (two, {'difference-in-means': mean_gap, 'difference-in-means-studentised': squared_t}),
    (three, {'difference-in-means': mean_gap, 'kruskal-wallis': kruskal, 'pearson-chi-squared': pearson}),
):
    for name, statistic in statistics.items():
        cases.append({'arms': arms, 'statistic': name, 'p': share(arms, statistic)})

two_sided = stats.permutation_test(
    [numpy.array(arm, float) for arm in two],
    lambda a, b: abs(a.mean() - b.mean()),
    alternative='greater',
    n_resamples=numpy.inf,
)
by_kruskal = stats.permutation_test(
    [numpy.array(arm, float) for arm in three],
    lambda a, b, c: stats.kruskal(a, b, c).statistic,
    alternative='greater',
    n_resamples=10**6,
)

# Effects that studentised tests of every allocation leave, upper and lower one-sided 10 per cent, by a fine grid.
arm, against = [6, 9, 14, 3, 8], [2, 5, 0, 4]


def one_sided(effect, upward):
    values = [v - effect for v in arm] + against
    observed = welch_t(arm, against)
    signed = lambda difference, spread: (1 if difference > 0 else -1) * difference**2 / spread
    own = signed(observed[0] - effect, observed[1])
    count = total = 0
    for first, second in divisions([len(arm), len(against)]):
        drawn = welch_t([values[i] for i in first], [values[i] for i in second])
        total += 1
        value = None if drawn is None else signed(*drawn)
        count += value is None or (value >= own if upward else value <= own)
    return Fraction(count, total)


def end(upward, tail=Fraction(1, 10), steps=40):
    estimate = Fraction(sum(arm), len(arm)) - Fraction(sum(against), len(against))
    inside, outside = estimate, estimate - 40 if upward else estimate + 40
    for _ in range(steps):
        middle = (inside + outside) / 2
        if one_sided(middle, upward) <= tail:
            outside = middle
        else:
            inside = middle
    return float(inside)


print(
    json.dumps(
        {
            'origin': f'tests/oracles/statistics/randomisation.py; scipy {scipy.__version__}; r: R 4.2.2 on causaldata::ri',
            'r': {
                'y': [10, 5, 16, 3, 5, 7, 8, 10],
                'treated': [1, 1, 1, 1, 0, 0, 0, 0],
                'observed': 1,
                'p_two_sided': 0.8571428571428571,
            },
            'cases': cases,
            'scipy': {'difference_two': two_sided.pvalue, 'kruskal_three': by_kruskal.pvalue},
            'constantEffect': {'arm': arm, 'against': against, 'level': 0.8, 'lower': end(True), 'upper': end(False)},
        },
        indent=1,
    )
)
