"""Writes tests/oracles/mpmath/noncentral.json: noncentral chi-squared, t and F at harsh points. Run (needs mpmath):
python3 scripts/numerics-noncentral.py > tests/oracles/mpmath/noncentral.json

Every value is the plain series of the definition (Johnson, Kotz & Balakrishnan 1995, chapters 29 to 31), added from its
first term on in so many digits that cancellation leaves at least 20: another route than the program's, which avoids
cancellation by its choice of series and of quadrature.
"""
import json

from mpmath import betainc, erfc, exp, gammainc, loggamma, log, mp, mpf, nstr, sqrt


def gamma_tails(a, x):
    """P(a + j, x), j = 0, 1, ..., by P(a + 1, x) = P(a, x) - x^a e^-x / gamma(a + 1); with the densities per log x."""
    lead = exp(a * log(x) - x - loggamma(a + 1))
    total = term = mpf(1)
    n = 0
    while term > total * mp.eps:
        n += 1
        term *= x / (a + n)
        total += term
    tail = lead * total
    while True:
        yield tail, lead * a
        tail -= lead
        a += 1
        lead *= x / a


def beta_tails(a, b, x, y):
    """I_x(a + j, b), j = 0, 1, ..., by I_x(a + 1, b) = I_x(a, b) - x^a y^b / (a B(a, b)); densities per log odds."""
    lead = exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))
    tail = lead * beta_series(a, b, x) if x < 0.5 else 1 - lead * a / b * beta_series(b, a, y)
    while True:
        yield tail, lead * a
        tail -= lead
        lead *= (a + b) / (a + 1) * x
        a += 1


def beta_series(a, b, x):
    total = term = mpf(1)
    n = 0
    while term > total * mp.eps:
        term *= (a + b + n) / (a + 1 + n) * x
        n += 1
        total += term
    return total


def mix(mean, start, tails):
    """Lower tail, upper tail and density, weighted by e^-mean mean^i / gamma(i + 1), i = start, start + 1, ..."""
    weight = exp(start * log(mean) - mean - loggamma(start + 1))
    lower = upper = density = mpf(0)
    i = start
    for tail, each in tails:
        lower += weight * tail
        upper += weight * (1 - tail)
        density += weight * each
        i += 1
        weight *= mean / i
        if i > mean and weight < mp.eps:
            return lower, upper, density


def chi_squared(x, df, ncp):
    x = mpf(x)
    lower, upper, density = mix(mpf(ncp) / 2, mpf(0), gamma_tails(mpf(df) / 2, x / 2))
    return lower, upper, density / x


def f(x, d1, d2, ncp):
    odds = mpf(d1) * mpf(x) / mpf(d2)
    tails = beta_tails(mpf(d1) / 2, mpf(d2) / 2, odds / (1 + odds), 1 / (1 + odds))
    lower, upper, density = mix(mpf(ncp) / 2, mpf(0), tails)
    return lower, upper, density / mpf(x)


def t(value, df, delta):
    """P(T <= -t) = Phi(-delta) - (sum over whole i - sum over halves) / 2 where delta > 0, and so on by symmetry."""
    value, df, delta = mpf(value), mpf(df), mpf(delta)
    if delta < 0:
        lower, upper, density = t(-value, df, -delta)
        return upper, lower, density
    mean = delta**2 / 2
    odds = value**2 / df
    shares = odds / (1 + odds), 1 / (1 + odds)
    whole = mix(mean, mpf(0), beta_tails(mpf(1) / 2, df / 2, *shares))
    halves = mix(mean, mpf(1) / 2, beta_tails(mpf(1), df / 2, *shares))
    below = erfc(delta / sqrt(mpf(2))) / 2
    if value > 0:
        return below + (whole[0] + halves[0]) / 2, (whole[1] + halves[1]) / 2, (whole[2] + halves[2]) / value
    lower = below - (whole[0] - halves[0]) / 2
    return lower, 1 - lower, (whole[2] - halves[2]) / -value


def check():
    """The building blocks against mpmath's own functions."""
    mp.dps = 40
    for _, (tail, _) in zip(range(3), gamma_tails(mpf(7), mpf(5))):
        pass
    assert abs(tail - gammainc(9, 0, 5, regularized=True)) < 1e-35
    for _, (tail, _) in zip(range(3), beta_tails(mpf(2), mpf(3), mpf('0.7'), mpf('0.3'))):
        pass
    assert abs(tail - betainc(4, 3, 0, mpf('0.7'), regularized=True)) < 1e-35


check()
out = {}


def put(name, args, values):
    lower, upper, density = values
    for ending, value in (('Cdf', lower), ('UpperTail', upper), ('Pdf', density)):
        if mpf(10) ** -300 < abs(value) < mpf(10) ** 300:
            out.setdefault(name + ending, []).append([args, nstr(value, 20)])


def put_logs(name, args, values):
    lower, upper, density = values
    for ending, value in (('LogCdf', lower), ('LogUpperTail', upper), ('LogPdf', density)):
        out.setdefault(name + ending, []).append([args, nstr(log(value), 20)])


mp.dps = 400
for df in [0.05, 1, 2.5, 33, 4000.5]:
    for ncp in [1e-12, 0.3, 12.3, 400, 9000.7]:
        mean, spread = df + ncp, (2 * (df + 2 * ncp)) ** 0.5
        for x in sorted({1e-200, 1e-3, 1.0, *(round(mean + z * spread, 9) for z in (-20, -5, -1, 0, 1.5, 6, 25))}):
            if x > 0:
                put('noncentralChiSquared', [x, df, ncp], chi_squared(x, df, ncp))

for d1 in [0.1, 1, 4, 60.5]:
    for d2 in [0.3, 1, 12.5, 3000]:
        for ncp in [1e-9, 0.7, 25, 800]:
            for factor in [1e-150, 1e-4, 0.2, 0.7, 1, 1.6, 5, 1e3, 1e90]:
                x = factor * (1 + ncp / d1)
                put('noncentralF', [x, d1, d2, ncp], f(x, d1, d2, ncp))

for df in [0.2, 1, 2.3, 14, 250, 2e4]:
    for delta in [1e-8, 0.4, 2.8, 9.5, 30, -5.5]:
        for value in [-1e80, -1e4, -60, -7, -1.3, -0.02, -1e-9, 1e-30, 0.05, 0.9, 2.1, 6.6, 11, 28, 45, 300, 1e5, 1e150]:
            put('noncentralT', [value, df, delta], t(value, df, delta))

for df, delta in [(1, 300), (30, 300), (1000, 90)]:
    for value in [delta * 0.8, delta * 1.1, delta * 3.0]:
        mp.dps = 400
        put('noncentralT', [value, df, delta], t(value, df, delta))

mp.dps = 2000
put_logs('noncentralChiSquared', [5000, 3, 50], chi_squared(5000, 3, 50))
put_logs('noncentralChiSquared', [0.5, 400, 900], chi_squared(0.5, 400, 900))
put_logs('noncentralF', [1e-3, 600, 40, 100], f(1e-3, 600, 40, 100))
put_logs('noncentralF', [1e5, 4, 500, 30], f(1e5, 4, 500, 30))
put_logs('noncentralT', [-1, 30, 60], t(-1, 30, 60))
put_logs('noncentralT', [2, 500, 70], t(2, 500, 70))

print('{')
print(f'  "origin": {json.dumps("scripts/numerics-noncentral.py, mpmath, 400 to 2,000 digits, by the name of the function; rows are [arguments, value]")},')
print(',\n'.join(f'  "{name}": {json.dumps(rows, separators=(",", ":"))}' for name, rows in out.items()))
print('}')
