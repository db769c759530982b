"""Makes power.json: exact power of the pooled two-sided z test of two proportions.

Small designs: every outcome, in exact rational arithmetic. Large ones: every outcome in 40-digit arithmetic (mpmath).
Run with: python3 power.py > power.json
"""
from fractions import Fraction
from math import comb
import json
import mpmath

mpmath.mp.dps = 40
z2 = {alpha: mpmath.erfinv(1 - mpmath.mpf(alpha)) ** 2 * 2 for alpha in ('0.05', '0.01')}


def rejects(x, n1, y, n2, alpha):
    total, events = n1 + n2, x + y
    spread = n1 * n2 * events * (total - events)
    return spread > 0 and (x * n2 - y * n1) ** 2 * total > z2[alpha] * spread


def small(n1, p1, n2, p2, alpha):
    pmf = lambda n, p: [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    a, b = pmf(n1, p1), pmf(n2, p2)
    return float(sum(a[x] * b[y] for x in range(n1 + 1) for y in range(n2 + 1) if rejects(x, n1, y, n2, alpha)))


def large(n1, p1, n2, p2, alpha):
    p1, p2 = mpmath.mpf(p1), mpmath.mpf(p2)

    def pmf(n, p):
        terms, value = [], (1 - p) ** n
        for k in range(n + 1):
            terms.append(value)
            value = value * (n - k) / (k + 1) * p / (1 - p)
        return [(k, t) for k, t in enumerate(terms) if t > mpmath.mpf(10) ** -25]

    a, b = pmf(n1, p1), pmf(n2, p2)
    return float(mpmath.fsum(u * v for x, u in a for y, v in b if rejects(x, n1, y, n2, alpha)))


cases = []
for n1, p1, n2, p2, alpha in [
    (12, (1, 5), 15, (1, 2), '0.05'), (7, (1, 10), 7, (9, 10), '0.05'), (20, (1, 2), 9, (1, 2), '0.01'),
    (3, (1, 3), 40, (2, 3), '0.05'), (1, (1, 2), 1, (1, 2), '0.05'),
]:
    cases.append(dict(n1=n1, p1=p1[0] / p1[1], n2=n2, p2=p2[0] / p2[1], alpha=float(alpha),
                      power=small(n1, Fraction(*p1), n2, Fraction(*p2), alpha)))
for n1, p1, n2, p2 in [(5906, '0.0161', 6000, '0.0103'), (6718, '0.013', 6000, '0.0103'), (6000, '0.0103', 6000, '0.0103')]:
    cases.append(dict(n1=n1, p1=float(p1), n2=n2, p2=float(p2), alpha=0.05, power=large(n1, p1, n2, p2, '0.05')))
print(json.dumps({'generator': 'tests/oracles/statistics/power.py (Python fractions, mpmath)', 'cases': cases}, indent=1))
