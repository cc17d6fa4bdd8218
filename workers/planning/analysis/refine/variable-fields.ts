import type { Patch } from '../../../domain/artifact.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { EnvironmentVariable } from '../../../domain/service.ts';
import { leadsElsewhere } from '../../validate/variables.ts';
import { isSecret } from '../env/secret.ts';
import type { VariableField } from './answer.ts';
import { isCode, said } from './relating.ts';
import { no, set, type Correcting } from './service-fields.ts';

type Field = (correcting: Correcting & { variable: EnvironmentVariable }) => Result<Patch>;

const shown = (text: string) => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();

/** For each field of a variable, the edit that a value makes, or why it makes none. */
export const variableEdits: Record<VariableField, Field> = {
  secret({ service, variable, value, evidence }) {
    if (typeof value !== 'boolean') return no('it is true or false');
    if (!value && variable.secret && !(evidence ?? []).some(isCode))
      return no('prose alone does not make a secret public');
    const shown = value && variable.default !== null ? [set(service, `env/${variable.name}/default`, null)] : [];
    const given = value && variable.source === 'default' ? [set(service, `env/${variable.name}/source`, 'person')] : [];
    return ok([set(service, `env/${variable.name}/secret`, value), ...shown, ...given]);
  },

  default({ service, variable, value, evidence }) {
    const at = `env/${variable.name}`;
    if (value !== null && typeof value !== 'string') return no('a default is a text');
    if (variable.source === 'reference' || variable.source === 'generated') return no('Hydron fills it by itself');
    if (value === null) return ok([set(service, `${at}/default`, null), set(service, `${at}/source`, 'person')]);
    if (variable.secret || isSecret(variable.name, value)) return no('a secret has no default');
    if (leadsElsewhere(variable.name, value)) return no('it could load other code into the app');
    if (evidence && !said(evidence, value)) return no('the lines named do not say that value');
    return ok([
      set(service, `${at}/default`, value),
      set(service, `${at}/source`, 'default'),
      set(service, `${at}/required`, false)
    ]);
  },

  required: ({ service, variable, value }) =>
    typeof value === 'boolean' ? ok([set(service, `env/${variable.name}/required`, value)]) : no('it is true or false'),

  describes: ({ service, variable, value }) =>
    typeof value === 'string' && shown(value) !== ''
      ? ok([set(service, `env/${variable.name}/describes`, shown(value).slice(0, 300))])
      : no('it is a text')
};
