import type { DeploymentRpc } from '../../durable-objects/rpc.ts';

/** After a run that was fixed on the way: offers to take the Dockerfiles that its fixes changed over into the plan. */
export async function offerFixes(object: DeploymentRpc, runId: string): Promise<void> {
  const changed = (await object.fixesOf(runId)).flatMap(({ overlay }) => (overlay ? [overlay.service] : []));
  if (changed.length === 0) return;
  const names = [...new Set(changed)].join(', ');
  await object.append([
    {
      type: 'message',
      id: `fixes-${runId}`,
      author: 'hydron',
      text: `This run changed the Dockerfile of ${names} to get through. The plan still holds the old one, so the next run would fail and be fixed again.`,
      actions: [{ label: 'Keep the fix in the plan', command: `keep the fixes of ${runId}` }]
    }
  ]);
}
