"""Economics by mpmath at 50 digits: Fieller sets by inverting the z test with a root finder, never by the quadratic."""
import json
import os
import sys
from mpmath import mp, mpf, sqrt, ncdf, erfinv, findroot, inf

mp.dps = 50
z = sqrt(2) * erfinv(mpf("0.95"))


def gap(a, b, va, vb, c):
    return lambda r: (a - r * b) ** 2 - z * z * (va - 2 * r * c + r * r * vb)


def limits(a, b, va, vb, c):
    """Every sign change of the gap on a fine grid of angles, so that no algebra is shared with the code."""
    g = gap(a, b, va, vb, c)
    steps = 20000
    roots = []
    before = None
    for k in range(1, steps):
        angle = mp.pi * (mpf(k) / steps - mpf(1) / 2)
        r = mp.tan(angle) * scale(a, b, va, vb)
        value = g(r)
        if before is not None and (value > 0) != (before[1] > 0):
            roots.append(findroot(g, (before[0], r), solver="anderson"))
        before = (r, value)
    return roots, g


def scale(a, b, va, vb):
    return sqrt((a * a + va) / (b * b + vb))


def fieller(a, b, va, vb, c):
    a, b, va, vb, c = map(mpf, (a, b, va, vb, c))
    roots, g = limits(a, b, va, vb, c)
    inside = (lambda r: g(r) <= 0)
    if len(roots) == 0:
        assert inside(mpf(0))
        return {"type": "whole_line"}
    low, high = sorted(roots)
    if inside((low + high) / 2):
        return {"type": "interval", "lower": float(low), "upper": float(high)}
    return {"type": "two_rays", "below": float(low), "above": float(high)}


fieller_cases = [
    ("2574", "187", "0", "19600", "0"),
    ("2330", "400", "0", "18225", "0"),
    ("100", "30", "81", "64", "10"),
    ("100", "30", "81", "64", "-60"),
    ("100", "8", "400", "64", "40"),
    ("-50", "12", "900", "49", "0"),
    ("5", "3", "64", "49", "20"),
    ("1e6", "2e-3", "4e8", "1e-6", "-3"),
    ("0.5", "-200", "0.04", "2500", "1"),
]

# cases, difference, its standard error, cost in all, standard error of the cost per case, covariance, values
curve_cases = [
    (5906, "187", "139.8", "15200000", "0", "0", ["0", "1", "5", "13.76", "40", "1000"]),
    (6718, "200", "134.6", "15650000", "0", "0", ["0", "1", "5", "11.65", "40", "1000"]),
    (100, "50", "10", "2000", "4", "18", ["0", "0.25", "0.4", "1", "3"]),
    (400, "-12", "30", "100000", "25", "-100", ["0", "2", "20", "500"]),
]


def curve(cases, d, sd, total, sc, cov, values):
    d, sd, c, sc, cov = mpf(d), mpf(sd), mpf(total) / cases, mpf(sc), mpf(cov)
    points = []
    for text in values:
        w = mpf(text)
        net = w * d - c
        variance = w * w * sd * sd + sc * sc - 2 * w * cov
        p = ncdf(net / sqrt(variance)) if variance > 0 else mpf(1 if net > 0 else 0)
        points.append({"willingness": float(w), "probability": float(p), "netBenefit": float(cases * net)})
    return {
        "input": {
            "cases": cases,
            "difference": float(d),
            "standardError": float(sd),
            "total": float(total),
            "costStandardError": float(sc),
            "covariance": float(cov),
        },
        "points": points,
        "asymptote": float(ncdf(d / sd)),
    }


out = {
    "origin": "mpmath %s at 50 digits, economics.py beside this file" % __import__("mpmath").__version__,
    "fieller": [
        {
            "input": dict(zip(("numerator", "denominator", "numeratorVariance", "denominatorVariance", "covariance"), map(float, case))),
            "set": fieller(*case),
        }
        for case in fieller_cases
    ],
    "acceptability": [curve(*case) for case in curve_cases],
}
path = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "economics.json")
with open(path, "w") as file:
    json.dump(out, file, indent=2)
    file.write("\n")
