import * as z from 'zod';

/** What a person calls a project, a team or themselves: one line of 1 to 60 characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]*$/u, 'no control characters');

/** A host name of at least two parts, in lower case; `localhost`, addresses and internationalised forms are none. */
export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'a host name such as www.example.org'
  );
