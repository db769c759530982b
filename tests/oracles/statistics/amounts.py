"""Makes amounts.json: two-part decompositions by exact fractions and numerical gradients, capped and winsorised Welch tests.

Parts of a difference in means as Shapley values: each factor's contribution averaged over the two orders in which share
of payers and amount per payer may be changed. Standard errors by central differences of the parts in 40 digits.
Capping by numpy.minimum, winsorising by scipy.stats.mstats.winsorize over all arms, tests by scipy.stats.ttest_ind.
Run with: python3 amounts.py > amounts.json  (needs mpmath, numpy and scipy)
"""
from fractions import Fraction
import json
import mpmath
import numpy as np
import scipy
from scipy import stats
from scipy.stats import mstats

mpmath.mp.dps = 40
arms = {
    'called': [0] * 138 + [120, 350, 900, 2500, 40, 75, 5000, 310, 310, 60, 15, 800],
    'control': [0] * 112 + [55, 410, 90, 700, 1300, 20, 35, 260],
    'other': [0] * 90 + [9000, 30, 30],
}
printed = {'pwc_first': (5906, 79, 594), 'nrp_first': (6718, 87, 607), 'control': (6000, 62, 407)}


def shapley(p1, a1, p2, a2):
    """Contributions of moving p and a from arm 2 to arm 1."""
    payers = ((p1 * a2 - p2 * a2) + (p1 * a1 - p2 * a1)) / 2
    amount = ((p2 * a1 - p2 * a2) + (p1 * a1 - p1 * a2)) / 2
    assert payers + amount == p1 * a1 - p2 * a2 or abs(payers + amount - (p1 * a1 - p2 * a2)) < mpmath.mpf(10) ** -30
    return payers, amount


def decomposed(arm, against):
    factors, variances = [], []
    for name in (arm, against):
        values = arms[name]
        paid = [v for v in values if v > 0]
        n, k = len(values), len(paid)
        p, a = Fraction(k, n), Fraction(sum(paid), k)
        factors += [p, a]
        variances += [p * (1 - p) / n, sum((v - a) ** 2 for v in paid) / (k - 1) / k]
    parts = shapley(*factors)
    at = [mpmath.mpf(f.numerator) / f.denominator for f in factors]
    step = mpmath.mpf(10) ** -12
    gradients = []
    for i in range(4):
        up, down = list(at), list(at)
        up[i] += step
        down[i] -= step
        gradients.append([(u - d) / (2 * step) for u, d in zip(shapley(*up), shapley(*down))])
    v = [mpmath.mpf(x.numerator) / x.denominator for x in variances]
    cov = [[sum(v[i] * gradients[i][r] * gradients[i][c] for i in range(4)) for c in (0, 1)] for r in (0, 1)]
    return {'parts': [float(x) for x in parts], 'errors': [float(mpmath.sqrt(cov[i][i])) for i in (0, 1)], 'covariance': float(cov[0][1])}


def of_print(arm, against):
    (n1, k1, m1), (n2, k2, m2) = printed[arm], printed[against]
    return [float(x) for x in shapley(Fraction(k1, n1), Fraction(n1 * m1, k1), Fraction(k2, n2), Fraction(n2 * m2, k2))]


def welch(x, y):
    t = stats.ttest_ind(x, y, equal_var=False)
    low, high = t.confidence_interval(0.95)
    return {'difference': float(np.mean(x) - np.mean(y)), 't': float(t.statistic), 'df': float(t.df), 'p': float(t.pvalue), 'limits': [float(low), float(high)]}


def capped(cap):
    x, y = (np.minimum(arms[name], cap) for name in ('called', 'control'))
    above = {name: int(sum(v > cap for v in values)) for name, values in arms.items()}
    return {'cap': cap, 'above': above, **welch(x, y)}


def winsorised(share):
    pooled = np.concatenate([arms[name] for name in arms])
    cut = np.asarray(mstats.winsorize(pooled, limits=(0, share)))
    n1, n2 = len(arms['called']), len(arms['control'])
    return {'share': share, 'cap': int(cut.max()), **welch(cut[:n1], cut[n1:n1 + n2])}


print(json.dumps({
    'generator': f'tests/oracles/statistics/amounts.py, mpmath {mpmath.__version__}, scipy {scipy.__version__}',
    'arms': {name: [v for v in values if v] for name, values in arms.items()},
    'zeros': {name: values.count(0) for name, values in arms.items()},
    'twoParts': decomposed('called', 'control'),
    'printed': {arm: of_print(arm, 'control') for arm in ('pwc_first', 'nrp_first')},
    'capped': [capped(cap) for cap in (50, 1000, 4000)],
    'winsorised': [winsorised(share) for share in (0.005, 0.01, 0.03)],
}))
