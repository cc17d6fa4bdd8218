import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Service } from '../../workers/domain/service.ts';

/** What the hand-written script deploys: the same files, Dockerfiles and images that Hydron's plan names. */
export interface Shop {
  folder: string;
  web: Service;
  worker: Service;
  images: { postgres: string; redis: string; proxy: string };
  mirror: string | null;
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

function daemonSettings(mirror: string | null): string {
  const host = mirror === null ? null : new URL(mirror).host;
  const from = host === null ? {} : { 'registry-mirrors': [mirror], 'insecure-registries': [host] };
  const ranges = { bip: '10.201.0.1/24', 'default-address-pools': [{ base: '10.201.0.0/16', size: 24 }] };
  return JSON.stringify({
    'log-driver': 'local',
    'live-restore': true,
    'userland-proxy': false,
    ip: '127.0.0.1',
    ...ranges,
    ...from
  });
}

const caddyfile = (port: number) => `localhost {
  tls internal
  reverse_proxy web:${port}
}
`;

function buildText(service: Service): string {
  const dockerfile = service.dockerfile;
  if (!dockerfile) throw new Error(`${service.name} has no Dockerfile`);
  return [
    `base64 -d > /tmp/${service.name}.Dockerfile <<< ${base64(dockerfile.text)}`,
    `base64 -d > /tmp/${service.name}.Dockerfile.dockerignore <<< ${base64(dockerfile.ignore ?? '')}`,
    `DOCKER_BUILDKIT=1 docker build -q -t shop/${service.name} -f /tmp/${service.name}.Dockerfile /srv/shop/${dockerfile.context}`
  ].join('\n');
}

/** What somebody who knows this software would write for a bare server: no checks, no second thoughts, one go. */
export function handWrittenScript({ folder, web, worker, images, mirror }: Shop): string {
  const password = randomBytes(16).toString('hex');
  const env = `-e DATABASE_URL=postgresql://app:${password}@postgres:5432/app -e REDIS_URL=redis://redis:6379`;
  const port = web.port ?? 3000;
  const run = 'docker run -d --restart unless-stopped --init --network shop';
  return `set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt-get update -qq
apt-get install -y -qq --no-install-recommends ca-certificates curl jq ufw iproute2 iptables tar gzip
mkdir -p /etc/docker
base64 -d > /etc/docker/daemon.json <<< ${base64(daemonSettings(mirror))}
apt-get install -y -qq --no-install-recommends docker.io docker-cli docker-buildx
ufw default deny incoming
for port in 22 80 443; do ufw allow $port/tcp; done
ufw --force enable
useradd --system --create-home --home-dir /srv/shop shop
docker network create shop
docker volume create shop-postgres
base64 -d <<'FILES' | tar xz -C /srv/shop
${base64(execFileSync('tar', ['cz', '-C', folder, '.'], { maxBuffer: 64 * 1024 * 1024 }))}
FILES
for image in ${images.postgres} ${images.redis} ${images.proxy}; do docker pull -q $image; done
${buildText(web)}
${buildText(worker)}
${run} --name postgres -v shop-postgres:/var/lib/postgresql/data -e POSTGRES_USER=app -e POSTGRES_DB=app -e POSTGRES_PASSWORD=${password} ${images.postgres}
${run} --name redis ${images.redis}
until docker exec postgres pg_isready -h 127.0.0.1 -U app; do sleep 0.2; done
until docker exec redis redis-cli ping; do sleep 0.2; done
docker run --rm --network shop ${env} shop/${web.name} npm run migrate
${run} --name web ${env} -e PORT=${port} shop/${web.name}
${run} --name worker ${env} shop/${worker.name}
mkdir -p /srv/shop/proxy
base64 -d > /srv/shop/proxy/Caddyfile <<< ${base64(caddyfile(port))}
${run} --name proxy -p 0.0.0.0:80:80 -p 0.0.0.0:443:443 -v /srv/shop/proxy:/etc/caddy:ro ${images.proxy} caddy run --config /etc/caddy/Caddyfile --adapter caddyfile
until curl -fsSk -o /dev/null https://localhost/; do sleep 0.2; done
`;
}
