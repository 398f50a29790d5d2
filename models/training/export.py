"""export.py --out models/weights [--landmarks RUN] [--detect RUN] [--segment RUN] [--eye RUN] [--gaze FIVE NUMBERS] [--mouth RUN]: averaged weights of a run -> ONNX (opset 13)."""
import argparse
import hashlib

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from nets import DETECT_SIDE, LANDMARK_SIDE, PATCH_SIDE, SEGMENT_SIDE, DetectNet, LandmarkNet, PatchNet, SegmentNet


class Plain(nn.Module):
    """The landmark network as one graph without the training step's switches."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x)


def slim(path):
    """Large weights are stored in 16 bits and widened when the network is opened: half the file, the same 32-bit sums."""
    model = onnx.load(path)
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 256:
            continue
        small = numpy_helper.from_array(values.astype(np.float16), tensor.name + "_16")
        graph.initializer.remove(tensor)
        graph.initializer.append(small)
        casts.append(helper.make_node("Cast", [small.name], [tensor.name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


class Straight(nn.Module):
    """The eye's network, its gaze corrected by what whole faces have shown (gaze-fit.mjs): a x gaze + b x pose, and c for pitch."""

    def __init__(self, net, numbers):
        super().__init__()
        yaw, pose_yaw, pitch, pose_pitch, rest = numbers
        self.net = net
        self.register_buffer("gain", torch.tensor([yaw, pitch]))
        self.register_buffer("pose", torch.tensor([pose_yaw, pose_pitch]))
        self.register_buffer("rest", torch.tensor([0, rest / 30]))

    def forward(self, x):
        points, sigma, shut, gaze = self.net(x)
        return points, sigma, shut, gaze * self.gain + x[:, 3:, 0, 0] * self.pose + self.rest


def write(net, state, side, names, path, planes=3, gaze=None):
    net.load_state_dict(torch.load(f"{state}/state.pt")["smooth"])
    net = net.to(memory_format=torch.contiguous_format)
    net = (Plain(net) if gaze is None else Straight(net, gaze)).eval()
    x = torch.zeros(1, planes, side, side)
    torch.onnx.export(net, x, path, opset_version=13, input_names=["picture"], output_names=names, do_constant_folding=True)
    slim(path)
    data = open(path, "rb").read()
    print(path, len(data), hashlib.sha256(data).hexdigest())


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    for name in ("landmarks", "detect", "segment", "eye", "mouth"):
        p.add_argument("--" + name)
    p.add_argument("--gaze", type=float, nargs=5, help="as gaze-fit.mjs prints them")
    a = p.parse_args()
    if a.landmarks:
        write(LandmarkNet(), a.landmarks, LANDMARK_SIDE, ["points", "sigma", "rotation", "state"], f"{a.out}/face-landmarks.onnx")
    if a.detect:
        write(DetectNet(), a.detect, DETECT_SIDE, ["grid8", "grid16", "grid32"], f"{a.out}/face-detect.onnx")
    if a.segment:
        write(SegmentNet(fours=True), a.segment, SEGMENT_SIDE, ["classes"], f"{a.out}/face-segment.onnx")
    if a.eye:
        write(PatchNet(9, True), a.eye, PATCH_SIDE, ["points", "sigma", "shut", "gaze"], f"{a.out}/face-eye.onnx", 5, a.gaze)
    if a.mouth:
        write(PatchNet(20, False), a.mouth, PATCH_SIDE, ["points", "sigma"], f"{a.out}/face-mouth.onnx")


if __name__ == "__main__":
    main()
