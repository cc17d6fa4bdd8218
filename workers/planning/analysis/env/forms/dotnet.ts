import { literal, quoted, type Family } from './form.ts';

/** .NET: `Environment.GetEnvironmentVariable`. */
export const dotnet: Family = {
  files: /\.cs$/,
  forms: [
    {
      pattern: new RegExp(String.raw`\bGetEnvironmentVariable\(\s*${quoted}\s*\)(?:\s*\?\?\s*${literal})?`, 'g'),
      required: null
    }
  ]
};
