"""Weights of a network that ships (models/weights/*.onnx), back in a network that can be trained on: a run need not be kept to be
continued. Exporting folds each batch norm into the convolution before it; here each gets one again that changes nothing."""
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn


PREFIX = "net."  # export.py wraps the network


def _followed(net, x):
    """Convolutions in the order in which they run, each with the batch norm behind it or none."""
    order = []

    def ran(module, _, __):
        if isinstance(module, nn.Conv2d):
            order.append([module, None])
        else:
            order[-1][1] = module

    hooks = [m.register_forward_hook(ran) for m in net.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d))]
    with torch.no_grad():
        net(x)
    for hook in hooks:
        hook.remove()
    return order


def _same(module, bias):
    """A batch norm that only adds: the identity, and the convolution's bias."""
    with torch.no_grad():
        module.running_mean.zero_()
        module.running_var.fill_(1 - module.eps)
        module.weight.fill_(1)
        module.bias.copy_(bias)


def taken(net, path, side, planes):
    """net with the weights of the shipped file at path; net.eval() answers as the file does. side, planes: of its input."""
    graph = onnx.load(path).graph
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).astype(np.float32).copy()) for t in graph.initializer}
    for name in list(values):
        if name.endswith("_16"):
            values[name[:-3]] = values.pop(name)
    own = net.state_dict()
    folded = [n for n in graph.node if n.op_type == "Conv" and n.input[1].startswith("onnx::")]
    pairs = [(c, norm) for c, norm in _followed(net.eval(), torch.zeros(1, planes, side, side)) if norm is not None]
    if len(folded) != len(pairs):
        raise SystemExit(f"{path} has {len(folded)} folded convolutions, this network {len(pairs)}: it is not the one that was exported.")
    with torch.no_grad():
        for node, (convolution, norm) in zip(folded, pairs):
            weight = values[node.input[1]]
            # Planes that the shipped network did not have yet begin unseen.
            convolution.weight.zero_()
            convolution.weight[:, : weight.shape[1]].copy_(weight)
            _same(norm, values[node.input[2]])
        for name, value in values.items():
            if name.startswith(PREFIX) and name[len(PREFIX) :] in own:
                own[name[len(PREFIX) :]].copy_(value.reshape(own[name[len(PREFIX) :]].shape))
    return net.eval()


@torch.no_grad()
def _settle(net, batches):
    """Gives every batch norm the mean and spread of what it sees in these inputs, and takes both back in scale and shift: the same
    answers, but a training step, which goes by each batch's own mean and spread, then starts from them."""
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    sums = {m: [0, 0.0, 0.0] for m in norms}

    def seen(module, inputs):
        x = inputs[0].double().transpose(0, 1).flatten(1)
        s = sums[module]
        s[0], s[1], s[2] = s[0] + x.shape[1], s[1] + x.sum(1), s[2] + x.pow(2).sum(1)

    hooks = [m.register_forward_pre_hook(seen) for m in norms]
    net.eval()
    for x in batches:
        net(x)
    for hook in hooks:
        hook.remove()
    for m in norms:
        count, total, squares = sums[m]
        mean = total / count
        spread = (squares / count - mean.pow(2)).clamp_min(0)
        m.bias.add_(mean.float())
        m.running_mean.copy_(mean)
        m.running_var.copy_(spread)
        m.weight.copy_((spread + m.eps).sqrt())


def begin(net, start, inputs):
    """start: the folder of a run, whose averaged weights `net` begins with, or a shipped file; inputs: a function that gives the next
    batch as training sees it, N x planes x side x side. net.eval() then answers as the file does."""
    if not start.endswith(".onnx"):
        net.load_state_dict(torch.load(f"{start}/state.pt")["smooth"])
        return
    first = inputs()
    taken(net, start, first.shape[2], first.shape[1])
    _settle(net, [first] + [inputs() for _ in range(19)])
