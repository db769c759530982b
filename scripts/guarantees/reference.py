"""Reads data sets (file, columns set,arm,stratum,value) and writes what SciPy makes of them: set,outcome,method,quantity,value."""
import csv
import sys
from collections import defaultdict

import numpy as np
import scipy
from scipy import stats

sets = defaultdict(lambda: defaultdict(list))
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        sets[row["set"]][row["arm"]].append(float(row["value"]))

with open(sys.argv[2], "w") as output:
    print(f"SciPy {scipy.__version__}", file=output)

    def say(name, outcome, method, quantity, value):
        print(name, outcome, method, quantity, repr(float(value)), sep=",", file=output)

    for name, arms in sets.items():
        values = {arm: np.array(arms[arm]) for arm in ("pwc_first", "nrp_first", "control")}
        groups = list(values.values())
        table = np.array([[np.sum(group > 0), np.sum(group == 0)] for group in groups])
        counted = table.sum(axis=0).all()
        for method, lambda_ in (("pearson-chi-squared", "pearson"), ("g-test", "log-likelihood")) if counted else ():
            result = stats.chi2_contingency(table, correction=False, lambda_=lambda_)
            say(name, "binary", method, "statistic", result.statistic)
            say(name, "binary", method, "p", result.pvalue)
        kruskal = stats.kruskal(*groups)
        say(name, "money", "kruskal-wallis", "statistic", kruskal.statistic)
        say(name, "money", "kruskal-wallis", "p", kruskal.pvalue)
        anova = stats.f_oneway(*groups)
        say(name, "money", "one-way-anova", "statistic", anova.statistic)
        say(name, "money", "one-way-anova", "p", anova.pvalue)
        tukey = stats.tukey_hsd(*groups)
        interval = tukey.confidence_interval()
        for index, arm in enumerate(("pwc_first", "nrp_first")):
            a, b = values[arm], values["control"]
            welch = stats.ttest_ind(a, b, equal_var=False)
            say(name, "money", "difference-in-means-welch", f"{arm}:statistic", welch.statistic)
            say(name, "money", "difference-in-means-welch", f"{arm}:p", welch.pvalue)
            munzel = stats.brunnermunzel(b, a)
            say(name, "money", "brunner-munzel", f"{arm}:statistic", munzel.statistic)
            say(name, "money", "brunner-munzel", f"{arm}:p", munzel.pvalue)
            say(name, "money", "tukey", f"{arm}:simultaneous p", tukey.pvalue[index, 2])
            say(name, "money", "tukey", f"{arm}:simultaneous low", interval.low[index, 2])
            say(name, "money", "tukey", f"{arm}:simultaneous high", interval.high[index, 2])
            if not counted:
                continue
            ratio = stats.contingency.odds_ratio([[int((a > 0).sum()), int((a == 0).sum())], [int((b > 0).sum()), int((b == 0).sum())]])
            say(name, "binary", "odds-ratio", f"{arm}:estimate", ratio.statistic)
