"""Makes robust.json: cluster-robust CR2 and inverse-probability-weighted regressions, by their matrices.

CR2 with Satterthwaite's degrees of freedom as Pustejovsky and Tipton (2018) state them for ordinary least squares:
A_g = (I - H_gg)^(-1/2) by eigenvalues, degrees of freedom (sum of q_g'q_g)^2 / sum of (q_g'q_h)^2 with
q_g = (I - H)_g' A_g X_g (X'X)^-1 c. Weighted: cases with the weight of their unit, scores of whole units, each multiplied
by (I - H_gg)^(-1/2), H the hat matrix of the weighted regression in its symmetric form (HC2 where a unit has one case).
Run with: python3 robust.py > robust.json  (needs numpy; reads clusters.json beside it)
"""
from collections import Counter
import json
import os
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
clusters = json.load(open(os.path.join(here, 'clusters.json')))


def inverse_root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values ** -0.5) @ vectors.T


def regression(rows, weight=None, stratified=False):
    """Difference in means on cases, robust to clusters; rows are (arm, stratum, cluster, value).

    Stratified: a mean for every arm and stratum, combined with the strata's shares of all cases.
    """
    y = np.array([float(row[3]) for row in rows])
    shares = Counter(row[1] if stratified else 'all' for row in rows)
    cells = [(arm, stratum) for arm in ('called', 'control') for stratum in shares]
    X = np.array([[row[0] == arm and stratum in (row[1], 'all') for arm, stratum in cells] for row in rows], dtype=float)
    c = np.array([(1 if arm == 'called' else -1) * shares[stratum] / len(rows) for arm, stratum in cells])
    names = [row[2] for row in rows]
    w = np.ones(len(rows)) if weight is None else np.array([weight[name] for name in names])
    root = np.sqrt(w)[:, None] * X
    bread = np.linalg.inv(root.T @ root)
    beta = bread @ (X.T @ (w * y))
    hat = root @ bread @ root.T
    residual = np.sqrt(w) * (y - X @ beta)
    variance, q = 0.0, []
    for name in sorted(set(names)):
        g = [i for i, other in enumerate(names) if other == name]
        adjust = inverse_root(np.eye(len(g)) - hat[np.ix_(g, g)])
        p = adjust @ root[g] @ bread @ c
        variance += (p @ residual[g]) ** 2
        q.append((np.eye(len(rows)) - hat)[:, g] @ p)
    q = np.array(q)
    products = q @ q.T
    out = {'difference': c @ beta, 'se': np.sqrt(variance)}
    if weight is None:
        out['df'] = np.trace(products) ** 2 / np.sum(products ** 2)
    return out


def units(rows):
    """Cases of each unit by stratum, as a type, and the arm of each unit."""
    types, arms = {}, {}
    for arm, stratum, cluster, _ in rows:
        types.setdefault(cluster, Counter())[stratum] += 1
        arms[cluster] = arm
    return {name: tuple(sorted(cases.items())) for name, cases in types.items()}, arms


def realised_weights(rows):
    types, arms = units(rows)
    of_type = Counter(types.values())
    of_type_and_arm = Counter((types[name], arms[name]) for name in types)
    return {name: of_type[types[name]] / of_type_and_arm[types[name], arms[name]] for name in types}


def draw(seed):
    """Lehmer generator: the rows do not depend on numpy's."""
    while True:
        seed = seed * 16807 % 2147483647
        yield seed / 2147483647


def unequal_rows():
    """Pairs go mostly to one arm, single cases mostly to the other; pairs pay more."""
    source = draw(2015)
    rows = []
    for arm, pairs, mixed, singles in (('called', 14, 6, 20), ('control', 5, 3, 41)):
        for i in range(pairs + mixed + singles):
            cases = ['1993', '1993'] if i < pairs else ['1993', '2003'] if i < pairs + mixed else ['2003' if i % 2 else '1993']
            for stratum in cases:
                value = 0 if next(source) < 0.5 else int(100 + 400 * next(source)) * len(cases)
                rows.append([arm, stratum, f'{arm}-{i}', value])
    return rows


def paid(rows):
    return [[*row[:3], int(row[3] > 0)] for row in rows]


nested = clusters['nestedRows']
spanning = clusters['spanningRows']
few = [row for row in spanning if row[2].split('-')[2] in '123' and row[1] == '1993']
single = [[arm, stratum, str(i), value] for i, (arm, stratum, _, value) in enumerate(nested)]
unequal = unequal_rows()
# 19 pairs of which 13.3 are expected in `called`, 9 mixed pairs of which 5.4 are; targets of 41 and 16 cases in `called`,
# of which 2 x 13.3 + 5.4 and 5.4 are expected to be linked; 31 and 30 single cases.
design = {'1993:2': 0.7, '1993:1|2003:1': 0.6, '1993:1': (41 - 32) / 31, '2003:1': (16 - 5.4) / 30}


def design_weights(rows):
    types, arms = units(rows)
    keys = {name: '|'.join(f'{stratum}:{n}' for stratum, n in cases) for name, cases in types.items()}
    chance = {name: design[keys[name]] for name in types}
    return {name: 1 / (chance[name] if arms[name] == 'called' else 1 - chance[name]) for name in types}


result = {
    'generator': f'tests/oracles/statistics/robust.py, numpy {np.__version__}',
    'cr2': {
        'nested': regression(nested),
        'nestedPaid': regression(paid(nested)),
        'spanning': regression(spanning),
        'few': regression(few),
        'single': regression(single),
        'unequal': regression(unequal),
        'nestedStratified': regression(nested, stratified=True),
        'spanningStratified': regression(spanning, stratified=True),
        'spanningPaidStratified': regression(paid(spanning), stratified=True),
        'unequalStratified': regression(unequal, stratified=True),
    },
    'weighted': {
        'realised': regression(unequal, realised_weights(unequal)),
        'realisedPaid': regression(paid(unequal), realised_weights(unequal)),
        'design': regression(unequal, design_weights(unequal)),
        'singleRealised': regression(single, realised_weights(single)),
    },
    'design': design,
    'fewRows': few,
    'unequalRows': unequal,
}
print(json.dumps(result))
