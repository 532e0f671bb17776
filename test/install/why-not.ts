import { spawnSync } from 'node:child_process';

/** Why an installation cannot be tried on this machine; undefined when it can. */
export function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root, for containers with their own systemd';
  for (const [program, package_] of [
    ['debootstrap', 'debootstrap'],
    ['systemd-nspawn', 'systemd-container'],
    ['ip', 'iproute2'],
  ] as const) {
    if (spawnSync(program, ['--version']).error) return `${program} is missing (apt-get install ${package_})`;
  }
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true'], {
    encoding: 'utf8',
  });
  if (status !== 0) return `this machine lets nobody make namespaces: ${stderr.trim()}`;
  return undefined;
}
