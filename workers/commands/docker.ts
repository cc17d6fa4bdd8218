import { quote } from '../domain/shell.ts';
import { install, updateOnce } from './packages.ts';
import { every, lines, type StepText } from './text.ts';

const settingsFile = '/etc/docker/daemon.json';

/**
 * What the engine's settings must say. Logs are rotated, containers survive an engine restart, ports are published on loopback
 * unless a plan says otherwise, build cache is bounded. A mirror over plain HTTP is named as insecure too, else BuildKit
 * ignores it. User ulimits stay out: a server without CAP_SYS_RESOURCE cannot raise them and no container would start.
 */
function settings(mirror: string | null): Record<string, unknown> {
  const url = mirror === null ? null : new URL(mirror);
  return {
    'log-driver': 'local',
    'log-opts': { 'max-size': '10m', 'max-file': '5' },
    'live-restore': true,
    'userland-proxy': false,
    ip: '127.0.0.1',
    builder: { gc: { enabled: true, defaultKeepStorage: '10GB' } },
    ...(url ? { 'registry-mirrors': [mirror!.replace(/\/+$/, '')] } : {}),
    ...(url?.protocol === 'http:' ? { 'insecure-registries': [url.host] } : {})
  };
}

/** Picks the first address range that no route of this server touches, for the engine's own networks. */
const pickRange = lines(
  'range=',
  'for candidate in 10.201 10.211 10.221 172.30 172.29; do',
  '  if ip -4 route show table all | grep -E "(^|[[:space:]])${candidate//./\\\\.}\\." >/dev/null; then continue; fi',
  '  range=$candidate',
  '  break',
  'done',
  'range=${range:-10.231}'
);

/** AppArmor in the kernel without its parser would keep every container from starting. */
const choosePackages = lines(
  'wanted=()',
  'for name in docker.io docker-cli docker-buildx; do',
  '  if apt-cache show "$name" >/dev/null 2>&1; then wanted+=("$name"); fi',
  'done',
  'if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ]; then wanted+=(apparmor); fi'
);

const engineAnswers = 'docker version --format "{{.Server.Version}}" >/dev/null 2>&1';
const enabledAtBoot = 'systemctl is-enabled -q docker';
/** An engine of the distribution that was there before may lack its builder; older distributions have it within the engine. */
const builds = `{ docker buildx version >/dev/null 2>&1 || ! dpkg -s docker.io >/dev/null 2>&1 || ! apt-cache show docker-buildx >/dev/null 2>&1; }`;
/** What the engine itself said counts, where systemd says no more than that it failed. */
const tellWhy = `trap 'if [ $? -ne 0 ] && command -v dockerd >/dev/null; then journalctl -u docker -n 20 -o cat --no-pager >&2; fi' EXIT`;

/** The container engine from the distribution's packages, with settings written first so that it starts once, and right. */
export function docker(options: { mirror: string | null }): StepText {
  const wanted = quote(JSON.stringify(settings(options.mirror)));
  const asWanted = `jq -e --argjson wanted ${wanted} '(. * $wanted) == . and has("bip")' ${settingsFile} >/dev/null 2>&1`;
  return {
    check: every(engineAnswers, asWanted, enabledAtBoot, builds),
    apply: lines(
      tellWhy,
      `mkdir -p /etc/docker`,
      `[ -s ${settingsFile} ] || echo '{}' > ${settingsFile}`,
      pickRange,
      `jq --argjson wanted ${wanted} --arg range "$range" \\`,
      `  '{ bip: ($range + ".0.1/24"), "default-address-pools": [{ base: ($range + ".0.0/16"), size: 24 }] } * . * $wanted' \\`,
      `  ${settingsFile} > ${settingsFile}.tmp`,
      `changed=yes`,
      `if cmp -s ${settingsFile}.tmp ${settingsFile}; then changed=no; fi`,
      `mv -f ${settingsFile}.tmp ${settingsFile}`,
      'if ! command -v dockerd >/dev/null; then',
      updateOnce,
      choosePackages,
      install('"${wanted[@]}"'),
      'else',
      '  if [ $changed = yes ]; then systemctl restart docker; fi',
      `  if ! ${builds}; then ${install('docker-buildx')}; fi`,
      'fi',
      'systemctl enable -q --now docker'
    ),
    verify: every(
      engineAnswers,
      asWanted,
      enabledAtBoot,
      builds,
      'docker version --format "Docker engine {{.Server.Version}} answers."'
    )
  };
}
