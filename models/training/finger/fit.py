"""python3 models/training/finger/fit.py FOLDER: the numbers of models/finger/quality-params.ts from features.csv and pairs.csv.

Weights: ridge regression of the root of a print's median genuine score, less its finger's mean, on usable area times
orientation certainty and on the root of the count of sure minutiae. Scale: the rate of false non-matches by the worse
print of a pair (mean of two matchers at FMR 0.1 %), logistic, laid on the published rates by NFIQ 2 score.
"""
import csv, sys
import numpy as np

folder = sys.argv[1]
rows = list(csv.DictReader(open(f"{folder}/features.csv")))
column = lambda name: np.nan_to_num(np.array([float(r[name]) for r in rows]))
names = [r["name"] for r in rows]
finger = np.array([n.split("_")[0] for n in names])
X = np.c_[
    np.minimum(column("usable-area"), 260) * column("orientation-certainty"),
    np.sqrt(np.minimum(column("minutiae-count"), 60)),
]
utility = np.sqrt(np.maximum(0, column("own")))
utility = utility - np.array([utility[finger == f].mean() for f in finger])
mean, spread = X.mean(0), X.std(0)
Z = (X - mean) / spread
weights = np.linalg.solve(Z.T @ Z + np.eye(2), Z.T @ (utility - utility.mean()))
p = dict(zip(names, Z @ weights))

OWN, PAIR_TABLE = 41, 27  # thresholds at FMR 0.1 % when the shipped numbers were fitted
pairs = list(csv.DictReader(open(f"{folder}/pairs.csv")))
worse = np.array([min(p[r["a"]], p[r["b"]]) for r in pairs])
missed = (np.array([float(r["own"]) < OWN for r in pairs]) + np.array([float(r["boz"]) < PAIR_TABLE for r in pairs]).astype(float)) / 2
a, b = 0.0, -1.0
for _ in range(50):
    z = 1 / (1 + np.exp(-(a + b * worse)))
    w = z * (1 - z)
    gradient = np.array([(missed - z).sum(), ((missed - z) * worse).sum()])
    hessian = np.array([[w.sum(), (w * worse).sum()], [(w * worse).sum(), (w * worse**2).sum()]])
    step = np.linalg.solve(hessian, gradient)
    a, b = a + step[0], b + step[1]

# logit of the published FNMR: 0.15 -0.99 -1.87 -2.03 -2.92 at NFIQ 2 scores 5 15 25 35 45, least squares
slope, middle = -0.0718, -1.532
scale = b / slope
offset = 25 + (a - middle) / slope
print("offset", round(offset - scale * (mean * weights / spread).sum(), 2))
print("per certain square millimetre, per root of minutiae", (scale * weights / spread).round(4))
