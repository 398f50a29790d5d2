#!/bin/sh
# fairness-set.sh RENDER ASSETS OUT [ROUNDS [FIRST]]: people of every skin before one backdrop, for `npm run bench -- face
# --fairness`. Two lights that nobody trained on, the same for everybody and alike on both sides, one camera, held-out
# skins, none with a luminance above 0.5 (CIELAB lightness 76: no measured cheek is brighter). Every round adds 400
# people, 22 rounds give 1,000 or more a band. Rounds below 100 were looked at when limits were chosen.
set -e
mkdir -p "$3"
R="$1 --assets $2 --texture 1024 --held --each 1 --set face --size 560 --out $3 cover=none glasses=none hair=painted clean=1 neutral=1"
C="refine=0 samples=2 sky=8 rays=2 shadow=96 backdrop=plain grey=0.55 azimuth=0 elevation=0 distance=11 eyesX=0.5 eyesY=0.455 ied=125 gazeYaw=0 gazePitch=0 yaw=0 pitch=0 roll=0 light=ring|strips even=1 brightest=0.5 exposure=1"
round=${5:-100}
end=$((round + ${4:-22}))
while [ "$round" -lt "$end" ]; do
  seed=$((9000 + round * 10))
  $R $C --count 50 --seed $((seed + 1)) dark=1 tone=0.35..1.1
  $R $C --count 40 --seed $((seed + 2)) dark=1 tone=1.6..3
  $R $C --count 150 --seed $((seed + 3)) dark=0 tone=0.3..0.62
  $R $C --count 90 --seed $((seed + 4)) dark=0 tone=0.55..0.95
  $R $C --count 70 --seed $((seed + 5)) dark=0 tone=0.85..1.25
  round=$((round + 1))
done
