import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

describe('the Worker', () => {
  it('answers the API', async () => {
    const response = await exports.default.fetch('http://hydron.test/api/health');
    expect(await response.json()).toMatchObject({ ok: true });
  });

  it('renders the site for any other path', async () => {
    const response = await exports.default.fetch('http://hydron.test/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});
