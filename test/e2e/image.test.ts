import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { findProject, openClient } from '../../cli/client.ts';
import { getPage } from '../harness/https.ts';
import { containerOf } from '../harness/sandbox.ts';
import { account, hydron, type Said } from '../harness/terminal.ts';

const { url, token, state } = inject('shared');
const client = openClient(url, token);
const name = 'welcome';

const read = async () => {
  const page = await findProject(client, name);
  if (!page.ok) throw new Error(page.problem.message);
  return page.value;
};
const liveOf = (said: Said) => said.events.find((event) => event.type === 'live');

async function setDomain(projectId: string, customDomain: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ customDomain });
  const changed = await fetch(`${url}/api/projects/${projectId}`, { method: 'PATCH', headers, body });
  expect(changed.status, await changed.text()).toBe(200);
}

/** Lets this machine resolve a name, as the public DNS would, until the test is over. */
function resolveTo(domain: string, address: string): void {
  const before = readFileSync('/etc/hosts', 'utf8');
  appendFileSync('/etc/hosts', `${address} ${domain}\n`);
  onTestFinished(() => writeFileSync('/etc/hosts', before));
}

describe('a Docker image', () => {
  it('is deployed without an analysis of any repository', async () => {
    const deployed = await hydron(state, ['deploy', 'nginx:1.26', '--name', name, '--yes', '--json']);
    expect(deployed.code, account(deployed)).toBe(0);
    const page = await read();
    expect(page.artifacts.analysis?.body).toMatchObject({ commit: null, filesRead: [] });
    const live = liveOf(deployed);
    const answer = await getPage(live!.url, { authority: live!.authority!, address: '127.0.0.1' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(/nginx/i);
  });

  it('gets a public certificate for a domain of its own, from an ACME authority', async () => {
    const directory = process.env.HYDRON_ACME_DIRECTORY;
    const authority = process.env.HYDRON_ACME_CA;
    expect(directory, 'HYDRON_ACME_DIRECTORY names the authority of this test').toBeTruthy();
    const page = await read();
    const server = await containerOf(page);
    const domain = `shop-${randomBytes(4).toString('hex')}.example.com`;
    resolveTo(domain, server.address);
    await setDomain(page.project.id, domain);
    const approved = await hydron(state, ['approve', name, '--yes', '--json']);
    expect(approved.code, account(approved)).toBe(0);
    const answer = await getPage(`https://${domain}/`, {
      authority: readFileSync(authority!, 'utf8'),
      address: server.address
    });
    expect(answer).toMatchObject({ status: 200, names: `DNS:${domain}` });
    expect(answer.issuer).toMatch(/Pebble/);
  });
});
