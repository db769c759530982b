"""Reference values of the studentised range and of Dunnett's distribution: python3 studentised.py > studentised.json

The trapezoidal rule at 30 digits, over log s (drawn out where it is far below) and over the common normal value,
halved until it agrees to 1e-10 (so the last is right to about 1e-20).
"""
import json
import sys
from mpmath import mp, mpf, exp, log, gamma, sqrt, npdf, erfc, expm1, log1p

mp.dps = 30


def outwards(f, low, high, step):
    """The integral over the whole line by the trapezoidal rule; halving squares the error, so 1e-10 stands for 1e-20."""
    def grid(shift):
        total, x = mpf(0), low + shift
        while x < high:
            total += f(x)
            x += step
        for sign in (step, -step):
            edge = x if sign > 0 else low + shift - step
            last = mpf('inf')
            while True:
                term = f(edge)
                total += term
                edge += sign
                if term <= mpf(10) ** -22 * total and term <= last:
                    break
                last = term
        return total * step
    whole = grid(mpf(0))
    while True:
        next_whole = (whole + grid(step / 2)) / 2
        if abs(next_whole - whole) <= mpf(10) ** -10 * next_whole:
            return next_whole
        whole, step = next_whole, step / 2


def upper(x):
    return erfc(x / sqrt(mpf(2))) / 2


def over_scale(g, df, likely):
    if df == mp.inf:
        return g(mpf(1))
    nu = mpf(df)
    front = 2 * (nu / 2) ** (nu / 2) / gamma(nu / 2)
    centre = log(likely)

    def f(t):
        u = centre + t - exp(-t)
        return front * exp(nu * u - nu * exp(2 * u) / 2) * (1 + exp(-t)) * g(exp(u))
    return outwards(f, mpf(0), mpf(1), min(mpf(1) / 2, mpf('0.6') / sqrt(2 * nu)))


def range_upper(w, k):
    def f(z):
        below, far = upper(-z), upper(w - z)
        return -npdf(z) * below ** (k - 1) * expm1((k - 1) * log1p(-far / below))
    return k * outwards(f, min(w / 2, mpf(0)), max(w / 2, mpf(3)), mpf('0.6'))


def range_lower(w, k):
    f = lambda z: npdf(z) * (upper(w - z - w) - upper(w - z)) ** (k - 1)
    return k * outwards(f, w / 2 - 1, w / 2 + 1, mpf('0.9') / sqrt(mpf(k)))


def dunnett_upper(x, loadings, sides):
    parts = [(mpf(l), sqrt(1 - mpf(l) ** 2)) for l in loadings]

    def f(z):
        none = mpf(0)
        for l, c in parts:
            beyond = upper((x - l * z) / c) + (upper((x + l * z) / c) if sides == 'two' else 0)
            none += log1p(-beyond)
        return -npdf(z) * expm1(none)
    ends = [l * x for l, _ in parts] + [-l * x if sides == 'two' else 0 for l, _ in parts]
    return outwards(f, min(ends), max(ends), min([mpf('0.6')] + [c for _, c in parts]))


def dunnett_lower(x, loadings, sides):
    parts = [(mpf(l), sqrt(1 - mpf(l) ** 2)) for l in loadings]

    def f(z):
        within = mpf(1)
        for l, c in parts:
            within *= upper(-(x - l * z) / c) - (upper((x + l * z) / c) if sides == 'two' else 0)
        return npdf(z) * within
    return outwards(f, mpf(-1), mpf(1), min([mpf('0.6')] + [c for _, c in parts]))


def studentised_range_upper(q, k, df):
    q = mpf(q)
    return over_scale(lambda s: range_upper(q * s, k), df, 1 / sqrt(1 + q * q / 2 / df))


def studentised_range_lower(q, k, df):
    return over_scale(lambda s: range_lower(mpf(q) * s, k), df, mpf(1))


def dunnett_upper_tail(t, loadings, df, sides):
    t = mpf(t)
    return over_scale(lambda s: dunnett_upper(t * s, loadings, sides), df, 1 / sqrt(1 + t * t / df))


def dunnett_cdf(t, loadings, df, sides):
    return over_scale(lambda s: dunnett_lower(mpf(t) * s, loadings, sides), df, mpf(1))


def rows(f, points):
    named = lambda args: [a if a != mp.inf else 'Infinity' for a in args]
    made = []
    for args in points:
        made.append([named(args), mp.nstr(f(*args), 20)])
        print(made[-1], file=sys.stderr)
    return made


INF = mp.inf
UPPER = [(0.3, 3, 1.2), (3.5, 3, 1), (40, 5, 1.5), (1000, 4, 2), (12, 20, 3.3), (4, 3, 10), (9, 12, 10), (90, 3, 10),
         (3.1, 7, 33), (15, 4, 60), (12, 20, 1000), (5, 100, 250), (3.3, 3, 18621), (0.01, 6, 5), (6.5, 3, 1e6),
         (2, 3, INF), (4, 50, INF), (12, 20, INF), (20, 3, INF)]
LOWER = [(0.1, 20, 120), (0.1, 20, 20), (0.5, 20, 1000), (1e-3, 3, 2.5), (0.02, 5, 0.8), (1, 10, 6), (2.5, 4, 40),
         (0.1, 3, INF), (1, 20, INF), (3, 8, INF)]
HALF, SIX, WIDE = [0.5 ** 0.5] * 2, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [0.05, 0.98]
DUNNETT = [(2.5, HALF, 10, 'two'), (2.5, HALF, 10, 'one'), (30, HALF, 3, 'two'), (4, SIX, 25, 'two'), (9, SIX, 25, 'one'),
           (2.2, [0.7045, 0.7274], 18621, 'two'), (1.5, WIDE, 7.5, 'two'), (6, WIDE, 200, 'one'), (300, WIDE, 1.3, 'two'),
           (-0.5, SIX, 12, 'one'), (0.1, HALF, 5, 'two'), (2, HALF, INF, 'two'), (12, SIX, INF, 'two'), (7, WIDE, INF, 'one'),
           (3, [-0.6, 0.6, 0.2], 14, 'one')]
DUNNETT_LOWER = [(0.05, SIX, 12, 'two'), (0.4, HALF, 3, 'two'), (-1.5, HALF, 20, 'one'), (-3, SIX, 8, 'one'), (1.2, WIDE, 30, 'two')]

if __name__ == '__main__':
    print(json.dumps({
        'origin': 'studentised.py: mpmath, 30 digits',
        'studentisedRangeUpperTail': rows(studentised_range_upper, UPPER),
        'studentisedRangeCdf': rows(studentised_range_lower, LOWER),
        'dunnettUpperTail': rows(dunnett_upper_tail, DUNNETT),
        'dunnettCdf': rows(dunnett_cdf, DUNNETT_LOWER),
    }, indent=1))
