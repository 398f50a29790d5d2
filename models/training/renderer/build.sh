#!/bin/sh
# Builds the renderer outside the tree: build.sh FOLDER
set -e
here=$(dirname "$0")
mkdir -p "$1"
flags="-std=c++17 -O3 -march=native -ffast-math -flto=auto -Wall -Wextra"
for f in "$here"/*.cpp; do
  object="$1/$(basename "$f" .cpp).o"
  if [ ! -e "$object" ] || [ -n "$(find "$here" -newer "$object" \( -name '*.h' -o -name "$(basename "$f")" \))" ]; then
    g++ $flags -c "$f" -o "$object"
  fi
done
g++ $flags -o "$1/render" "$1"/*.o -ljpeg -lpng -lz
