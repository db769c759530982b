"""Writes tests/oracles/mpmath/counts.json: quantiles of counts and log probabilities too small for a double. Run (needs
mpmath): python3 scripts/numerics-counts.py > tests/oracles/mpmath/counts.json

The quantiles are read off a running sum of whole numbers in proportion to the probabilities (Poisson: to 450 digits), with p
the exact value of the double: the smallest k with P(X <= k) >= p, and the smallest with P(X > k) <= p.
"""
import json
from fractions import Fraction
from math import comb, factorial

from mpmath import exp, log, mp, mpf, nstr

mp.dps = 450
probabilities = [1e-300, 1e-30, 1e-6, 0.01, 0.025, 0.2, 0.5, 0.77, 0.975, 0.999999]
out = {}


def quantiles(name, parameters, weights, least):
    """`weights` are whole numbers in proportion to the probabilities from `least` on."""
    total = sum(weights)
    for p in probabilities:
        part, whole = Fraction(p).as_integer_ratio()
        below, lower, upper = 0, None, None
        for k, weight in enumerate(weights, least):
            below += weight
            lower = k if lower is None and below * whole >= part * total else lower
            upper = k if upper is None and (total - below) * whole <= part * total else upper
        out.setdefault(name + 'Quantile', []).append([[p, *parameters], str(lower)])
        out.setdefault(name + 'UpperQuantile', []).append([[p, *parameters], str(upper)])


for n, chance in [(1, 0.5), (7, 0.25), (60, 0.0129), (400, 0.5), (600, 0.07)]:
    part, whole = Fraction(chance).as_integer_ratio()
    quantiles('binomial', [n, chance], [comb(n, k) * part**k * (whole - part) ** (n - k) for k in range(n + 1)], 0)
for population, successes, draws in [(8, 4, 4), (50, 20, 40), (900, 300, 450), (6000, 140, 2000)]:
    least, most = max(0, draws + successes - population), min(draws, successes)
    weights = [comb(successes, k) * comb(population - successes, draws - k) for k in range(least, most + 1)]
    quantiles('hypergeometric', [population, successes, draws], weights, least)
for mean in [0.004, 1.0, 17.5, 300.0]:
    weights = [int(mpf(2) ** 1500 * exp(k * log(mpf(mean)) - mpf(mean)) / factorial(k)) for k in range(int(mean * 4 + 300))]
    quantiles('poisson', [mean], weights, 0)


def put_log(name, args, value):
    out.setdefault(name, []).append([args, nstr(value, 20)])


def log_fraction(value):
    return log(mpf(value.numerator)) - log(mpf(value.denominator))


for k, n, p in [(3000, 4000, 0.01), (0, 10**6, 0.3), (500, 500, 1e-9), (12, 100, 0.1)]:
    put_log('binomialLogPmf', [k, n, p], log(mpf(comb(n, k))) + k * log(mpf(p)) + (n - k) * log(1 - mpf(p)))
for k, population, successes, draws in [(900, 10000, 1000, 1000), (0, 10000, 4000, 3000), (3, 30, 9, 12)]:
    ways = comb(successes, k) * comb(population - successes, draws - k)
    put_log('hypergeometricLogPmf', [k, population, successes, draws], log_fraction(Fraction(ways, comb(population, draws))))
for k, mean in [(5000, 10.5), (0, 2000.0), (9, 7.0)]:
    put_log('poissonLogPmf', [k, mean], k * log(mpf(mean)) - mpf(mean) - log(mpf(factorial(k))))

print('{')
print(f'  "origin": {json.dumps("scripts/numerics-counts.py, exact fractions and mpmath, by the name of the function; rows are [arguments, value]")},')
print(',\n'.join(f'  "{name}": {json.dumps(rows, separators=(",", ":"))}' for name, rows in out.items()))
print('}')
