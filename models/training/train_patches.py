"""train_patches.py --part eye|mouth --data FILE.npz... --held FILE.npz --out RUN --steps N [--photos FILE.npz] [--seed S]: points of
an eye or a mouth in a window of its own, finer than the whole face's; of the eye, whether it is shut and where it looks."""
import argparse
import time

import numpy as np
import torch
from torch.nn import functional as F

from data import crops, into_crop, spoil, standard
from nets import PATCH_SIDE, PatchNet
from patches import KEPT, SPREAD
from schedule import Run, fast
from shipped import begin

EYE, MOUTH = "eye", "mouth"
POINTS = {EYE: 9, MOUTH: 20}
# Degrees between gaze and camera: the criterion's limit, and what is truly away or truly not (tests/bench/face-judge.ts).
LIMIT, AWAY, AT_CAMERA = 12, 16, 8
# How far the first network errs, degrees (standard deviation): yaw, pitch.
POSE_ERROR = (2.0, 3.4)
# Mirrored mouth: point i becomes point MOUTH_MIRROR[i].
MOUTH_MIRROR = np.array([6, 5, 4, 3, 2, 1, 0, 11, 10, 9, 8, 7, 16, 15, 14, 13, 12, 19, 18, 17])


class Patches:
    def __init__(self, files, part):
        self.part = part
        loaded = [np.load(f) for f in files]
        join = lambda key: np.concatenate([f[key] for f in loaded])
        self.images, self.points = join(part + "s"), join(part + "_points").astype(np.float32)
        self.states = join("states") if part == EYE else np.zeros((len(self.images), 7), np.float32)
        self.who = join("who") if "who" in loaded[0] else None
        self.seen = join(part + "_seen") if f"{part}_seen" in loaded[0] else np.ones(self.points.shape[:2], np.float32)
        # Behind a mask, a hand or dark glass. Those are trained on as well: where points lie that nobody sees, and how unsure that is;
        # of eyes, not where they look. Of mouths (no states) all count as clear.
        self.hidden = (self.states[:, 5] == 2) | (self.states[:, 6] > 0)
        self.fit = np.nonzero(np.abs(self.states[:, 3]) < 40 / 30)[0]
        self.clear = np.nonzero(~self.hidden & (np.abs(self.states[:, 3]) < 40 / 30))[0]

    def odds(self):
        """What is hard is drawn more often: shut eyes, looks aside, clear glasses; dark skin, children, open mouths."""
        if self.part == MOUTH:
            skin, age, opening = self.who[self.fit].T
            odds = (1.0 + 1.0 * (skin < 0.2)) * (1.0 + 1.5 * (age < 0.17)) * (1.0 + 0.5 * (opening > 0.08))
            return odds / odds.sum()
        away, shut = np.hypot(self.states[:, 1], self.states[:, 2]) * 30, self.states[:, 0]
        odds = (1.0 + (shut > 0.8) + (shut > 0.3) + 0.5 * (away > 10)) * (1.0 + 0.7 * (self.states[:, 5] == 1)) * (1.0 - 0.5 * self.hidden)
        return odds[self.fit] / odds[self.fit].sum()


def repaint(x, rng):
    """Other colours of lips against skin: each channel becomes a mixture of all. Skins of the renderer have one lip colour each; the
    line where lips meet is what counts."""
    n = len(x)
    mixture = rng.dirichlet([0.7] * 3, (n, 3))
    share = rng.uniform(0, 1, (n, 1, 1)) ** 2
    mix = torch.from_numpy(((1 - share) * np.eye(3) + share * mixture).astype(np.float32))
    return torch.einsum("nij,njhw->nihw", mix, x)


def batch(data, rows, rng, train, part):
    n = len(rows)
    draw = lambda s, *shape: torch.from_numpy(rng.normal(0, s, (n, *shape)).astype(np.float32))
    q = torch.from_numpy(data.points[rows]) * (KEPT / 2) + KEPT / 2
    state, known = torch.from_numpy(data.states[rows]), torch.from_numpy(data.seen[rows])
    side = torch.full((n,), KEPT / SPREAD)
    centre = torch.full((n, 2), KEPT / 2)
    angle = torch.zeros(n)
    if train:
        # As wrong as the first network leaves them.
        centre = centre + draw(0.055, 2) * side[:, None]
        side = side * torch.exp(draw(0.07))
        angle = draw(0.05)
    x, _ = crops(data.images[rows], centre, side, angle, PATCH_SIDE)
    q = into_crop(q, centre, side, angle)
    if train:
        if part == MOUTH:
            flip = torch.from_numpy(rng.random(n) < 0.5)
            x[flip] = x[flip].flip(3)
            q = torch.where(flip[:, None, None], q[:, MOUTH_MIRROR] * torch.tensor([-1.0, 1.0]), q)
            known[flip] = known[flip][:, MOUTH_MIRROR]
            x = repaint(x, rng)
        x = spoil(x, rng)
        state[:, 3:5] = state[:, 3:5] + draw(1.0, 2) * torch.tensor(POSE_ERROR) / 30
    x = standard(x)
    if part == EYE:
        pose = state[:, 3:5, None, None].expand(n, 2, PATCH_SIDE, PATCH_SIDE)
        x = torch.cat([x, pose], 1)
    return x, q, state, known


