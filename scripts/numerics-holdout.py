"""Writes tests/oracles/mpmath/holdout.json: points outside the two grids that the numerics were built on (fractional, tiny
and huge parameters, log tails). Run: python3 scripts/numerics-holdout.py > tests/oracles/mpmath/holdout.json (needs mpmath).

Every value is a sum of positive terms, or one minus such a sum at 400 digits, in exact binary arguments:
  P(a, x)   = x^a e^-x / gamma(a + 1) * sum of x^n / (a + 1)_n                                  DLMF 8.7.1
  I_x(a, b) = x^a y^b gamma(a + b) / (gamma(a + 1) gamma(b)) * sum of (a + b)_n / (a + 1)_n x^n   DLMF 8.17.8
"""
import json

from mpmath import exp, log, loggamma, mp, mpf, nstr, sqrt

mp.dps = 400


def series(above, below, x):
    """1 + above/below x + above (above + 1) / (below (below + 1)) x^2 + ..., in fixed point; None above means 1 for all."""
    bits = mp.prec + 60
    scale = 2 ** 80  # whole numbers for every double between 1e-7 and 2^53
    rise, fall, factor = above is not None and int(mpf(above) * scale), int(mpf(below) * scale), int(mpf(x) * 2**bits)
    total = term = 1 << bits
    while term:
        if above is None:
            term = term * factor * scale // (fall << bits)
        else:
            term = (term * rise // fall) * factor >> bits
            rise += scale
        fall += scale
        total += term
    return mpf(total) / mpf(2) ** bits


def gamma_lower(a, x):
    a, x = mpf(a), mpf(x)
    return exp(a * log(x) - x - loggamma(a + 1)) * series(None, a + 1, x)


def beta_lower(a, b, x, y):
    a, b = mpf(a), mpf(b)
    head = exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))
    return head * series(a + b, a + 1, x)


def beta_tails(a, b, x, y):
    """Both tails; the series runs at the end where it is quicker."""
    if x <= 0.5:
        lower = beta_lower(a, b, x, y)
        return lower, 1 - lower
    upper = beta_lower(b, a, y, x)
    return 1 - upper, upper


out = {}


def put(kind, args, value):
    if mpf(10) ** -300 < abs(value):
        out.setdefault(kind, []).append([args, nstr(value, 20)])


for df in [1e-6, 0.001, 0.1, 0.5, 1.5, 3.7, 37.3, 777.7, 12345.6, 1e6]:
    z_points = [df + z * float(sqrt(2 * df)) for z in (-30, -8, -3, -0.7, 0.01, 1, 3, 8, 20)]
    for x in sorted({x for x in [1e-250, 1e-30, 1e-5, 0.1, 0.9, 2.2, 6, 25, 400, *z_points] if 0 < x < 4 * df + 500}):
        if x < df / 100 and df > 1000:
            continue
        lower = gamma_lower(mpf(df) / 2, mpf(x) / 2)
        put('chiSquaredCdf', [x, df], lower)
        put('chiSquaredUpperTail', [x, df], 1 - lower)

for df in [0.01, 0.5, 2.5, 7.3, 33.3, 450.5, 1e7, 1e10]:
    for t in [1e-20, 1e-5, 0.3, 1.1, 2.7, 6.1, 17.3, 100, 1e8, 1e150, 1e250]:
        if t > 30 and df > 500:
            continue
        square = mpf(t) ** 2
        x, y = df / (df + square), square / (df + square)
        put('studentTUpperTail', [t, df], beta_tails(mpf(df) / 2, 0.5, x, y)[0] / 2)

for d1 in [0.01, 0.7, 1.5, 7.7, 60.2, 5000.5]:
    for d2 in [0.01, 0.7, 1.5, 7.7, 60.2, 5000.5]:
        for f in [1e-200, 1e-9, 0.05, 0.6, 0.98, 1.04, 1.7, 9, 1e4, 1e200]:
            num, whole = mpf(d1) * f, mpf(d1) * f + d2
            lower, upper = beta_tails(mpf(d1) / 2, mpf(d2) / 2, num / whole, d2 / whole)
            put('fCdf', [f, d1, d2], lower)
            put('fUpperTail', [f, d1, d2], upper)

for a in [0.001, 0.3, 2.5, 40, 1e4, 1e6]:
    for b in [0.001, 0.3, 2.5, 40, 1e4, 1e6]:
        mean, spread = a / (a + b), float(sqrt(a * b / (a + b + 1))) / (a + b)
        for x in [mean + z * spread for z in (-6, -1, 0, 1, 6)]:
            if 1e-12 < x < 0.999999:
                lower, upper = beta_tails(a, b, mpf(x), 1 - mpf(x))
                put('betaCdf', [x, a, b], lower)
                put('betaUpperTail', [x, a, b], upper)


def log_factorial(n):
    return loggamma(mpf(n) + 1)


def log_choose(n, k):
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k)


for n in [7, 333, 123457, 2_000_000_011, 10**13]:
    for p in [1e-7, 0.0123, 0.3, 0.5123, 0.9]:
        for z in (-25, -5, 0, 2, 12, 30):
            k = round(n * p + z * (n * p * (1 - p)) ** 0.5)
            if 0 <= k <= n:
                put('binomialPmf', [k, n, p], exp(log_choose(n, k) + k * log(mpf(p)) + (n - k) * log(1 - mpf(p))))

for population in [60, 12345, 10**8, 10**13]:
    for share in [0.03, 0.41, 0.77]:
        for drawn in [0.002, 0.3, 0.9]:
            successes, draws = round(population * share), round(population * drawn)
            for z in (-20, -4, 0, 3, 25):
                k = round(draws * share + z * (draws * share * (1 - share) * (1 - drawn)) ** 0.5)
                if max(0, draws + successes - population) <= k <= min(draws, successes):
                    value = log_choose(successes, k) + log_choose(population - successes, draws - k)
                    put('hypergeometricPmf', [k, population, successes, draws], exp(value - log_choose(population, draws)))

for mean in [1e-5, 0.7, 12.5, 3456.7, 1e9]:
    for k in sorted({max(0, round(mean + z * mean**0.5)) for z in (-20, -3, 0, 1, 6, 30)}):
        put('poissonPmf', [k, mean], exp(k * log(mpf(mean)) - mpf(mean) - log_factorial(k)))
        if mean < 1e6:
            upper = gamma_lower(k + 1, mean)
            put('poissonUpperTail', [k, mean], upper)
            put('poissonCdf', [k, mean], 1 - upper)

for df, x in [(1, 5000), (3.5, 20000), (100, 9000)]:
    mp.dps = 6000
    put('chiSquaredLogUpperTail', [x, df], log(1 - gamma_lower(mpf(df) / 2, mpf(x) / 2)))
for z in [40, 90.5, 120.25]:
    put('normalLogUpperTail', [z], log((1 - gamma_lower(0.5, mpf(z) ** 2 / 2)) / 2))

print('{')
print(f'  "origin": {json.dumps("scripts/numerics-holdout.py, mpmath, 400 digits, by the name of the function; rows are [arguments, value]")},')
print(',\n'.join(f'  "{kind}": {json.dumps(rows, separators=(",", ":"))}' for kind, rows in out.items()))
print('}')
