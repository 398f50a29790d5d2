"""A training run that may be stopped and taken up again: steps, rate, averaged weights, checkpoints."""
import copy
import math
import os
import time

import torch


EVERY = 5  # steps between two additions to the averaged weights


def _has_bfloat16():
    try:
        with open("/proc/cpuinfo") as f:
            return not {"avx512_bf16", "amx_bf16"}.isdisjoint(f.read().split())
    except OSError:
        return False


BFLOAT16 = _has_bfloat16()


def fast():
    """bfloat16 for the convolutions where the processor has it: twice the speed there, an eighth elsewhere; the weights stay 32 bits."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16)


class Run:
    def __init__(self, net, folder, steps, rate, minutes=1e9, decay=1e-4, average=0.998):
        self.net, self.folder, self.steps, self.rate, self.average, self.minutes = net, folder, steps, rate, average, minutes
        self.smooth = copy.deepcopy(net).eval()
        for p in self.smooth.parameters():
            p.requires_grad_(False)
        self.best = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay, foreach=True)
        self.step, self.seconds = 0, 0.0
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(f"{folder}/state.pt"):
            s = torch.load(f"{folder}/state.pt")
            net.load_state_dict(s["net"])
            self.smooth.load_state_dict(s["smooth"])
            self.best.load_state_dict(s["best"])
            self.step, self.seconds = s["step"], s["seconds"]
        self.began, self.start = time.process_time(), time.time()

    def share(self):
        """How much of the run is over: steps, or wall-clock time where that ends first."""
        return max(self.step / self.steps, (time.time() - self.start) / 60 / self.minutes)

    def update(self, loss):
        share = self.share()
        rate = self.rate * min(1, (self.step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * min(1, share))) + 1e-6
        for g in self.best.param_groups:
            g["lr"] = rate
        self.best.zero_grad(set_to_none=True)
        loss.backward()
        if self.step < 300:
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.best.step()
        self.step += 1
        if self.step % EVERY:
            return
        k = min(self.average, (self.step + 1) / (self.step + 10)) ** EVERY
        with torch.no_grad():
            for a, b in zip(self.smooth.state_dict().values(), self.net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(k).add_(b, alpha=1 - k)
                else:
                    a.copy_(b)

    def save(self):
        s = {"net": self.net.state_dict(), "smooth": self.smooth.state_dict(), "best": self.best.state_dict(), "step": self.step, "seconds": self.seconds + time.process_time() - self.began}
        torch.save(s, f"{self.folder}/state.tmp")
        os.replace(f"{self.folder}/state.tmp", f"{self.folder}/state.pt")
