"""Makes bootstrap.json: interval rules on fixed replicates, and bootstrap intervals of two skewed arms by drawing cases.

The rules follow Davison and Hinkley (1997): the (B + 1) p-th of the sorted replicates, interpolated on the scale of the
normal quantile (equation 5.8); BCa by Efron (1987), its acceleration by leaving out one case (or cluster) at a time; the
bootstrap-t by Efron and Tibshirani (1993), chapter 12. The drawn intervals come from numpy's own generator, case by case.
Run with: python3 bootstrap.py > bootstrap.json  (needs numpy and scipy)
"""
import json
import math
import numpy as np
import scipy
from scipy.stats import norm


def quantile(replicates, p):
    t = sorted(replicates)
    R = len(t)
    k = math.floor((R + 1) * p)
    assert 1 <= k < R
    if k == (R + 1) * p:
        return t[k - 1]
    at = norm.ppf(p) - norm.ppf(k / (R + 1))
    span = norm.ppf((k + 1) / (R + 1)) - norm.ppf(k / (R + 1))
    return t[k - 1] + at / span * (t[k] - t[k - 1])


def percentile(replicates, level):
    return [quantile(replicates, (1 - level) / 2), quantile(replicates, (1 + level) / 2)]


def bca(replicates, estimate, a, level):
    z0 = norm.ppf(sum(t < estimate for t in replicates) / len(replicates))
    points = []
    for p in ((1 - level) / 2, (1 + level) / 2):
        z = norm.ppf(p)
        points.append(norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))))
    return {'biasCorrection': z0, 'levels': points, 'limits': [quantile(replicates, p) for p in points]}


def studentised(replicates, errors, estimate, error, level):
    pivots = [(t - estimate) / e for t, e in zip(replicates, errors)]
    return [estimate - quantile(pivots, (1 + level) / 2) * error, estimate - quantile(pivots, (1 - level) / 2) * error]


def lehmer(seed, n):
    out = []
    for _ in range(n):
        seed = seed * 16807 % 2147483647
        out.append(seed)
    return out


def fixed_replicates():
    draws = lehmer(99, 1998)
    estimates = [int((a / 2147483647) ** 3 * 256000) / 512 - 60 for a in draws[:999]]
    errors = [8 + int(a / 2147483647 * 4096) / 512 for a in draws[999:]]
    return estimates, errors


def mean_of(clusters):
    return sum(t for _, t in clusters) / sum(m for m, _ in clusters)


def jackknife(arm, against):
    """Delete-one influences of both arms, each arm's scaled by (g - 1) / g, and a sixth of their skewness."""
    u = []
    for sign, units in ((1, arm), (-1, against)):
        g, whole = len(units), mean_of(units)
        u += [sign * (g - 1) / g * (whole - mean_of(units[:i] + units[i + 1:])) for i in range(g)]
    return sum(x ** 3 for x in u) / (6 * sum(x ** 2 for x in u) ** 1.5)


def draw(arm, against, B, seed):
    rng = np.random.default_rng(seed)
    means, variances = [], []
    for units in (arm, against):
        m, t = (np.array(column, dtype=float) for column in zip(*units))
        g = len(units)
        mean, variance = np.empty(B), np.empty(B)
        for at in range(0, B, 5000):
            chosen = rng.integers(0, g, size=(min(5000, B - at), g))
            size, total = m[chosen], t[chosen]
            R = total.sum(1) / size.sum(1)
            mean[at:at + len(R)] = R
            variance[at:at + len(R)] = g / (g - 1) * ((total - R[:, None] * size) ** 2).sum(1) / size.sum(1) ** 2
        means.append(mean)
        variances.append(variance)
    return means[0] - means[1], np.sqrt(variances[0] + variances[1])


def plug_in(arm, against):
    total = 0.0
    for units in (arm, against):
        g, R, M = len(units), mean_of(units), sum(m for m, _ in units)
        total += g / (g - 1) * sum((t - R * m) ** 2 for m, t in units) / M ** 2
    return math.sqrt(total)


def intervals(arm, against, B, seed):
    estimate, error = mean_of(arm) - mean_of(against), plug_in(arm, against)
    a = jackknife(arm, against)
    replicates, errors = draw(arm, against, B, seed)
    blocks = 20
    def with_error(limits):
        whole = limits(replicates, errors)
        parts = [limits(r, e) for r, e in zip(np.split(replicates, blocks), np.split(errors, blocks))]
        return {'limits': whole, 'errors': list(np.std(parts, axis=0, ddof=1) / math.sqrt(blocks))}
    return {
        'estimate': estimate, 'standardError': error, 'acceleration': a, 'replicates': B,
        'percentile': with_error(lambda r, e: percentile(r.tolist(), 0.95)),
        'bca': with_error(lambda r, e: bca(r.tolist(), estimate, a, 0.95)['limits']),
        't': with_error(lambda r, e: studentised(r.tolist(), e.tolist(), estimate, error, 0.95)),
    }


estimates, errors = fixed_replicates()
amounts = {'called': [120, 350, 900, 2500, 40, 75, 5000, 310, 310, 60, 15, 800], 'control': [55, 410, 90, 700, 1300, 20, 35, 260]}
cases = {arm: [(1, 0)] * zeros + [(1, v) for v in amounts[arm]] for arm, zeros in (('called', 138), ('control', 112))}
linked = {
    'called': [(1, 0)] * 60 + [(2, 0)] * 18 + [(1, v) for v in amounts['called'][:7]] + [(2, v) for v in amounts['called'][7:]],
    'control': [(1, 0)] * 50 + [(2, 0)] * 9 + [(3, 0)] * 4 + [(1, v) for v in amounts['control'][:4]] + [(3, v) for v in amounts['control'][4:]],
}
print(json.dumps({
    'generator': f'tests/oracles/statistics/bootstrap.py, numpy {np.__version__}, scipy {scipy.__version__}',
    'rules': {
        'estimates': estimates, 'errors': errors, 'estimate': 12.3, 'standardError': 11.7, 'acceleration': 0.043,
        'percentile': {str(level): percentile(estimates, level) for level in (0.8, 0.9, 0.95)},
        'bca': {str(level): bca(estimates, 12.3, 0.043, level) for level in (0.8, 0.9, 0.95)},
        't': {str(level): studentised(estimates, errors, 12.3, 11.7, level) for level in (0.8, 0.9, 0.95)},
    },
    'cases': {'units': cases, **intervals(cases['called'], cases['control'], 200000, 1)},
    'linked': {'units': linked, **intervals(linked['called'], linked['control'], 200000, 2)},
}))
