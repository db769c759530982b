# The same sums and the same test by NumPy and SciPy: python3 rival.py RAW
import json
import sys

import numpy as np
from scipy import stats

cases = np.fromfile(sys.argv[1], dtype=np.int64).reshape(-1, 4)
arm, stratum, paid, amount = cases.T
cell = arm * 48 + stratum
counts = np.bincount(cell, minlength=96)
payers = np.bincount(cell, weights=paid, minlength=96)
sums = np.bincount(cell, weights=amount, minlength=96)
squares = np.bincount(cell, weights=amount.astype(float) ** 2, minlength=96)
test = stats.kruskal(amount[arm == 0], amount[arm == 1])
print(json.dumps({"total": str(int(sums.sum())), "statistic": test.statistic}))
