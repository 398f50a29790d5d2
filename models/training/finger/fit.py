"""python3 models/training/finger/fit.py FOLDER [report]: models/finger/likeness-numbers.ts and the numbers of quality-params.ts.

FOLDER holds features.csv and pairs.csv of synthetic prints (features.mjs). Two predictions are blended:

utility     how an impression compares with the others of its finger: ridge regression of the root of its median genuine
            score, less its finger's mean, on usable area times orientation certainty and on the logarithm of the count
            of sure minutiae (it explains more of held-out fingers than the root does); synthetic prints only;
likeness    what NFIQ 2 says of a picture: a Gaussian process over NIST's published scores of its conformance set and
            NIST's own figures (nist-conformance.csv), 51 of 69, which models/finger/blocks computes to the digit. Counts
            enter by their root; kernel and root were chosen by ten-fold cross-validation among those figures, reach and
            noise by the marginal likelihood ("report" prints what families of figures are worth). No part of NFIQ 2 is
            used, only these public-domain figures.

Scale: the rate of false non-matches of synthetic pairs by the worse print (mean of two matchers, each at FMR 0.01 %),
logistic, laid on the published rates by NFIQ 2 score, so that a score keeps the meaning it has on that scale.
"""
import base64, csv, sys
from pathlib import Path
import numpy as np

SHARE_OF_UTILITY = 0.45  # a choice between the two aims, not a fit
OWN, PAIR_TABLE = 32.1, 34  # thresholds of the two matchers at FMR 0.01 % on these prints (impostors.mjs)
STEPS = 32  # of a standard deviation, for what ships

folder = Path(sys.argv[1])
here = Path(__file__).parent
rows = list(csv.DictReader(open(folder / "features.csv")))
column = lambda name: np.nan_to_num(np.array([float(r[name]) for r in rows]))
names = [r["name"] for r in rows]
finger = np.array([n.split("_")[0] for n in names])
nist = list(csv.DictReader(line for line in open(here / "nist-conformance.csv") if line[0] != "#"))
nist_score = np.array([float(r["score"]) for r in nist])

MINUTIAE = ("FingerJetFX", "FJFX")  # hang on another's minutia extractor
LEFT_OUT = ("LCS", "RVUP_Bin10_8", "RVUP_Bin10_9")  # hardly a gain in cross-validation; always empty
FIGURES = [f for f in nist[0] if f != "score" and not f.startswith(MINUTIAE + LEFT_OUT)]


def plain(table, figures):
    """Figures of all prints, counts by their root."""
    return np.array([[float(r[f]) ** (0.5 if f[-2] == "_" else 1) for f in figures] for r in table])


class Likeness:
    """Gaussian process with the kernel 1 / (1 + d^2 / 2 reach^2), d in standard deviations of the prints it has seen."""

    def __init__(self, X, y, reach=None, noise=None):
        self.low, self.high = np.percentile(X, 2, axis=0), np.percentile(X, 98, axis=0)
        held = np.clip(X, self.low, self.high)
        self.middle, self.spread = held.mean(0), held.std(0)
        self.prints = np.round((held - self.middle) / self.spread * STEPS) / STEPS
        assert np.abs(self.prints * STEPS).max() <= 127
        self.mean = y.mean()
        squares = ((self.prints[:, None] - self.prints[None]) ** 2).sum(-1)
        if reach is None:
            _, reach, noise = max(
                (self.evidence(squares, y, r, n), r, n)
                for r in (5, 6, 7, 8, 9, 10, 11, 12, 14, 16)
                for n in (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2)
            )
        self.reach, self.noise = reach, noise
        kernel = 1 / (1 + squares / 2 / reach**2) + noise * np.eye(len(y))
        self.weights = np.linalg.solve(kernel, y - self.mean).astype(np.float32)

    @staticmethod
    def evidence(squares, y, reach, noise):
        """Logarithm of the marginal likelihood, the scale of the scores set at its best."""
        own, vectors = np.linalg.eigh(1 / (1 + squares / 2 / reach**2) + noise * np.eye(len(y)))
        return -0.5 * len(y) * np.log(((vectors.T @ (y - y.mean())) ** 2 / own).mean()) - 0.5 * np.log(own).sum()

    def __call__(self, X):
        place = (np.clip(X, self.low, self.high) - self.middle) / self.spread
        squares = ((place[:, None] - self.prints[None]) ** 2).sum(-1)
        return self.mean + (1 / (1 + squares / 2 / self.reach**2)) @ self.weights


