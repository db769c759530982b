"""Complier average effects from rows: exact fractions by residuals of clusters, sets by a root finder in mpmath."""
import json
import os
import random
from fractions import Fraction
from mpmath import mp, mpf, sqrt, erfinv, findroot, tan, pi, ncdf

mp.dps = 40
z = sqrt(2) * erfinv(mpf("0.95"))


def rows_of(seed, cases, share, effect, linked, money):
    """arm, stratum, cluster or None, value, taken: nobody of the control takes it up."""
    r = random.Random(seed)
    rows = []
    for arm in ("called", "control"):
        for i in range(cases):
            stratum = "1993" if r.random() < 0.4 else "2003"
            cluster = f"{arm}-{i // 2}" if linked and i % 5 < 2 else None
            taken = int(arm == "called" and r.random() < share)
            pays = r.random() < 0.3 + effect * taken
            value = (r.randrange(100, 30000) if money else 1) if pays else 0
            rows.append([arm, stratum, cluster, value, taken])
    return rows


def fsum(values):
    return sum(values, Fraction(0))


def arm_terms(rows, arm, strata):
    """The weighted means of value and taken, and each cluster's share in their deviations, as an exact sum of weighted parts."""
    own = [(s, c if c is not None else f"single{i}", y, d) for i, (a, s, c, y, d) in enumerate(rows) if a == arm]
    total = {s: sum(1 for row in rows if strata(row[1]) == s) for s in {strata(row[1]) for row in rows}}
    whole = sum(total.values())
    mean, share, parts = Fraction(0), Fraction(0), {}
    for s in sorted(total):
        weight = Fraction(total[s], whole)
        clusters = {}
        for stratum, cluster, y, d in own:
            if strata(stratum) == s:
                m, t, k = clusters.get(cluster, (0, 0, 0))
                clusters[cluster] = (m + 1, t + y, k + d)
        M = sum(m for m, _, _ in clusters.values())
        R = Fraction(sum(t for _, t, _ in clusters.values()), M)
        Q = Fraction(sum(k for _, _, k in clusters.values()), M)
        mean, share = mean + weight * R, share + weight * Q
        g = Fraction(len(clusters), len(clusters) - 1)
        for cluster, (m, t, k) in clusters.items():
            parts.setdefault(cluster, []).append((g, weight * (t - R * m) / M, weight * (k - Q * m) / M))
    return mean, share, parts


def number(fraction):
    return mpf(fraction.numerator) / fraction.denominator


def deviations(parts):
    for cluster in parts.values():
        yield (
            sum((sqrt(number(g)) * number(e) for g, e, _ in cluster), mpf(0)),
            sum((sqrt(number(g)) * number(f) for g, _, f in cluster), mpf(0)),
        )


def complier(rows, strata):
    mean1, share, parts1 = arm_terms(rows, "called", strata)
    mean0, _, parts0 = arm_terms(rows, "control", strata)
    a, b = number(mean1 - mean0), number(share)
    one, other = list(deviations(parts1)), list(deviations(parts0))
    va = sum(e * e for e, _ in one) + sum(e * e for e, _ in other)
    vb, c = sum(f * f for _, f in one), sum(e * f for e, f in one)
    ratio = a / b
    return {
        "estimate": float(ratio),
        "standardError": float(sqrt(va - 2 * ratio * c + ratio * ratio * vb) / b),
        "pValue": float(2 * ncdf(-abs(a / sqrt(va)))),
        "covariance": float(c),
        "set": fieller(a, b, va, vb, c),
    }


def fieller(a, b, va, vb, c):
    gap = lambda r: (a - r * b) ** 2 - z * z * (va - 2 * r * c + r * r * vb)
    scale = sqrt((a * a + va) / (b * b + vb))
    roots, before = [], None
    for k in range(1, 4000):
        r = tan(pi * (mpf(k) / 4000 - mpf(1) / 2)) * scale
        value = gap(r)
        if before is not None and (value > 0) != (before[1] > 0):
            roots.append(findroot(gap, (before[0], r), solver="anderson"))
        before = (r, value)
    if not roots:
        return {"type": "whole_line"}
    low, high = sorted(roots)
    if gap((low + high) / 2) <= 0:
        return {"type": "interval", "lower": float(low), "upper": float(high)}
    return {"type": "two_rays", "below": float(low), "above": float(high)}


settings = [
    ("amounts of single cases", dict(seed=1, cases=120, share=0.5, effect=0.2, linked=False, money=True)),
    ("payers of single cases", dict(seed=2, cases=150, share=0.35, effect=0.3, linked=False, money=False)),
    ("amounts of linked cases", dict(seed=3, cases=130, share=0.6, effect=0.25, linked=True, money=True)),
    ("payers of linked cases", dict(seed=4, cases=130, share=0.4, effect=0.1, linked=True, money=False)),
    ("two rays", dict(seed=6, cases=40, share=0.04, effect=0.9, linked=False, money=False)),
    ("the whole line", dict(seed=9, cases=40, share=0.04, effect=0.0, linked=False, money=True)),
]

out = []
for title, setting in settings:
    rows = rows_of(**setting)
    out.append({
        "title": title,
        "money": setting["money"],
        "rows": rows,
        "whole": complier(rows, lambda stratum: "all"),
        "within": complier(rows, lambda stratum: stratum),
    })
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compliers.json")
with open(path, "w") as file:
    json.dump({"by": "compliers.py", "cases": out}, file, separators=(",", ":"))
    file.write("\n")
print([(case["title"], case["whole"]["set"]["type"], case["within"]["set"]["type"], case["whole"]["estimate"]) for case in out])
