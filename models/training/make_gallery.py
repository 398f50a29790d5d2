"""make_gallery.py [--seed S] > recipes/gallery.txt: forty-two people, six frames each, as a recipe for the renderer.
make_gallery.py --index > fixtures/faces/gallery/people.json: who they are."""
import argparse
import json
import random

# sex, age band, covering, glasses, dark
PEOPLE = (
    [("m", band, cover, glasses, 1) for band, cover, glasses in (
        ("young", "none", "none"), ("young", "none", "clear"), ("adult", "kufi", "none"), ("adult", "none", "none"), ("old", "kufi", "clear"), ("old", "none", "none"),
        ("young", "turban", "none"), ("adult", "turban", "none"), ("adult", "none", "clear"), ("old", "turban", "none"), ("child", "none", "none"), ("adult", "none", "none"),
        ("young", "none", "none"), ("adult", "kufi", "none"), ("young", "baseball", "none"), ("old", "none", "clear"), ("child", "none", "none"), ("adult", "none", "tinted"))]
    + [("f", band, cover, glasses, 1) for band, cover, glasses in (
        ("young", "hijab", "none"), ("young", "none", "none"), ("adult", "hijab", "clear"), ("adult", "headtie", "none"), ("old", "veil", "none"), ("old", "headtie", "clear"),
        ("young", "veil", "none"), ("adult", "none", "clear"), ("adult", "hijab", "none"), ("old", "hijab", "none"), ("child", "none", "none"), ("young", "none", "none"),
        ("adult", "headtie", "none"), ("young", "hijab", "none"), ("adult", "veil", "none"), ("young", "headtie", "none"), ("child", "hijab", "none"), ("adult", "none", "none"))]
    + [("m", "adult", "none", "none", 0), ("f", "adult", "hijab", "none", 0), ("m", "young", "none", "clear", 0), ("f", "young", "none", "none", 0), ("m", "old", "turban", "none", 0), ("f", "old", "veil", "none", 0)]
)
# The other clothes of the assets carry a trade mark on the chest.
CLOTHES = {
    True: ("clothes/male_elegantsuit01/male_elegantsuit01", "clothes/male_casualsuit03/male_casualsuit03"),
    False: ("clothes/female_elegantsuit01/female_elegantsuit01", "clothes/female_elegantsuit01/female_elegantsuit01"),
}
AGES = {"child": (0.28, 0.36), "young": (0.49, 0.55), "adult": (0.58, 0.72), "old": (0.78, 0.95)}


def number(value):
    return f"{value:.3g}"


FRAMES = ("1-too-far", "2-turned", "3-eyes-closed", "4-mouth-open", "5-neutral", "6-neutral")


def index():
    """identity k of a synthetic person is the k-th entry; good frames are the neutral ones."""
    people = [
        {"folder": f"{i + 1:02d}", "sex": "male" if sex == "m" else "female", "age": band, "covering": cover, "glasses": glasses, "skin": "dark" if dark else "light", "frames": [f"{f}.jpg" for f in FRAMES]}
        for i, (sex, band, cover, glasses, dark) in enumerate(PEOPLE)
    ]
    print(json.dumps({"people": people}, indent=2))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--index", action="store_true")
    asked = p.parse_args()
    if asked.index:
        return index()
    rng = random.Random(asked.seed)
    print("# Written by make_gallery.py. The gallery: one folder a person; frames as a kiosk's camera would see them.")
    for i, (sex, band, cover, glasses, dark) in enumerate(PEOPLE):
        u = rng.uniform
        hair = rng.choice(["shell", "painted", "shell"]) if dark else "card"
        male = sex == "m"
        grown = band != "child"
        beard = number(u(0.7, 1)) if male and grown and rng.random() < 0.35 else "0"
        print(f"\nfresh\nall person={2000 + i * 7} dark={dark} gender={0.95 if male else 0.05} age={number(u(*AGES[band]))} cover={cover} glasses={glasses} hair={hair} "
              f"hairLength={number(u(0.03, 0.06 if male else 0.3))} beard={beard} beardLength={number(u(0.02, 0.08))} stubble={number(u(0, 0.25) if male and grown else 0)} "
              f"braids={int(not male and cover == 'none' and rng.random() < 0.6)} earrings={int(not male and cover != 'hijab')} boubou={int(rng.random() < 0.65)} clothes={CLOTHES[male][i % 2]} "
              f"tone={number(u(0.75, 1.5) if dark else u(0.75, 1))} skinSaturation={number(u(0.68, 0.88))}")
        print("all canthusIn=0 canthusDrop=0 lipsMeet=0 light=studio clean=1 neutral=1 refine=1 samples=2 sky=24 rays=6 shadow=320 backdrop=plain w=540 h=720 quality=82 azimuth=0 eyesX=0.5 "
              f"seed={40 + i} grey={number(u(0.42, 0.62))} distance={number(u(9, 16))} elevation={number(u(-3, 3))} gazeYaw=0 gazePitch=0")
        d = f"{i + 1:02d}"
        tilt = lambda s: f"yaw={number(u(-s, s))} pitch={number(u(-s, s))} roll={number(u(-s, s))}"
        side = rng.choice([-1, 1])
        print(f"{d}/1-too-far.jpg {tilt(4)} ied=66 eyesY=0.42 distance=28")
        print(f"{d}/2-turned.jpg yaw={number(side * u(20, 38))} pitch={number(u(-8, 8))} roll={number(u(-5, 5))} ied=131 eyesY=0.45 gazeYaw={number(side * u(0, 12))}")
        print(f"{d}/3-eyes-closed.jpg {tilt(3)} ied=135 eyesY=0.455 blink=1")
        print(f"{d}/4-mouth-open.jpg {tilt(3)} ied=135 eyesY=0.45 mouth={number(u(0.4, 0.8))}")
        print(f"{d}/5-neutral.jpg {tilt(2)} ied=137 eyesY=0.455")
        print(f"{d}/6-neutral.jpg {tilt(2)} ied=136 eyesY=0.46")


if __name__ == "__main__":
    main()
