import type { Analysis } from '../../domain/analysis.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Service } from '../../domain/service.ts';
import { plausibleCommand } from './commands.ts';
import type { Finding } from './finding.ts';

const commands = ['buildCommand', 'startCommand', 'releaseCommand'] as const;

/** What is to be said against the commands of a service that changed. A person may write any. */
export const commandFindings = (service: Service, was: Service | undefined, at: string): Finding[] =>
  commands.flatMap((field) => {
    const command = service[field];
    if (command === null || command === was?.[field]) return [];
    const judged = plausibleCommand(command);
    return judged.ok ? [] : [{ ...judged.problem, path: `${at}/${field}`, severity: 'needs-person' as const }];
  });

/** What is deployed is a person's word: a change of the source or its commit. */
export const sourceFindings = (before: Analysis, after: Analysis): Finding[] =>
  (['source', 'commit'] as const)
    .filter((field) => canonicalJson(before[field]) !== canonicalJson(after[field]))
    .map((field) => ({
      code: 'source.changed',
      path: `/${field}`,
      message: 'It says which code is deployed. A person chooses that with a new deployment.',
      severity: 'needs-person'
    }));
