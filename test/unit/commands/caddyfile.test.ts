import { describe, expect, it } from 'vitest';
import { caddyfile } from '../../../workers/commands/caddyfile.ts';

const route = (hostname: string) => ({ hostname, path: '/', unit: 'web', port: 3000 });
const settings = (publicPort: number, ...hostnames: string[]) => ({
  routes: hostnames.map(route),
  publicPort,
  authority: 'https://acme.example/dir',
  email: null,
  ownRoot: false
});

describe('redirects to https', () => {
  it('are left to the proxy where the site is on port 443', () => {
    expect(caddyfile(settings(443, 'shop.example.com'))).not.toContain('redir');
  });

  it('lead a name of this machine to its published port, and a custom domain to the usual one', () => {
    const text = caddyfile(settings(18787, 'shop-1a2b3c.localhost', 'shop.example.com'));
    expect(text).toContain('http://shop-1a2b3c.localhost {\n\tredir https://{host}:18787{uri} 308');
    expect(text).toContain('http://shop.example.com {\n\tredir https://{host}{uri} 308');
  });
});
