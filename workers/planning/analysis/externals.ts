import type { Analysis } from '../../domain/analysis.ts';
import { vendors } from './vendors.ts';

const known = vendors.map((vendor) => ({
  ...vendor,
  pattern: new RegExp(`^(?:[A-Z0-9]+_){0,3}?(?:${vendor.variables})(?:_|$)`)
}));
const byName = new Map(known.map((vendor) => [vendor.name, vendor]));

/** Settings of mail and of storage that lie in the program itself. */
const ownMatter =
  /^(?:\w+_)?E?MAILS?_(?:LIST|VERIFICATION|CONFIRMATION|TEMPLATE|WHITELIST|BLACKLIST|DOMAINS?|ALLOW\w*|DENY\w*|REQUIRED|CLAIM|RESET\w*|TEST\w*)|^BUCKET_(?:SIZE|COUNT)/;

/** The external service that a variable configures, or null: the one whose word stands first in its name. */
export function externalOf(variable: string): string | null {
  if (ownMatter.test(variable)) return null;
  return known.find(({ pattern }) => pattern.test(variable))?.name ?? null;
}

/** Whether the packages of an app include one of an external service. */
export const usesExternal = (name: string, packages: string[]): boolean => {
  const vendor = byName.get(name);
  return vendor !== undefined && packages.some((installed) => vendor.packages.test(installed));
};

/** Whether a program that uses an external service does nothing without it. */
export const isCoreExternal = (name: string): boolean => byName.get(name)?.core === true;

/** What a variable of an external service is, where nothing says it. */
export const describesExternal = (name: string): string => `For ${byName.get(name)?.label ?? name}`;

/** The external services that packages or variables speak of, each with its variables. */
export function externalsOf(packages: string[], variables: string[]): Analysis['externals'] {
  const of = Map.groupBy(new Set(variables), externalOf);
  return known
    .map((vendor) => ({
      name: vendor.name,
      env: (of.get(vendor.name) ?? []).slice(0, 40),
      used: packages.some((name) => vendor.packages.test(name))
    }))
    .filter((each) => each.used || each.env.length > 0)
    .map(({ name, env }) => ({ name, env }))
    .slice(0, 60);
}
