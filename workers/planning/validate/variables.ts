import { fitsRun, isRunVariable } from '../../domain/fix-values.ts';

const leading =
  /^(?:LD_\w+|BASH_ENV|ENV|NODE_OPTIONS|PYTHONSTARTUP|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|GIT_\w+|\w*(?:_PROXY|_REGISTRY|INDEX_URL|GOPROXY))$/i;

/** Whether a variable loads code into a program, or leads it to other people's packages, beyond the harmless values that are known. */
export const leadsElsewhere = (name: string, value: string): boolean =>
  leading.test(name) && !(isRunVariable(name) && fitsRun(name, value));
