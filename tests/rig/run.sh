#!/usr/bin/env bash
# The real node-hid, usb and V4L2 paths against behavioural twins that a real kernel takes for devices, in an emulator.
# See README.md. usage: tests/rig/run.sh [reader|stall|short|unplug|pad|camera ...]
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd -P)
work=${RIG_FOLDER:-$repository/var/rig}
limit=${RIG_SECONDS:-1800}
mkdir -p "$work"

for program in qemu-system-x86_64 busybox cpio dpkg-deb v4l2-ctl ffmpeg; do
  command -v "$program" > /dev/null || {
    echo "$program is missing: apt-get install qemu-system-x86 busybox-static cpio v4l-utils ffmpeg" >&2
    exit 2
  }
done
[ -f "$repository/dist/tests/rig/guest.js" ] || { echo "build the project first: npm run setup" >&2; exit 2; }

kernel=$work/kernel
if [ ! -d "$kernel/boot" ]; then
  package=$(apt-cache depends linux-image-amd64 | grep -o 'linux-image-[0-9][^ ]*' | head -1)
  (cd "$work" && apt-get download "$package")
  dpkg-deb -x "$work/$package"_*.deb "$kernel"
fi
image=$(ls "$kernel"/boot/vmlinuz-* | head -1)
version=${image##*/vmlinuz-}
modules=$kernel/lib/modules
[ -f "$modules/$version/modules.dep" ] || busybox depmod -b "$kernel" "$version"

# What the guest needs before it sees the host's files: the bus and the file system over it.
boot=$work/initramfs
rm -rf "$boot"; mkdir -p "$boot/bin" "$boot/lib/modules/$version"
cp "$(command -v busybox)" "$boot/bin/busybox"
cp "$repository/tests/rig/init" "$boot/init"; chmod +x "$boot/init"
(cd "$modules/$version" && find kernel/drivers/virtio kernel/fs/9p kernel/fs/netfs kernel/fs/fscache kernel/net/9p -name '*.ko*' \
  -exec cp --parents {} "$boot/lib/modules/$version/" \;)
cp "$modules/$version"/modules.{builtin,order} "$boot/lib/modules/$version/" 2> /dev/null || true
busybox depmod -b "$boot" "$version"
(cd "$boot" && find . | cpio -o -H newc --quiet | gzip -1) > "$work/initramfs.gz"

parts=$(IFS=,; echo "$*")
log=$work/rig.log
timeout "$limit" nice qemu-system-x86_64 -accel tcg -cpu max -M q35 -m 2048 -smp 2 -nodefaults -no-reboot -nographic \
  -serial stdio -monitor none -kernel "$image" -initrd "$work/initramfs.gz" \
  -append "console=ttyS0 quiet panic=-1 loglevel=3 rig.repository=$repository rig.modules=$modules rig.parts=$parts" \
  -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap < /dev/null | tee "$log" | grep --line-buffered RIG || true
grep -q '^RIG END 0' "$log"
