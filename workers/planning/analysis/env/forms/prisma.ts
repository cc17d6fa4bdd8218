import { type Family } from './form.ts';

/** Prisma: `env` in a schema. */
export const prisma: Family = {
  files: /\.prisma$/,
  forms: [{ pattern: new RegExp(String.raw`\benv\("(?<name>[A-Z][A-Z0-9_]*)"\)`, 'g'), required: true }]
};
