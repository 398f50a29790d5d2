"""train_gaze.py --data DIR --held DIR --start RUN --out RUN --steps N [--seed S]: the gaze head alone, everything else as RUN has it."""
import argparse
import os
import time

import numpy as np
import torch

from data import Set
from nets import LandmarkNet
from train_landmarks import batch


def odds_of(faces):
    """Open eyes without dark glasses; who looks away is drawn four times as often."""
    n = faces.numbers
    fit = (n[:, 202:204].max(1) < 0.4) & (n[:, 215] < 2) & (np.abs(n[:, 196]) < 40)
    away = np.hypot(n[:, 204], n[:, 205]) > 7
    odds = fit * np.where(away, 4.0, 1.0)
    return odds / odds.sum()


@torch.no_grad()
def check(net, faces, rng):
    """Between gaze and camera: 16 degrees and more found above 12, and 8 and less called so."""
    rows = rng.choice(faces.count, min(480, faces.count // 32 * 32), replace=False, p=odds_of(faces))
    seen, truth, error = [], [], []
    for at in range(0, len(rows), 32):
        x, _, pose, state, numbers, _ = batch(faces, rows[at : at + 32], rng, False)
        _, _, r, s = net(x)
        yaw, pitch = torch.atan2(r[:, 0, 2], r[:, 2, 2]) * 57.3, torch.asin(-r[:, 1, 2].clamp(-1, 1)) * 57.3
        near = (numbers[:, 196].abs() < 20) & (numbers[:, 197].abs() < 20)
        error.append((s[:, 5:] - state[:, 5:])[near] * 30)
        seen.append(torch.hypot(s[:, 5] * 30 + yaw, s[:, 6] * 30 + pitch)[near])
        truth.append(torch.hypot(numbers[:, 204] + numbers[:, 196], numbers[:, 205] + numbers[:, 197])[near])
    s, t, e = torch.cat(seen), torch.cat(truth), torch.cat(error)
    away, straight = t >= 16, t <= 8
    return "found %.1f%% false %.1f%% error yaw %.2f pitch %.2f" % ((s[away] > 12).float().mean() * 100, (s[straight] > 12).float().mean() * 100, *e.abs().mean(0))


def main():
    p = argparse.ArgumentParser()
    for name in ("data", "held", "start", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=1500)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--seed", type=int, default=51)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    faces, held = Set(a.data, "face"), Set(a.held, "face")
    net, odds = LandmarkNet(), odds_of(faces)
    old, new = torch.load(f"{a.start}/state.pt")["smooth"], net.state_dict()
    new.update({k: v for k, v in old.items() if k in new and new[k].shape == v.shape})
    net.load_state_dict(new)
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    for parameter in net.gaze.parameters():
        parameter.requires_grad_(True)
    net.eval()  # the averages of the frozen layers stay

    def keep():
        os.makedirs(a.out, exist_ok=True)
        torch.save({"smooth": net.state_dict(), "step": step}, f"{a.out}/state.pt")

    best = torch.optim.AdamW(net.gaze.parameters(), lr=3e-3, weight_decay=1e-3)
    began, total, step = time.time(), 0.0, 0
    while step < a.steps and time.time() - began < a.minutes * 60:
        share = max(step / a.steps, (time.time() - began) / 60 / a.minutes)
        for g in best.param_groups:
            g["lr"] = 3e-3 * (0.5 + 0.5 * np.cos(np.pi * share)) + 1e-5
        x, _, _, state, _, _ = batch(faces, rng.choice(faces.count, 32, replace=False, p=odds), rng, True)
        loss = (net(x)[3][:, 5:] - state[:, 5:]).pow(2).mean()
        best.zero_grad()
        loss.backward()
        best.step()
        step += 1
        total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
        if step % 200 == 0:
            print(step, f"loss {total:.4f} {time.time() - began:.0f}s held-out:", check(net, held, rng), flush=True)
            keep()
    keep()


if __name__ == "__main__":
    main()
