"""A container without an engine: its files, its user, its rights, and nothing that it may write.

Mounts of its own on a read-only root, tmpfs for /tmp and /dev/shm, user 10001 without any
capability and without a way to new ones: what `docker run --read-only --cap-drop ALL
--security-opt no-new-privileges --tmpfs /tmp:size=32m,noexec` gives. The network is the machine's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

USER = 10001
# It replaces itself at each step, so that a signal to it reaches the command.
SCRIPT = """
set -eu
root=$1 image=$2 prefix=$3 python=$4 user=$5
shift 5
mount -t tmpfs -o size=1m,mode=755 jail "$root"
cd "$root"
readonly_here() {
    mkdir -p ".$2"
    mount --bind "$1" ".$2"
    mount -o remount,bind,ro ".$2"
}
for folder in bin sbin lib lib32 lib64; do
    if [ -L "/$folder" ]; then cp -P "/$folder" .
    elif [ -d "/$folder" ]; then readonly_here "/$folder" "/$folder"; fi
done
readonly_here /usr /usr
readonly_here /etc /etc
readonly_here "$image/srv" /srv
case "$prefix" in
    /usr | /usr/*) ;;
    *) readonly_here "$prefix" "$prefix" ;;
esac
mkdir -p opt/bin dev/shm tmp proc
ln -s "$python" opt/bin/python
for device in null zero random urandom; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mount -t proc proc proc
mount -t tmpfs -o size=64m,mode=1777,noexec,nosuid,nodev shm dev/shm
mount -t tmpfs -o size=32m,mode=1777,noexec,nosuid,nodev tmp tmp
mount -o remount,ro "$root"
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs \
    --bounding-set=-all --inh-caps=-all --ambient-caps=-all \
    sh -c 'cd /srv && exec "$@"' sh "$@"
"""


def jailed(image: Path, place: Path, command: Sequence[str]) -> list[str]:
    """A command as it is run in the container; `place` is an empty folder to mount things on."""
    return [
        "unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "jail",
        str(place), str(image), sys.base_prefix, _python(), str(USER), *command,
    ]  # fmt: skip


def surroundings(written: Mapping[str, str]) -> dict[str, str]:
    """The environment that an engine would give: the image's own, and a path."""
    return {"PATH": "/opt/bin:/usr/bin:/usr/sbin:/bin:/sbin", "HOME": "/", **written}


def lacking() -> str | None:
    """Why there can be no jail here, if so."""
    if os.geteuid() != 0:
        return "only root may mount"
    missing = [tool for tool in ("unshare", "setpriv", "chroot", "mount") if not shutil.which(tool)]
    if missing:
        return f"there is no {' and no '.join(missing)} here"
    tried = subprocess.run(
        ["unshare", "--mount", "sh", "-c", "mount -t tmpfs try /mnt"], capture_output=True
    )
    return None if tried.returncode == 0 else "this machine lets nobody mount"


def _python() -> str:
    return os.path.realpath(sys.executable)
