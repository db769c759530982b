"""Writes src/numerics/constants.ts. Run (needs mpmath):
python3 scripts/numerics-constants.py > src/numerics/constants.ts && npx biome check --write src/numerics/constants.ts

stirlingCoefficients[k-1] = B(2k) / (2k (2k - 1))                         DLMF 5.11.1
logGammaCoefficients[k-2] = (-1)^k (zeta(k) - 1) / k, k >= 2              DLMF 5.7.3 (log gamma(2 + f), after f (1 - Euler))
scaledTailCoefficients: Chebyshev series in t = (z - K) / (z + K) of ((z + 1) e^(z^2 / 2) Q(z) - 1 / 2) / u for the normal
upper tail Q(z), z >= 0, u = z / (z + K), K = 4, fitted at Chebyshev nodes with 60 digits; the mapping is that of Shepherd
& Laframboise, Math. Comp. 36 (1981) 249-253.
"""
from mpmath import mp, mpf, bernoulli, zeta, euler, erfc, exp, sqrt, pi, cos, log

mp.dps = 60
K = mpf(4)


def scaled_tail(z):
    return exp(z * z / 2) * erfc(z / sqrt(2)) / 2


def scaled_tail_coefficients(terms=26, nodes=200):
    theta = [pi * (j + mpf(1) / 2) / nodes for j in range(nodes)]
    values = []
    for angle in theta:
        t = cos(angle)
        z = K * (1 + t) / (1 - t)
        values.append(((z + 1) * scaled_tail(z) - mpf(1) / 2) * (z + K) / z)
    out = []
    for k in range(terms):
        c = 2 / mpf(nodes) * sum(v * cos(k * angle) for v, angle in zip(values, theta))
        out.append(c / 2 if k == 0 else c)
    return out


def literal(x):
    return repr(float(x))


def array(name, comment, values):
    print(f'/** {comment} */')
    print(f'export const {name}: readonly number[] = [')
    for v in values:
        print(f'  {literal(v)},')
    print(']\n')


print('// Written by scripts/numerics-constants.py; its formulae are there. Do not edit by hand.\n')
print('/** Euler\'s constant. */')
print(f'export const euler = {literal(euler)}\n')
print('/** Half the logarithm of two pi. */')
print(f'export const halfLogTwoPi = {literal(log(2 * pi) / 2)}\n')
print('/** One over the square root of two pi. */')
print(f'export const inverseRootTwoPi = {literal(1 / sqrt(2 * pi))}\n')
array('stirlingCoefficients', 'Stirling series of log gamma, DLMF 5.11.1.',
      [bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 11)])
array('logGammaCoefficients', 'Taylor series of log gamma at 2, DLMF 5.7.3, from the square on.',
      [(-1) ** k * (zeta(k) - 1) / k for k in range(2, 30)])
array('scaledTailCoefficients', 'Chebyshev series of the scaled normal tail in (z - 4) / (z + 4), after its value at 0.',
      scaled_tail_coefficients())
