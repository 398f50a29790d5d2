#!/bin/sh
# held-out.sh RENDER ASSETS OUT [NAME=VALUE...]: people that nobody trained on, one picture each, for `npm run bench -- face-nets`.
# At least 500 of every kind of age, covering, glasses, pose, eyes and mouth; assets and lights as `--held` says.
# COARSE=1: the coarse set of the cards instead, half as large, with the narrow eyes of MakeHuman's mesh.
set -e
mkdir -p "$3"
age="age=0.04..0.1|0.1..0.17|0.17..0.4|0.42..0.6|0.6..0.76|0.76..1"
state="blink=0..0.25|0..0.25|0..0.25|0..0.25|0..0.25|0..0.25|0.9..1 mouth=0|0|0|0|0|0|0.3..1"
some="glasses=none|none|none|none|none|clear|clear|tinted"
gaze="gazeYaw=-3..3|-3..3|-3..3|-3..3|-3..3|14..30 gazePitch=-3..3|-3..3|-3..3|-3..3|-3..3|-3..3|-3..3|12..20|-20..-12"
pose="pitch=-12..12 roll=-10..10 occluder=none"
R="$1 --assets $2 --texture 1024 --size $([ -n "$COARSE" ] && echo 192 || echo 384) --held --each 1 --set face --out $3"
shift 3
if [ -n "$COARSE" ]; then
  set -- canthusIn=0 canthusDrop=0 "$@"
  $R --count 2600 --seed 901 gender=0.05 "cover=none|hijab|veil|turban|headtie" "yaw=-20..20" $age $some $state $gaze $pose "$@"
  $R --count 2600 --seed 902 gender=0.95 "cover=none|kufi|turban|baseball|fedora" "yaw=-20..20" $age $some $state $gaze $pose "$@"
  $R --count 600 --seed 903 "yaw=-40..-20|20..40" $pose "$@"
  $R --count 600 --seed 904 "yaw=-60..-40|40..60" $pose "$@"
  $R --count 300 --seed 905 "occluder=mask|hand|sheet" "yaw=-20..20" pitch=-12..12 "$@"
  exit
fi
# A third looks into the camera however the head is turned; lens: how dark dark glasses are.
$R --count 2900 --seed 921 gender=0.05 "cover=none|hijab|hijab|veil|veil|turban|headtie|headtie" "yaw=-20..20" $age $some lens=0.55..0.97 $state $gaze "look=free|free|camera" $pose "$@"
$R --count 2900 --seed 922 gender=0.95 "cover=none|kufi|kufi|turban|baseball|baseball|fedora|fedora" "yaw=-20..20" $age $some lens=0.55..0.97 $state $gaze "look=free|free|camera" $pose "$@"
$R --count 420 --seed 923 "yaw=-40..-20|20..40" $pose "$@"
$R --count 540 --seed 924 "yaw=-60..-40|40..60" $pose "$@"
$R --count 520 --seed 925 "occluder=mask|hand|sheet" "yaw=-20..20" pitch=-12..12 "$@"
# A fringe over one eye; and glasses from lightly tinted to nearly black.
$R --count 640 --seed 926 cover=none hair=card gender=0.05 age=0.42..1 "yaw=-20..20" $pose "$@"
$R --count 1150 --seed 927 glasses=tinted "lens=0.2..0.6|0.2..0.6|0.88..0.97|0.88..0.97|0.6..0.88" "yaw=-20..20" $age "blink=0..0.25" "look=free|camera" $pose "$@"
# Eyes as wide as in portraits of people, or wider: there the upper lid lies 0.156 eye widths above the pupil; 0.077 with blink=0,
# 0.155 with -0.2. The sets above hold narrower ones.
$R --count 700 --seed 928 "gender=0.05|0.95" "yaw=-20..20" $age "glasses=none|none|clear" "blink=-0.3..-0.1" $gaze "look=free|camera" $pose "$@"