def ranks(v):
    """Ranks, equal values sharing theirs."""
    _, place, count = np.unique(v, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def spearman(a, b):
    return np.corrcoef(ranks(a), ranks(b))[0, 1]


def cross_validated(figures):
    """Root mean square error, rank correlation and agreement at 30 on held-out prints: means of five ten-fold runs."""
    X, found = plain(nist, figures), []
    best = Likeness(X, nist_score)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(X))
        guess = np.zeros(len(X))
        for part in np.array_split(order, 10):
            rest = np.setdiff1d(order, part)
            guess[part] = Likeness(X[rest], nist_score[rest], best.reach, best.noise)(X[part])
        agree = ((guess >= 30) == (nist_score >= 30)).mean()
        found.append((np.sqrt(((guess - nist_score) ** 2).mean()), spearman(guess, nist_score), agree))
    return np.mean(found, axis=0).round(4)


if "report" in sys.argv[2:]:
    EMPTY = ("LCS_Bin10_0", "RVUP_Bin10_8", "RVUP_Bin10_9")
    every = [f for f in nist[0] if f != "score" and f not in EMPTY]
    print("figures: error, rank correlation, agreement at 30")
    print("all", len(every), cross_validated(every))
    print("without minutiae", cross_validated([f for f in every if not f.startswith(MINUTIAE)]))
    print("as shipped", len(FIGURES), cross_validated(FIGURES))
    for family in (("FDA",), ("OCL",), ("OF",), ("RVUP",), ("Orientation",), ("MMB", "Mu", "ImgProc")):
        print("without", *family, cross_validated([f for f in FIGURES if not f.startswith(family)]))
    four = ["FDA_Bin10_StdDev", "OCL_Bin10_Mean", "Mu", "OrientationMap_ROIFilter_CoherenceSum"]
    print("version 3's four", cross_validated(four))


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

model = Likeness(plain(nist, FIGURES), nist_score)
print("reach", model.reach, "noise", model.noise)
likeness = model(plain(rows, FIGURES))

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

print("offset", round(middle + scale * (a * (utility_0 - utility.mean()) - b * likeness.mean()), 2))
print("per certain square millimetre, per logarithm of minutiae", (scale * a * utility_w).round(4))
print("per likeness", round(scale * b, 4))


def text(data):
    """Lines of base64."""
    code = base64.b64encode(data.tobytes()).decode()
    return "".join(f'    "{code[k:k + 100]}",\n' for k in range(0, len(code), 100))


ranges = "".join(
    f"    [{', '.join(f'{v:.5g}' for v in four)}],\n"
    for four in zip(model.low, model.high, model.middle, model.spread)
)
(here / "../../finger/likeness-numbers.ts").write_text(
    f"""/** Written by models/training/finger/fit.py from NIST's public-domain figures; 199 prints, 51 figures of each. */
export const LIKENESS = {{
  mean: {model.mean:.5g},
  /** Standard deviations within which a print counts for most. */
  reach: {model.reach},
  /** Steps of a standard deviation in which the prints are written. */
  steps: {STEPS},
  /** Of each figure: least, most, mean, standard deviation. */
  figures: [
{ranges}  ],
  /** Prints by figures, signed bytes. */
  prints: [
{text((model.prints * STEPS).astype(np.int8))}  ],
  /** One for each print, 32-bit numbers, low byte first. */
  weights: [
{text(model.weights)}  ],
}} as const;
"""
)
