"""Writes the rows and the expected metrics of MetricsTest, by definition and apart from the code (numpy, scipy).

Run in this folder: python3 expected.py. Each *.csv has the rows of a case; expected.csv has case,metric,value,standard error (0 where it is not reckoned).
"""
import csv
import numpy as np
from scipy import stats

rng = np.random.default_rng(20261121)
Z = stats.norm.ppf(0.975)
EPS = np.finfo(float).eps
expected = []


def wilson(k, n):
    """The roots p of (k/n - p)^2 = z^2 p (1 - p) / n, which is how Wilson's interval is defined."""
    p = k / n
    low, high = sorted(np.roots([1 + Z**2 / n, -(2 * p + Z**2 / n), p**2]).real)
    return low, high


def share(case, metric, k, n):
    low, high = wilson(k, n)
    expected.append((case, metric, k / n, (high - low) / (2 * Z)))


def mean(case, metric, x):
    expected.append((case, metric, np.mean(x), np.std(x, ddof=1) / np.sqrt(len(x))))


def auc(score, yes):
    """All pairs, ties half; the variance by DeLong's structural components."""
    s, t = score[yes], score[~yes]
    wins = (s[:, None] > t[None, :]) + 0.5 * (s[:, None] == t[None, :])
    se = np.sqrt(np.var(wins.mean(1), ddof=1) / len(s) + np.var(wins.mean(0), ddof=1) / len(t))
    return wins.mean(), se


def ece(score, yes):
    bins = np.minimum((score * 10).astype(int), 9)
    return sum(
        (bins == b).mean() * abs(score[bins == b].mean() - yes[bins == b].mean()) for b in range(10) if (bins == b).any()
    )


def macro(case, truth, predicted):
    """The delta method with a numerical gradient over the shares of the confusion matrix."""
    names = sorted(set(truth) | set(predicted))
    k, n = len(names), len(truth)
    table = np.zeros((k, k))
    for t, p in zip(truth, predicted):
        table[names.index(t), names.index(p)] += 1

    def of(cells):
        m = cells.reshape(k, k)
        hit, rows, answers = np.diag(m), m.sum(1), m.sum(0)
        ratio = lambda a, b: np.where(b > 0, a / np.where(b > 0, b, 1), 0).mean()
        return np.array([ratio(hit, answers), ratio(hit, rows), ratio(2 * hit, rows + answers)])

    shares = (table / n).ravel()
    gradient = np.zeros((3, k * k))
    for i in np.flatnonzero(shares):
        step = np.zeros(k * k)
        step[i] = 1e-6 * shares[i]
        gradient[:, i] = (of(shares + step) - of(shares - step)) / (2 * step[i])
    covariance = np.diag(shares) - np.outer(shares, shares)
    for j, metric in enumerate(["macroPrecision", "macroRecall", "macroF1"]):
        expected.append((case, metric, of(shares)[j], np.sqrt(gradient[j] @ covariance @ gradient[j] / n)))


