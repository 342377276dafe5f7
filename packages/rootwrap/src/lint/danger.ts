import type { Filter } from '../filter/types.js';

/** Programs that run what their arguments say. */
const INTERPRETERS =
  /^(?:a?sh|bash|dash|[ckz]sh|ksh93|busybox|env|xargs|find|g?awk|mawk|sed|ed|vim?|nano|less|more|man|make|git|tar|rsync|ssh|scp|gdb|strace|ltrace|nohup|nice|ionice|timeout|stdbuf|setsid|setpriv|chroot|nsenter|unshare|runuser|su|sudo|doas|systemctl|systemd-run|docker|podman|crontab|at|expect|tclsh|emacs|screen|tmux|watch|socat|ncat?|flock|parallel|capsh|start-stop-daemon|(?:python|perl|ruby|lua|php|node|nodejs|pypy)[\d.]*)$/;

/** Programs that write, own or mount what their arguments say. */
const WRITERS =
  /^(?:tee|dd|cp|mv|ln|install|chmod|chown|chgrp|setfacl|mount|umount|losetup|insmod|modprobe|usermod|useradd|passwd|chpasswd|visudo|curl|wget|patch|truncate|sysctl|debugfs|mkfs[.\w]*)$/;

/** A piece of a pattern that leaves the caller a free hand. */
const UNBOUNDED = /(?:\.|\\[SwWD]|\[\^[^\]]*\]|\n\))[*+]/;

/** Does a filter give its caller all that its user may do? In words, or undefined. */
export function amountsToRoot(filter: Filter): string | undefined {
  if (filter.runAs !== 'root') return undefined;
  const program = filter.exec.slice(filter.exec.lastIndexOf('/') + 1);
  const anyArguments = filter.class === 'CommandFilter' || filter.class === 'EnvFilter';
  if (filter.class === 'PathFilter' && filter.args.includes('/')) return `'/' admits every path there is`;
  if (filter.class === 'RegExpFilter') {
    const loose = INTERPRETERS.test(program) && filter.args.find((pattern) => UNBOUNDED.test(pattern));
    return loose ? `'${program}' runs what its arguments say, and '${loose}' leaves them open` : undefined;
  }
  if (!anyArguments) return undefined;
  if (INTERPRETERS.test(program)) return `'${program}' with any arguments is a root shell`;
  if (WRITERS.test(program))
    return `'${program}' with any arguments changes any file or mount, so it amounts to root`;
  return program === 'ip'
    ? `'ip' with any arguments runs any program by 'ip netns exec'; use IpFilter`
    : undefined;
}
