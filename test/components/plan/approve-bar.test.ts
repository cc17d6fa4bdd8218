import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import ApproveBar from '#lib/plan/approve-bar.svelte';
import { infrastructure, plannedServer, provisioning } from '../../plans.ts';
import { answering } from '../parts/api.ts';
import { approval, artifact, deploymentId, detail, journal, renderPart } from '../parts/project.ts';

afterEach(() => vi.unstubAllGlobals());

const onask = () => undefined;
const servers = artifact('infrastructure', {
  version: 2,
  body: infrastructure({ servers: [plannedServer({ tier: 'cpx21' })], totalMonthly: 1290, totalSetup: 500 })
});
const waiting = detail({ artifacts: { ...detail().artifacts, infrastructure: servers } });
const approvePath = `POST /api/deployments/${deploymentId}/artifacts/infrastructure/approve`;

describe('the bar under a plan', () => {
  it('names the tier and the whole price on the button that buys', () => {
    renderPart(ApproveBar, { stage: 'infrastructure', onask }, { page: waiting });
    expect(screen.getByRole('button', { name: 'Approve cpx21 for EUR 12.90 a month and EUR 5.00 once' })).toBeTruthy();
  });

  it('approves the version and the hash that are on the screen, and tells which run began', async () => {
    const approved = { ...waiting, approvals: [approval(servers)] };
    const asked = answering({
      [approvePath]: () => ({ json: { approval: approval(servers), runId: 'run_1' } }),
      'GET /api/projects/prj_shop': () => ({ json: approved })
    });
    const onapproved = vi.fn();
    renderPart(ApproveBar, { stage: 'infrastructure', onask, onapproved }, { page: waiting });
    await fireEvent.click(screen.getByRole('button', { name: /^Approve cpx21/ }));
    await screen.findByText('approved');
    expect(asked[0]).toEqual({ what: approvePath, body: { version: 2, hash: servers.hash } });
    expect(onapproved).toHaveBeenCalledExactlyOnceWith('run_1');
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
  });

  it('keeps the button when the approval is refused, and keeps why', async () => {
    const message = 'Version 2 is not the newest.';
    answering({
      [approvePath]: () => ({ status: 409, json: { error: { code: 'stale.version', message } } }),
      'GET /api/projects/prj_shop': () => ({ json: waiting })
    });
    const onapproved = vi.fn();
    const project = renderPart(ApproveBar, { stage: 'infrastructure', onask, onapproved }, { page: waiting });
    await fireEvent.click(screen.getByRole('button', { name: /^Approve cpx21/ }));
    await waitFor(() => expect(project.problem?.message).toBe(message));
    expect(screen.getByRole('button', { name: /^Approve cpx21/ }).hasAttribute('disabled')).toBe(false);
    expect(onapproved).not.toHaveBeenCalled();
  });

  it('offers no approval of a plan that an event has made stale', () => {
    const { stage, version, hash } = servers;
    const events = journal(
      { type: 'artifact.proposed', stage, version, hash, author: 'rules', note: '' },
      { type: 'artifact.stale', stage, version }
    );
    renderPart(ApproveBar, { stage: 'infrastructure', onask }, { page: waiting, events });
    expect(screen.getByText('stale, planned again')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
  });

  it('asks for a value that only a person can give before it offers to start', async () => {
    const env = { service: 'web', name: 'API_KEY', value: null, secret: true, required: true, buildTime: false };
    const body = provisioning({ env: [{ ...env, origin: 'person' }] });
    const page = detail({ artifacts: { ...detail().artifacts, provisioning: artifact('provisioning', { body }) } });
    const onmissing = vi.fn();
    renderPart(ApproveBar, { stage: 'provisioning', onask, onmissing }, { page });
    await fireEvent.click(screen.getByRole('button', { name: 'Give 1 value first' }));
    expect(onmissing).toHaveBeenCalledOnce();
    expect(screen.queryByRole('button', { name: /start the run/ })).toBeNull();
  });
});