def write(case, header, rows):
    with open(f"{case}.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def binary(case, score, yes, threshold):
    said = score >= threshold
    truth, predicted = np.where(yes, "yes", "no"), np.where(said, "yes", "no")
    write(case, ["truth", "predicted", "yes"], [(t, p, repr(float(s))) for t, p, s in zip(truth, predicted, score)])
    tp = int((yes & said).sum())
    share(case, "accuracy", int((yes == said).sum()), len(yes))
    if said.any():
        share(case, "precision", tp, int(said.sum()))
    share(case, "recall", tp, int(yes.sum()))
    either = int((yes | said).sum())
    low, high = wilson(tp, either)
    f = lambda j: 2 * j / (1 + j)
    expected.append((case, "f1", 2 * tp / (yes.sum() + said.sum()), (f(high) - f(low)) / (2 * Z)))
    macro(case, list(truth), list(predicted))
    expected.append((case, "rocAuc", *auc(score, yes)))
    of_truth = np.where(yes, score, 1 - score)
    mean(case, "logLoss", -np.log(np.clip(of_truth, EPS, 1)))
    mean(case, "brier", (score - yes) ** 2)
    expected.append((case, "calibrationError", ece(score, yes), 0))


def multi(case, n):
    names = np.array(["ant", "bee", "cat", "dog"])
    logits = rng.normal(0, 1.5, (n, 4)) + np.array([0.5, 0, 0, -9])
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = np.array([rng.choice(4, p=0.93 * q + np.array([0, 0, 0.02, 0.05])) for q in p])
    predicted = p.argmax(1)
    write(
        case,
        ["truth", "predicted", *names],
        [(names[t], names[a], *(repr(float(x)) for x in q)) for t, a, q in zip(truth, predicted, p)],
    )
    share(case, "accuracy", int((truth == predicted).sum()), n)
    macro(case, list(names[truth]), list(names[predicted]))
    areas = [auc(p[:, c], truth == c) for c in range(4)]
    expected.append((case, "rocAuc", *np.mean(areas, axis=0)))
    mean(case, "logLoss", -np.log(np.clip(p[np.arange(n), truth], EPS, 1)))
    mean(case, "brier", ((p - np.eye(4)[truth]) ** 2).sum(1))
    expected.append((case, "calibrationError", ece(p.max(1), truth == predicted), 0))


def numbers(case, truth, predicted):
    write(case, ["truth", "predicted"], [(repr(float(t)), repr(float(p))) for t, p in zip(truth, predicted)])
    error = predicted - truth
    mean(case, "mae", abs(error))
    mean(case, "bias", error)
    mean(case, "mape", abs(error[truth != 0] / truth[truth != 0]))
    centred = truth - truth.mean()  # R2 does not depend on where the truth lies

    def delta(moments, of, ddof):
        at = moments.mean(0)
        gradient = np.zeros(len(at))
        for i in range(len(at)):
            step = np.zeros(len(at))
            step[i] = 1e-5 * max(abs(at[i]), 1e-3 * moments[:, i].std())
            gradient[i] = (of(at + step) - of(at - step)) / (2 * step[i])
        variance = gradient @ np.cov(moments.T, ddof=ddof).reshape(len(at), len(at)) @ gradient / len(moments)
        return of(at), np.sqrt(variance)

    expected.append((case, "rmse", *delta(error[:, None] ** 2, lambda m: np.sqrt(m[0]), 1)))
    moments = np.stack([error**2, centred, centred**2], 1)
    expected.append((case, "rSquared", *delta(moments, lambda m: 1 - m[0] / (m[2] - m[1] ** 2), 0)))


n = 400
score = rng.beta(1.2, 2.5, n)
binary("random", score, rng.random(n) < score, 0.5)
score = np.exp(rng.normal(np.log(1e-5), 1.5, n))
yes = rng.random(n) < np.minimum(1, score * 3000)
binary("fraud", score, yes, 5e-5)
score = np.round(rng.beta(2, 2, n), 1)
binary("tied", score, rng.random(n) < score, 0.5)
binary("constant", np.full(n, 0.3), rng.random(n) < 0.3, 0.2)
extreme = np.array([0.0, 5e-324, 1e-300, 1e-17, 1e-9, 0.25, 0.5, 0.75, 1 - 1e-9, 1 - 2**-53, 1.0])
score = extreme[rng.integers(0, len(extreme), n)]
binary("extreme", score, rng.random(n) < 0.2 + 0.6 * score, 0.5)
multi("multi", n)
truth = rng.gamma(2, 10, n)
truth[::50] = 0
numbers("numbers", truth, truth * 1.05 + rng.normal(0, 3, n) - 0.4)
truth = 1e9 + rng.integers(0, 1000, n) / 16
numbers("faroff", truth, truth + rng.integers(-80, 81, n) / 16)

with open("expected.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["case", "metric", "value", "standardError"])
    out.writerows((c, m, repr(float(v)), repr(float(s))) for c, m, v, s in expected)
