#!/bin/bash
# In the guest, within the host's own file system (read-only): $1 the repository, $2.. parts of guest.js.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run UV_THREADPOOL_SIZE=16
repository=$1; shift
mount -t configfs none /sys/kernel/config 2>/dev/null
# libusb hears of plugs from udev and from nobody else: without the daemon a process never sees a second device.
/lib/systemd/systemd-udevd --daemon --resolve-names=never && udevadm trigger && udevadm settle --timeout=60 || echo "RIG no udev"
cd "$repository" && timeout 1500 node dist/tests/rig/guest.js "$@"
echo "RIG EXIT $?"
