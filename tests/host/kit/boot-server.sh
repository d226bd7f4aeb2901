#!/bin/sh
# Becomes a test server: the first process of namespaces of its own (mount, network, pid, uts, ipc) with this machine's
# programs below an overlay, /etc of its own, and busybox init, which starts sshd and a syslog daemon.
#   boot-server.sh FOLDER NAME LAYOUT SHELL ADDRESS
# LAYOUT: "folder" (sshd_config reads sshd_config.d, as Debian's does), "plain" (it does not) or "redhat" (neither; with
# sysconfig, the group wheel, and a log that is named secure) or "systemd" (as "folder", and systemd is its init).
# SHELL: "dash", "bash" or "busybox": what /bin/sh is; with busybox, the small tools are its applets too.
set -eu
folder=$1 name=$2 layout=$3 shell=$4 address=$5
root=$folder/root
mount -t tmpfs -o mode=755 tmpfs "$folder/disk"
mkdir "$folder/disk/upper" "$folder/disk/work"
mount -t overlay -o "lowerdir=/,upperdir=$folder/disk/upper,workdir=$folder/disk/work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in 'null 1 3' 'zero 1 5' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  # shellcheck disable=SC2086 # three words
  set -- $device && mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/pts" && mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts" && ln -s pts/ptmx "$root/dev/ptmx"
mkdir "$root/run/sshd"
# Nobody's files of this machine.
for path in root home var/log; do mount -t tmpfs -o mode=755 tmpfs "$root/$path"; done
mkdir "$root/home/deploy" "$root/home/web"

hostname "$name"
ip link set lo up
until ip link show eth0 >/dev/null 2>&1; do sleep 0.05; done
ip addr add "$address" dev eth0
ip link set eth0 up

cd "$root/etc"
cat >passwd <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
deploy:x:1000:1000::/home/deploy:/bin/sh
web:x:1001:1001::/home/web:/bin/sh
PASSWD
printf 'root:x:0:\ndaemon:x:1:\nshadow:x:42:\nnogroup:x:65534:\ndeploy:x:1000:\nweb:x:1001:\n' >group
awk -F : '{ print $1 ":*:20000:0:99999:7:::" }' passwd >shadow
awk -F : '{ print $1 ":*::" }' group >gshadow
log=/var/log/auth.log
if [ "$layout" = redhat ]; then
  log=/var/log/secure
  mkdir sysconfig && echo 'OPTIONS=""' >sysconfig/sshd && echo 'wheel:x:10:deploy' >>group && echo 'wheel:*::deploy' >>gshadow
fi
rm -f ./*- subuid subgid .pwd.lock rc?.d/* ssh/ssh_host_* ssh/sshd_config.d/*
ssh-keygen -q -t ed25519 -N '' -f ssh/ssh_host_ed25519_key
ssh-keygen -q -t ecdsa -N '' -f ssh/ssh_host_ecdsa_key
{
  case $layout in folder | systemd) echo 'Include /etc/ssh/sshd_config.d/*.conf' ;; esac
  printf 'HostKey /etc/ssh/ssh_host_ed25519_key\nHostKey /etc/ssh/ssh_host_ecdsa_key\nUsePAM no\n'
  printf 'PasswordAuthentication no\nSubsystem sftp internal-sftp\n'
} >ssh/sshd_config
{
  printf '# what init starts\n::respawn:%s syslogd -n -O %s\n' "$(command -v busybox)" "$log"
  echo '::respawn:/usr/sbin/sshd -D'
} >inittab
chown 1000:1000 ../home/deploy && chown 1001:1001 ../home/web
rm -rf ../var/lib/latchkey ../usr/local/lib/latchkey

busybox=$(command -v busybox)
ln -sf "$busybox" ../sbin/init
case $shell in
  busybox)
    ln -sf "$busybox" ../bin/sh
    for applet in awk grep sed cut head tr od find sort cmp sha256sum readlink mktemp mv cp rm mkdir cat stat date id wc sleep; do
      ln -sf "$busybox" "../usr/local/sbin/$applet"
    done
    ;;
  *) ln -sf "$(command -v "$shell")" ../bin/sh ;;
esac
[ "$layout" = systemd ] || exec chroot "$root" /sbin/init

mount -t sysfs sysfs "$root/sys" && mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
rm -rf inittab fstab systemd/system/*.wants && mkdir systemd/system/multi-user.target.wants
true >fstab
for group in systemd-journal adm tty disk kmem utmp; do echo "$group:x:$((200 + ${#group})):" >>group; done
ln -s /lib/systemd/system/ssh.service systemd/system/multi-user.target.wants/ssh.service
ln -sf /lib/systemd/system/multi-user.target systemd/system/default.target
exec env container=other chroot "$root" /lib/systemd/systemd
