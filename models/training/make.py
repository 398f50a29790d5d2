"""make.py --render RENDER --assets DIR --out OUT [--photos CANADA] [--part 0.01]: all five networks from nothing, in one command.

Renders the sets of recipes/sets.txt, trains and exports to OUT/weights; taken up again where it was stopped. --part makes so much
of every set and run, to try it: 0.001 takes minutes and gives networks that see nothing. The whole is 99,639 pictures
and 94,000 steps, about a day of one core (reckoned, not run). The networks that ship came about in the same stages, but some by the
clock and with sets that grew meanwhile (their cards): this gives others of the same kind."""
import argparse
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = ("images.u8", "masks.u8", "numbers.f32", "lens.f32")
LEAST = 48  # pictures of a set, so that every batch can be filled


def lines_of(path):
    """(folder, kind, pictures, seed, words) of every line; words that begin with $ stand for a line of that name."""
    short, found = {}, []
    for line in open(path):
        if line.startswith("#") or not line.strip():
            continue
        first, *rest = line.split()
        if first.endswith(":"):
            short[first[:-1]] = rest
            continue
        kind, pictures, seed, *words = rest
        whole = [w for word in words for w in (short[word[1:]] if word.startswith("$") else [word])]
        found.append((first, kind, int(pictures), seed, whole))
    return found


class Sets:
    """Rendered sets, several lines a folder; what a stopped run left of a line is cut off again."""

    def __init__(self, out):
        self.out, self.state = out, f"{out}/sets.json"
        self.done = json.load(open(self.state)) if os.path.exists(self.state) else {}

    def render(self, render, assets, line, part):
        folder, kind, pictures, seed, words = line
        key = " ".join([folder, kind, str(pictures), seed, *words, str(part)])
        sizes = self.done.setdefault("sizes", {}).setdefault(folder, {})
        if key in self.done.setdefault("lines", []):
            return
        place = f"{self.out}/sets/{folder}"
        os.makedirs(place, exist_ok=True)
        for name in FILES:
            if os.path.exists(f"{place}/{name}"):
                os.truncate(f"{place}/{name}", sizes.get(name, 0))
        options = {"size": "192", "each": "3"} | dict(w.split("=") for w in words if w.startswith(("size=", "each=")))
        settings = [w for w in words if not w.startswith(("size=", "each="))]
        count = max(LEAST, round(pictures * part))
        command = [render, "--assets", assets, "--texture", "1024", "--set", kind, "--out", place, "--count", str(count), "--seed", seed]
        if kind == "face":
            command += ["--size", options["size"], "--each", options["each"]]
        run(command + settings)
        for name in FILES:
            if os.path.exists(f"{place}/{name}"):
                sizes[name] = os.path.getsize(f"{place}/{name}")
        self.done["lines"].append(key)
        with open(self.state + ".new", "w") as f:
            json.dump(self.done, f)
        os.replace(self.state + ".new", self.state)


def run(command):
    print(" ".join(command), flush=True)
    if subprocess.run(command).returncode != 0:
        sys.exit(f"This did not come to its end: {' '.join(command[:3])} ... Mend what it says above and run make.py again; it goes on there.")


def main():
    p = argparse.ArgumentParser()
    for name in ("render", "assets", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--photos", help="the canada portraits; without them rendered people alone teach where points lie")
    p.add_argument("--part", type=float, default=1)
    a = p.parse_args()
    sets = Sets(a.out)
    os.makedirs(a.out, exist_ok=True)
    for line in lines_of(f"{HERE}/recipes/sets.txt"):
        sets.render(a.render, a.assets, line, a.part)

    at = lambda name: f"{a.out}/sets/{name}"
    runs = lambda name: f"{a.out}/runs/{name}"
    script = lambda name, *words: run([sys.executable, f"{HERE}/{name}.py", *map(str, words)])
    steps = lambda n: ("--steps", max(5, round(n * a.part)))
    photos = ("--photos", a.photos) if a.photos else ()

    def landmarks(name, data, n, *words):
        script("train_landmarks", "--data", at(data), "--held", at("V2"), "--out", runs(name), *steps(n), *words)
        return runs(name)

    first = landmarks("landmarks-1", "F", 14700, "--rate", 0.0015, "--seed", 21)
    if photos:
        first = landmarks("landmarks-2", "F", 1668, "--start", first, *photos, "--rate", 0.0003, "--seed", 22)
    script("train_gaze", "--data", at("F"), "--held", at("V2"), "--start", first, "--out", runs("gaze"), *steps(1600))
    weak = ("--keep-stem", "--rate", 0.0006, *photos, *(("--share", 10) if photos else ()))
    twice = sum(max(LEAST, round(n * a.part)) for folder, _, n, seed, _ in lines_of(f"{HERE}/recipes/sets.txt") if folder == "F" and int(seed) < 1000)
    second = landmarks("landmarks-3", "F", 4161, "--start", runs("gaze"), "--twice", twice, "--seed", 31, *weak)
    last = landmarks("landmarks-4", "W", 12338, "--start", second, "--seed", 51, *weak)

    script("train_detector", "--scenes", at("S"), "--faces", at("F"), "--held", at("SH"), "--out", runs("detect"), *steps(3813), "--rate", 0.0012, "--seed", 41)
    script("train_segment", "--data", at("F"), at("G1"), at("G1"), at("G2"), at("G3"), at("G4"), at("G5"), "--held", at("V2"), "--out", runs("segment"), *steps(6849), "--seed", 31)

    def windows(name, *words):
        path = f"{a.out}/{name}.npz"
        if not os.path.exists(path):
            script("patches", "--out", f"{a.out}/new.npz", *words)
            os.replace(f"{a.out}/new.npz", path)
        return path

    cut = {name: windows(name, at(name)) for name in ("T1", "T2", "T3", "T4", "T5", "T6", "D1", "D3", "E1", "N1", "N2", "N3", "K1", "K3", "U1", "U2", "U3", "J1", "J2", "G1", "V1")}
    coarse = windows("C1", "--every", 3, at("F"))
    people = ("--photos", windows("P", "--photos", a.photos, "--net", last)) if a.photos else ()
    of = lambda names: [cut[n] for n in names.split()]
    script("train_patches", "--part", "eye", "--data", *of("T1 T2 T3 T4 T5 T6 D1 E1 N1 N1 N2 N2 N3 K1 K3 U2 J1 J2"), coarse, "--held", cut["V1"], *people, "--out", runs("eye"), *steps(35000), "--rate", 0.0013, "--seed", 71)
    # Without photographs: with them the error on the dark-skinned composites rose (face-mouth's card).
    script("train_patches", "--part", "mouth", "--data", *of("T1 T2 T3 T4 T5 T6 D1 D3 E1 G1 N1 N1 N3 N3"), "--held", cut["V1"], "--out", runs("mouth"), *steps(14600), "--rate", 0.0015, "--seed", 81)

    os.makedirs(f"{a.out}/weights", exist_ok=True)
    script("export", "--out", f"{a.out}/weights", "--landmarks", last, "--detect", runs("detect"), "--segment", runs("segment"), "--eye", runs("eye"), "--mouth", runs("mouth"))
    print(f"The networks are in {a.out}/weights. To ship them: copy them to models/weights, run node models/training/list-networks.mjs, then gaze-fit.mjs on V1, V2 and V4, export the eye again with its numbers, and measure (models/training/README.md).")


if __name__ == "__main__":
    main()