def gaze_loss(gaze, truth, counts):
    """Squared error, which weighs more where the truth lies near the limit; and the limit's own question, away or not."""
    far, seen = truth.norm(dim=1) * 30, (gaze.pow(2).sum(1) + 1e-6).sqrt() * 30
    near_limit = 1 + 1.5 * torch.exp(-(((far - LIMIT) / 6) ** 2))
    told = ((far >= AWAY) | (far <= AT_CAMERA)).float() * counts
    asked = F.binary_cross_entropy_with_logits((seen - LIMIT) / 2, (far >= AWAY).float(), reduction="none")
    return 12 * ((gaze - truth).pow(2).sum(1) / 2 * near_limit * counts).mean() + 0.15 * (asked * told).mean()


def loss_of(out, q, state, known, rendered, part):
    points, sigma = out[0], out[1]
    off = (points - q).abs().sum(2)
    spread = sigma.clamp(-6, 1)
    mean = lambda v: (v * known).sum() / known.sum()
    corners = torch.ones(q.shape[1])
    corners[[0, 4, 8] if part == EYE else [0, 6]] = 2.5
    total = 10 * mean((off + 0.03 * torch.log1p(off / 0.01)) * corners) + 0.05 * mean(off.detach() / spread.exp() + spread)
    if part == EYE:
        shut, gaze = out[2][:rendered, 0], out[3][:rendered]
        truth, dark, covered = state[:rendered, 0], state[:rendered, 5] == 2, state[:rendered, 6] > 0
        sure = (((truth > 0.75) | (truth < 0.5)) & ~dark).float()
        total = total + 0.6 * (F.binary_cross_entropy_with_logits(shut, (truth > 0.6).float(), reduction="none") * sure).mean()
        open_eyes = ((truth < 0.4) & ~dark & ~covered).float()
        total = total + gaze_loss(gaze, state[:rendered, 1:3], open_eyes)
    return total


@torch.no_grad()
def check(net, data, rng, part):
    rows = data.clear[:: max(1, len(data.clear) // 1536)]
    errors, shut, gaze, states = [], [], [], []
    for at in range(0, len(rows), 64):
        x, q, state, _ = batch(data, rows[at : at + 64], rng, False, part)
        out = net(x)
        errors.append((out[0] - q).numpy())
        states.append(state.numpy())
        if part == EYE:
            shut.append(out[2][:, 0].numpy())
            gaze.append(out[3].numpy())
    e, s = np.concatenate(errors), np.concatenate(states)
    if part == MOUTH and data.who is not None:
        far, skin = np.linalg.norm(e[:, [0, 6]], axis=2).mean(1), data.who[rows, 0]
        bands = (skin < 0.06, (skin >= 0.06) & (skin < 0.2), skin >= 0.2, data.who[rows, 1] < 0.1)
        return "corners %.4f darkest %.4f dark %.4f light %.4f under 6 %.4f" % (far.mean(), *(far[b].mean() for b in bands))
    if part == MOUTH:
        return "corners %.4f all %.4f" % (np.linalg.norm(e[:, [0, 6]], axis=2).mean(), np.linalg.norm(e, axis=2).mean())
    centre = np.linalg.norm((e[:, 0] + e[:, 4]) / 2, axis=1)
    p, g = np.concatenate(shut) > 0, np.hypot(*np.concatenate(gaze).T) * 30
    true = np.hypot(s[:, 1], s[:, 2]) * 30
    near, open_eyes = np.abs(s[:, 3]) < 20 / 30, s[:, 0] < 0.3
    away, straight = near & open_eyes & (true >= 16), near & open_eyes & (true <= 8)
    closed, wide = s[:, 0] > 0.85, s[:, 0] < 0.5
    return "centre %.4f p95 %.4f shut %.1f%% false %.1f%% away %.1f%% false %.1f%%" % (
        centre.mean(), np.percentile(centre, 95), p[closed].mean() * 100, p[wide].mean() * 100, (g[away] > 12).mean() * 100, (g[straight] > 12).mean() * 100)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--part", choices=(EYE, MOUTH), required=True)
    p.add_argument("--data", nargs="+", required=True)
    p.add_argument("--held", nargs="+", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--photos", nargs="+")
    p.add_argument("--start")
    p.add_argument("--steps", type=int, default=8000)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    data, held = Patches(a.data, a.part), Patches(a.held, a.part)
    photos = Patches(a.photos, a.part) if a.photos else None
    net = PatchNet(POINTS[a.part], a.part == EYE)
    if a.start:
        begin(net, a.start, lambda: batch(data, rng.choice(data.fit, a.batch), rng, True, a.part)[0])
    run, odds = Run(net.to(memory_format=torch.channels_last), a.out, a.steps, a.rate, a.minutes), data.odds()
    began, total = time.time(), 0.0
    while run.share() < 1:
        run.net.train()
        shots = 0 if photos is None else a.batch // 6
        drawn = [batch(data, data.fit[rng.choice(len(data.fit), a.batch - shots, p=odds)], rng, True, a.part)]
        if shots:
            drawn.append(batch(photos, rng.choice(len(photos.images), shots), rng, True, a.part))
        x, q, state, known = (torch.cat(parts) for parts in zip(*drawn))
        with fast():
            out = run.net(x.to(memory_format=torch.channels_last))
        loss = loss_of(out, q, state, known, a.batch - shots, a.part)
        run.update(loss)
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if run.step % 250 == 0:
            run.save()
            print(f"{run.step} loss {total:.4f} {time.time() - began:.0f}s held-out:", check(run.smooth, held, rng, a.part), flush=True)
    run.save()


if __name__ == "__main__":
    main()
