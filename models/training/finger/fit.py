"""python3 models/training/finger/fit.py FOLDER: the numbers of models/finger/quality-params.ts.

FOLDER holds features.csv and pairs.csv of synthetic prints (features.mjs). Two predictions are blended:

utility     how an impression compares with the others of its finger: ridge regression of the root of its median genuine
            score, less its finger's mean, on usable area times orientation certainty and on the logarithm of the count
            of sure minutiae (it explains more of held-out fingers than the root does); synthetic prints only;
likeness    what NFIQ 2 says of a picture: ridge regression of NIST's published scores of its conformance set on NIST's
            own figures of four measures of ISO/IEC 29794-4 (nist-conformance.csv), which models/finger/measures computes
            in the same units. No part of NFIQ 2 is used, only these public-domain figures.

Scale: the rate of false non-matches of synthetic pairs by the worse print (mean of two matchers, each at FMR 0.01 %),
logistic, laid on the published rates by NFIQ 2 score, so that a score keeps the meaning it has on that scale.
"""
import csv, sys
from pathlib import Path
import numpy as np

SHARE_OF_UTILITY = 0.45  # a choice between the two aims, not a fit
OWN, PAIR_TABLE = 32.1, 34  # thresholds of the two matchers at FMR 0.01 % on these prints (impostors.mjs)
MEASURES = ["frequency-spread", "certainty-of-blocks", "picture-mean", "coherent-blocks"]

folder = Path(sys.argv[1])
rows = list(csv.DictReader(open(folder / "features.csv")))
column = lambda name: np.nan_to_num(np.array([float(r[name]) for r in rows]))
names = [r["name"] for r in rows]
finger = np.array([n.split("_")[0] for n in names])


def ridge(X, y, strength):
    """Weights and offset of a ridge regression whose offset is not held back."""
    mean, spread = X.mean(0), X.std(0)
    Z = (X - mean) / spread
    w = np.linalg.solve(Z.T @ Z + strength * np.eye(X.shape[1]), Z.T @ (y - y.mean())) / spread
    return w, y.mean() - mean @ w


X = np.c_[
    np.minimum(column("usable-area"), 260) * column("orientation-certainty"),
    np.log(np.clip(column("minutiae-count"), 4, 80)),
]
root = np.sqrt(np.maximum(0, column("own")))
own_mean = {f: root[finger == f].mean() for f in finger}
utility_w, utility_0 = ridge(X, root - np.array([own_mean[f] for f in finger]), 1)
utility = X @ utility_w + utility_0

nist = list(csv.DictReader(line for line in open(Path(__file__).parent / "nist-conformance.csv") if line[0] != "#"))
N = np.array([[float(r[m]) for m in MEASURES] for r in nist])
low, high = np.percentile(N, 2, axis=0), np.percentile(N, 98, axis=0)
like_w, like_0 = ridge(np.clip(N, low, high), np.array([float(r["score"]) for r in nist]), 3)
likeness = np.clip(np.array([column(m) for m in MEASURES]).T, low, high) @ like_w + like_0

a, b = SHARE_OF_UTILITY / utility.std(), (1 - SHARE_OF_UTILITY) / likeness.std()
blend = a * (utility - utility.mean()) + b * (likeness - likeness.mean())

pairs = list(csv.DictReader(open(folder / "pairs.csv")))
of = dict(zip(names, blend))
worse = np.array([min(of[r["a"]], of[r["b"]]) for r in pairs])
missed = (
    np.array([float(r["own"]) < OWN for r in pairs]).astype(float) + np.array([float(r["boz"]) < PAIR_TABLE for r in pairs])
) / 2
# Logistic by damped Newton steps.
t = np.array([np.log(missed.mean() / (1 - missed.mean())), 0.0])
D = np.c_[np.ones(len(worse)), worse]
for _ in range(200):
    z = 1 / (1 + np.exp(-(D @ t)))
    t = t + 0.5 * np.linalg.solve((D * (z * (1 - z))[:, None]).T @ D + 1e-6 * np.eye(2), D.T @ (missed - z))
# Published FNMR by the lower NFIQ 2 score of a pair, bands 0-9 .. 40-49.
slope, at0 = np.polyfit([5, 15, 25, 35, 45], [np.log(p / (1 - p)) for p in (0.538, 0.271, 0.133, 0.116, 0.051)], 1)
scale, middle = t[1] / slope, (t[0] - at0) / slope

print("offset", round(middle + scale * (a * (utility_0 - utility.mean()) + b * (like_0 - likeness.mean())), 2))
print("per certain square millimetre, per logarithm of minutiae", (scale * a * utility_w).round(4))
for m, w, l, h in zip(MEASURES, scale * b * like_w, low, high):
    print(m, "weight", round(w, 4), "from", round(l, 3), "to", round(h, 3))
