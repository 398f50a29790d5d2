#!/bin/sh
# held-out.sh RENDER ASSETS OUT [NAME=VALUE...]: people that nobody trained on, one picture each, for `npm run bench -- face-nets`.
# At least 500 of every kind of age, covering, glasses, pose, eyes and mouth; assets and lights as `--held` says.
set -e
mkdir -p "$3"
R="$1 --assets $2 --texture 1024 --size ${SIZE:-384} --held --each 1 --set face --out $3"
shift 3
age="age=0.04..0.1|0.1..0.17|0.17..0.4|0.42..0.6|0.6..0.76|0.76..1"
state="glasses=none|none|none|none|none|clear|clear|tinted blink=0..0.25|0..0.25|0..0.25|0..0.25|0..0.25|0..0.25|0.9..1 mouth=0|0|0|0|0|0|0.3..1"
gaze="gazeYaw=-3..3|-3..3|-3..3|-3..3|-3..3|14..30 gazePitch=-3..3|-3..3|-3..3|-3..3|-3..3|-3..3|-3..3|12..20|-20..-12"
pose="pitch=-12..12 roll=-10..10 occluder=none"
$R --count 2600 --seed 901 gender=0.05 "cover=none|hijab|veil|turban|headtie" "yaw=-20..20" $age $state $gaze $pose "$@"
$R --count 2600 --seed 902 gender=0.95 "cover=none|kufi|turban|baseball|fedora" "yaw=-20..20" $age $state $gaze $pose "$@"
$R --count 600 --seed 903 "yaw=-40..-20|20..40" $pose "$@"
$R --count 600 --seed 904 "yaw=-60..-40|40..60" $pose "$@"
$R --count 300 --seed 905 "occluder=mask|hand|sheet" "yaw=-20..20" pitch=-12..12 "$@"
