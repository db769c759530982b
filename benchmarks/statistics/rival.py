"""Answers one task a line: `task file rows draws` -> `seconds answer...`. NumPy and SciPy as their documentation shows them."""
import sys
import time

import numpy as np
import scipy
from scipy import stats


def read(path, rows):
    with open(path, "rb") as file:
        values = np.fromfile(file, dtype="<f8", count=rows)
        arms = np.fromfile(file, dtype="<i4", count=rows)
    return values, arms


def kruskal(values, arms, draws):
    result = stats.kruskal(*[values[arms == arm] for arm in range(3)])
    return [result.statistic, result.pvalue]


def chi_squared(values, arms, draws):
    table = np.array([[np.sum((arms == arm) & (values > 0)), np.sum((arms == arm) & (values == 0))] for arm in range(3)])
    result = stats.chi2_contingency(table, correction=False)
    return [result.statistic, result.pvalue]


def permutations_of_h(values, arms, draws):
    ranks = stats.rankdata(values)
    n = len(values)
    ties = np.unique(values, return_counts=True)[1].astype(float)
    scale = 12 / (n * (n + 1)) / (1 - np.sum(ties**3 - ties) / (float(n) ** 3 - n))

    def h(*samples, axis=-1):
        return scale * sum(s.shape[axis] * (np.mean(s, axis=axis) - (n + 1) / 2) ** 2 for s in samples)

    samples = [ranks[arms == arm] for arm in range(3)]
    result = stats.permutation_test(samples, h, n_resamples=draws, vectorized=True, batch=100, alternative="greater", rng=1)
    return [result.statistic, result.pvalue]


def permutations_of_means(values, arms, draws):
    def difference(a, b, axis=-1):
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    samples = (values[arms == 0], values[arms == 2])
    result = stats.permutation_test(samples, difference, n_resamples=draws, vectorized=True, batch=100, rng=1)
    return [result.statistic, result.pvalue]


def bca(values, arms, draws):
    def difference(a, b, axis=-1):
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    samples = (values[arms == 0], values[arms == 2])
    result = stats.bootstrap(samples, difference, n_resamples=draws, vectorized=True, batch=100, method="BCa", rng=1)
    return [result.confidence_interval.low, result.confidence_interval.high]


def allocate(values, arms, draws):
    rng = np.random.default_rng(1)
    allocated = np.empty_like(arms)
    for stratum in (0, 1):
        inside = np.flatnonzero(np.arange(len(arms)) % 2 == stratum)
        allocated[inside] = rng.permutation(arms[inside])
    return [int(np.sum(allocated == 0))]


tasks = {
    "kruskal-wallis": kruskal,
    "chi-squared": chi_squared,
    "randomisation-h": permutations_of_h,
    "randomisation-mean": permutations_of_means,
    "bootstrap-bca": bca,
    "allocation": allocate,
}

print(f"SciPy {scipy.__version__}, NumPy {np.__version__}", flush=True)
for line in sys.stdin:
    task, path, rows, draws = line.split()
    values, arms = read(path, int(rows))
    started = time.perf_counter()
    answer = tasks[task](values, arms, int(draws))
    seconds = time.perf_counter() - started
    print(seconds, *(repr(float(number)) for number in answer), flush=True)
