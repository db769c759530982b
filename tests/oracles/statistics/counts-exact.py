"""Makes counts-exact.json: exact conditional P values by going through every table with the observed margins in exact
rational arithmetic; interval limits by 60-digit roots (mpmath); Breslow-Day by its definition.
Run with: python3 counts-exact.py > counts-exact.json  (needs mpmath; reads binom-confint-r.json for cases)
"""
from fractions import Fraction
from math import comb, factorial, prod
import json
import mpmath as mp

mp.mp.dps = 60
digits = lambda x: mp.nstr(mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x, 20)


def rows_of(total, limits):
    """Every way to put `total` cases at levels that have room for `limits`."""
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    for first in range(min(total, limits[0]) + 1):
        for rest in rows_of(total - first, limits[1:]):
            yield (first, *rest)


def tables_of(rows, columns):
    if len(rows) == 1:
        yield (tuple(columns),)
        return
    for row in rows_of(rows[0], columns):
        for rest in tables_of(rows[1:], [c - x for c, x in zip(columns, row)]):
            yield (row, *rest)


def weight(table, rows):
    """Ways to deal such a table: the probability is this over that of all tables."""
    return prod(factorial(n) // prod(factorial(x) for x in row) for n, row in zip(rows, table))


margins = lambda table: ([sum(row) for row in table], [sum(column) for column in zip(*table)])


def pearson(table, rows, columns):
    return sum(Fraction(x * x, n * c) for row, n in zip(table, rows) for x, c in zip(row, columns))


def exact(table):
    rows, columns = margins(table)
    total = by_pearson = by_probability = 0
    observed, observed_weight = pearson(table, rows, columns), weight(table, rows)
    for other in tables_of(rows, columns):
        w = weight(other, rows)
        total += w
        if pearson(other, rows, columns) >= observed:
            by_pearson += w
        if w <= observed_weight:
            by_probability += w
    return {'table': table, 'pearson': digits(Fraction(by_pearson, total)), 'probability': digits(Fraction(by_probability, total))}


def exact_report():
    """3 x 2: only the events are chosen, so that sums run over pairs of counts."""
    n, x = (5906, 6718, 6000), (79, 87, 62)
    m = sum(x)
    ways = [[comb(k, i) for i in range(m + 1)] for k in n]
    scale = prod(n)
    whole = lambda e: sum(a * a * (scale // k) for a, k in zip(e, n))
    observed, likely = whole(x), prod(ways[i][x[i]] for i in range(3))
    total = by_pearson = by_probability = 0
    for a in range(m + 1):
        for b in range(m - a + 1):
            e = (a, b, m - a - b)
            w = ways[0][a] * ways[1][b] * ways[2][m - a - b]
            total += w
            by_pearson += w if whole(e) >= observed else 0
            by_probability += w if w <= likely else 0
    return {'table': [[a, k - a] for a, k in zip(x, n)], 'pearson': digits(Fraction(by_pearson, total)),
            'probability': digits(Fraction(by_probability, total))}


def solve(matrix, vector):
    size = len(vector)
    work = [list(row) + [v] for row, v in zip(matrix, vector)]
    for k in range(size):
        pivot = next(i for i in range(k, size) if work[i][k] != 0)
        work[k], work[pivot] = work[pivot], work[k]
        work[k] = [value / work[k][k] for value in work[k]]
        for i in range(size):
            if i != k:
                work[i] = [a - work[i][k] * b for a, b in zip(work[i], work[k])]
    return [row[-1] for row in work]


def stratified(strata):
    """Score and joint-probability orderings over all combinations of tables of the strata."""
    sizes = [margins(table) for table in strata]
    free = [(a, l) for a in range(len(strata[0]) - 1) for l in range(len(strata[0][0]) - 1)]
    covariance = [[Fraction(0)] * len(free) for _ in free]
    expected = [Fraction(0)] * len(free)
    for rows, columns in sizes:
        N = sum(rows)
        for i, (a, l) in enumerate(free):
            expected[i] += Fraction(rows[a] * columns[l], N)
            for j, (b, m) in enumerate(free):
                covariance[i][j] += Fraction(rows[a] * ((a == b) * N - rows[b]) * columns[l] * ((l == m) * N - columns[m]), N * N * (N - 1))

    def score(sums):
        away = [s - e for s, e in zip(sums, expected)]
        return sum(a * b for a, b in zip(away, solve(covariance, away)))

    sums_of = lambda table: tuple(table[a][l] for a, l in free)
    joint = {(tuple([0] * len(free)), 1): 1}
    for rows, columns in sizes:
        following = {}
        for (sums, w), count in joint.items():
            for table in tables_of(rows, columns):
                key = (tuple(s + t for s, t in zip(sums, sums_of(table))), w * weight(table, rows))
                following[key] = following.get(key, 0) + count
        joint = following
    observed = tuple(sum(sums_of(table)[i] for table in strata) for i in range(len(free)))
    likely = prod(weight(table, margins(table)[0]) for table in strata)
    statistic = score(observed)
    scores = {sums: score(sums) for sums, _ in joint}
    total = sum(w * count for (_, w), count in joint.items())
    by_score = sum(w * count for (sums, w), count in joint.items() if scores[sums] >= statistic)
    by_probability = sum(w * count for (_, w), count in joint.items() if w <= likely)
    return {'strata': strata, 'Q': digits(statistic), 'pearson': digits(Fraction(by_score, total)),
            'probability': digits(Fraction(by_probability, total))}


def root(f, low, high):
    """Bisection on the sign, to 35 digits."""
    low, high = mp.mpf(low), mp.mpf(high)
    rising = f(high) > 0
    for _ in range(180):
        middle = (low + high) / 2
        if (f(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def arm_intervals(x, n, level=0.95):
    tail = (1 - mp.mpf(str(level))) / 2
    z = mp.sqrt(2) * mp.erfinv(1 - 2 * tail)
    below = lambda p: mp.fsum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x))
    at = lambda p: comb(n, x) * p**x * (1 - p) ** (n - x)
    mid = [0 if x == 0 else root(lambda p: (1 - below(p)) - at(p) / 2 - tail, 0, 1),
           1 if x == n else root(lambda p: tail - below(p) - at(p) / 2, 0, 1)]
    a, b = mp.mpf(x) + 0.5, mp.mpf(n - x) + 0.5
    beta = lambda p: mp.betainc(a, b, 0, p, regularized=True)
    jeffreys = [0 if x == 0 else root(lambda p: beta(p) - tail, 0, 1), 1 if x == n else root(lambda p: beta(p) - (1 - tail), 0, 1)]
    half = mp.mpf(1) / 2
    corrected = [0 if x == 0 else root(lambda p: z * mp.sqrt(p * (1 - p) / n) - (x - half) / n + p, 0, (x - half) / n),
                 1 if x == n else root(lambda p: p - (x + half) / n - z * mp.sqrt(p * (1 - p) / n), (x + half) / n, 1)]
    return {'x': x, 'n': n, 'mid_p': [digits(v) for v in map(mp.mpf, mid)], 'jeffreys': [digits(v) for v in map(mp.mpf, jeffreys)],
            'corrected': [digits(v) for v in map(mp.mpf, corrected)]}


def miettinen_nurminen(x1, n1, x2, n2, level=0.95):
    """Restricted estimates where the slope of the likelihood crosses 0."""
    tail = (1 - mp.mpf(str(level))) / 2
    z = mp.sqrt(2) * mp.erfinv(1 - 2 * tail)
    N = n1 + n2

    def score(D):
        p1, p2 = restricted_of(D)
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * mp.mpf(N) / (N - 1)
        d = mp.mpf(x1) / n1 - mp.mpf(x2) / n2
        return mp.mpf(0) if D == d else (d - D) / mp.sqrt(variance)

    def restricted_of(D):
        slope = lambda p: (x1 / (p + D) if x1 else 0) - ((n1 - x1) / (1 - p - D) if n1 > x1 else 0) + (x2 / p if x2 else 0) - ((n2 - x2) / (1 - p) if n2 > x2 else 0)
        low, high = max(mp.mpf(0), -D), min(mp.mpf(1), 1 - D)
        tiny = (high - low) * mp.mpf(10) ** -20
        if slope(low + tiny) <= 0:
            p = low
        elif slope(high - tiny) >= 0:
            p = high
        else:
            p = root(lambda q: -slope(q), low + tiny, high - tiny)
        return p + D, p

    d = mp.mpf(x1) / n1 - mp.mpf(x2) / n2
    lower = mp.mpf(-1) if d == -1 else root(lambda D: z - score(D), -1 + mp.mpf(10) ** -12, d)
    upper = mp.mpf(1) if d == 1 else root(lambda D: -z - score(D), d, 1 - mp.mpf(10) ** -12)
    return {'counts': [x1, n1, x2, n2], 'z': digits(score(mp.mpf(0))), 'lower': digits(lower), 'upper': digits(upper)}


def koopman(x1, n1, x2, n2, level=0.95):
    tail = (1 - mp.mpf(str(level))) / 2
    z2 = 2 * mp.erfinv(1 - 2 * tail) ** 2

    def score(R):
        a, b, c = (n1 + n2) * R, -(R * (n1 + x2) + x1 + n2), x1 + x2
        p2 = (-b - mp.sqrt(b * b - 4 * a * c)) / (2 * a)
        p1 = R * p2
        return (x1 - n1 * p1) ** 2 / (n1 * p1 * (1 - p1)) + (x2 - n2 * p2) ** 2 / (n2 * p2 * (1 - p2)) - z2

    r = mp.mpf(x1) * n2 / (x2 * n1) if x2 else None
    far = mp.mpf(10) ** 8
    lower = mp.mpf(0) if x1 == 0 else mp.exp(root(lambda t: -score(mp.exp(t)), -mp.log(far), mp.log(r) if r else mp.log(far)))
    upper = mp.inf if x2 == 0 else mp.exp(root(lambda t: score(mp.exp(t)), mp.log(r) if r else -mp.log(far), mp.log(far)))
    return {'counts': [x1, n1, x2, n2], 'lower': digits(lower), 'upper': 'Infinity' if upper == mp.inf else digits(upper)}


def odds_ratio(x1, n1, x2, n2, level=0.95):
    tail = (1 - mp.mpf(str(level))) / 2
    m = x1 + x2
    least, most = max(0, m - n2), min(m, n1)
    weights = {k: comb(n1, k) * comb(n2, m - k) for k in range(least, most + 1)}

    def mean(t, value):
        psi = mp.exp(t)
        terms = {k: w * psi**k for k, w in weights.items()}
        return mp.fsum(v * value(k) for k, v in terms.items()) / mp.fsum(terms.values())

    estimate = mp.exp(root(lambda t: mean(t, lambda k: k) - x1, -20, 20))
    lower = mp.exp(root(lambda t: mean(t, lambda k: k >= x1) - tail, -20, 20))
    upper = mp.exp(root(lambda t: tail - mean(t, lambda k: k <= x1), -20, 20))
    return {'counts': [x1, n1, x2, n2], 'estimate': digits(estimate), 'lower': digits(lower), 'upper': digits(upper)}


def breslow_day(strata):
    R = sum(Fraction(t[0][0] * t[1][1], sum(map(sum, t))) for t in strata)
    S = sum(Fraction(t[0][1] * t[1][0], sum(map(sum, t))) for t in strata)
    odds = mp.mpf((R / S).numerator) / (R / S).denominator
    plain, away, total = mp.mpf(0), mp.mpf(0), mp.mpf(0)
    for (a, b), (c, d) in strata:
        n1, n2, m = a + b, c + d, a + c
        fitted = root(lambda A: A * (n2 - m + A) - odds * (m - A) * (n1 - A), max(0, m - n2), min(m, n1))
        v = 1 / (1 / fitted + 1 / (m - fitted) + 1 / (n1 - fitted) + 1 / (n2 - m + fitted))
        plain += (a - fitted) ** 2 / v
        away += a - fitted
        total += v
    tarone = plain - away**2 / total
    tail = lambda x: mp.gammainc(mp.mpf(len(strata) - 1) / 2, x / 2, mp.inf, regularized=True)
    return {'strata': strata, 'oddsRatio': digits(odds), 'plain': digits(plain), 'plainP': digits(tail(plain)),
            'tarone': digits(tarone), 'taroneP': digits(tail(tarone))}


two_by_two = [[[[10, 40], [4, 46]], [[7, 13], [5, 25]], [[2, 28], [3, 17]]],
              [[[3, 7], [2, 9]], [[6, 2], [1, 8]]],
              [[[12, 30], [5, 41]], [[1, 19], [6, 14]], [[8, 8], [3, 15]], [[0, 5], [2, 6]]]]
pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (10, 10, 0, 10),
         (79, 5906, 62, 6000), (87, 6718, 62, 6000), (1, 3, 2, 40), (0, 25, 6, 21), (470, 1172, 546, 1176)]
print(json.dumps({
    'origin': 'tests/oracles/statistics/counts-exact.py, Python rational arithmetic and mpmath ' + mp.__version__,
    'tables': [exact_report()] + [exact(table) for table in [
        [[8, 2, 5], [1, 7, 4]], [[3, 1, 4], [1, 5, 9], [2, 6, 5]], [[7, 3], [7, 3], [2, 8], [5, 5]], [[1, 9], [11, 3]],
        [[4, 4], [4, 4], [0, 8]], [[2, 0, 1, 3], [0, 3, 1, 1], [1, 1, 2, 0]], [[5, 0], [0, 5]], [[3, 3], [3, 3]]]],
    'strata': [stratified(strata) for strata in [
        two_by_two[1], two_by_two[0], [[[2, 3], [4, 1], [1, 5]], [[1, 4], [3, 3], [0, 6]]],
        [[[2, 1, 1], [0, 2, 3]], [[1, 2, 0], [3, 0, 1]]], [[[2, 3], [3, 2]], [[0, 3], [0, 4]]]]],
    'arms': [arm_intervals(x, n) for x, n in [(18, 20), (4, 20), (0, 20), (20, 20), (1, 29), (81, 263), (15, 148), (62, 6000), (1, 1), (0, 1)]],
    'miettinenNurminen': [miettinen_nurminen(*pair) for pair in pairs if 0 < pair[0] + pair[2]],
    'koopman': [koopman(*pair) for pair in pairs + [(36, 40, 16, 80)] if 0 < pair[0] + pair[2] and pair[0] < pair[1]],
    'oddsRatios': [odds_ratio(*pair) for pair in [(7, 34, 1, 34), (15, 20, 4, 25), (79, 5906, 62, 6000), (2, 102, 5, 1005)]],
    'breslowDay': [breslow_day(strata) for strata in two_by_two],
}, indent=1))
