"""Simultaneous comparisons of means, recomputed from their definitions: python3 comparisons.py > comparisons.json

Sums of squares by exact fractions; P by the studentised range and Dunnett's distribution of ../mpmath/studentised.py;
limits by bisection on these (secant steps of mpmath). R's ptukey is not used: it is off by 1e-2 at two degrees of freedom.
"""
import json
import sys
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent / 'mpmath'))
from mpmath import mp, mpf, sqrt, log, findroot
from studentised import studentised_range_upper, dunnett_upper_tail

mp.dps = 25

# Dunnett (1955): breaking strength of cloth under a standard and three processes
BREAKING = {'process_1': [55, 64, 64], 'process_2': [55, 49, 52], 'process_3': [50, 44, 41], 'standard': [55, 47, 48]}
# Made up: sizes and variances differ
UNEQUAL = {'a': [3, 9, 27, 5, 14], 'b': [120, 80, 95, 101], 'c': [40, 41, 39, 40, 42, 44, 38], 'd': [10, 90, 20]}


def real(fraction):
    return mpf(fraction.numerator) / fraction.denominator


def moments(values):
    n = len(values)
    mean = Fraction(sum(values), n)
    return n, mean, sum((v - mean) ** 2 for v in values)


def limit(tail, near):
    return findroot(lambda x: log(tail(x) / mpf('0.05')), (near, near * mpf('1.01')), tol=1e-30, solver='secant')


def comparisons(groups, control):
    m = {g: moments(v) for g, v in groups.items()}
    k, cases = len(groups), sum(n for n, _, _ in m.values())
    df = cases - k
    s2 = sum(ss for _, _, ss in m.values()) / df
    names, rows = list(groups), []
    loadings = [sqrt(mpf(m[g][0]) / (m[g][0] + m[control][0])) for g in names if g != control]
    q = limit(lambda x: studentised_range_upper(x, k, df), mpf(4))
    dunnett = limit(lambda t: dunnett_upper_tail(t, loadings, df, 'two'), mpf('2.8'))
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            (n1, m1, ss1), (n2, m2, ss2) = m[a], m[b]
            d = real(m1 - m2)
            se = sqrt(real(s2 * (Fraction(1, n1) + Fraction(1, n2))))
            v1, v2 = real(ss1) / (n1 * (n1 - 1)), real(ss2) / (n2 * (n2 - 1))
            welch, wdf = sqrt(v1 + v2), (v1 + v2) ** 2 / (v1 ** 2 / (n1 - 1) + v2 ** 2 / (n2 - 1))
            gh = limit(lambda x: studentised_range_upper(x, k, wdf), mpf(5))
            of = lambda p, critical, error: [float(p), float(d - critical * error), float(d + critical * error)]
            row = {
                'arm': a, 'against': b, 'estimate': float(d), 'standardError': float(se), 'df': df,
                'tukey': of(studentised_range_upper(abs(d) / se * sqrt(mpf(2)), k, df), q / sqrt(mpf(2)), se),
                'welchError': float(welch), 'welchDf': float(wdf),
                'gamesHowell': of(studentised_range_upper(abs(d) / welch * sqrt(mpf(2)), k, wdf), gh / sqrt(mpf(2)), welch),
            }
            if control in (a, b):
                row['dunnett'] = of(dunnett_upper_tail(abs(d) / se, loadings, df, 'two'), dunnett, se)
            rows.append(row)
            print(row, file=sys.stderr)
    return {'groups': groups, 'control': control, 'comparisons': rows}


print(json.dumps({
    'origin': 'comparisons.py: exact fractions and mpmath',
    'sets': [comparisons(BREAKING, 'standard'), comparisons(UNEQUAL, 'd')],
}, indent=1))
