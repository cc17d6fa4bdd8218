import type { Plans, Situation } from './understood.ts';

/** What is understood, in the words of the present plan. */
export function helpFor({ analysis, infrastructure, tiers }: Situation): string {
  if (!analysis)
    return 'The code is still being read. When its services are here, say what to change, or ask what a plan says.';
  const service = analysis.services.find(({ acceptance }) => acceptance !== 'rejected')?.name ?? 'web';
  const wishes = [
    ...(infrastructure ? ['one tier larger', ...otherRegion({ analysis, infrastructure, tiers } as Plans)] : []),
    ...separable(analysis.datastores[0]?.name ?? analysis.services[1]?.name, infrastructure !== null),
    `rename ${service} to ${service === 'site' ? 'web' : 'site'}`,
    `${service} listens on 8080`,
    ...versions(analysis),
    `set GREETING to hello`,
    ...(analysis.services.length > 1 ? [`drop ${analysis.services.at(-1)!.name}`] : []),
    `health check of ${service} is /healthz`
  ];
  return `I understand wishes such as: ${wishes.map((wish) => `“${wish}”`).join(', ')}. And questions: “what does it cost?”, “why ${analysis.datastores[0]?.name ?? service}?”.`;
}

const separable = (unit: string | undefined, planned: boolean) =>
  planned && unit ? [`move ${unit} to its own server`] : [];

function otherRegion({ infrastructure, tiers }: Plans): string[] {
  const here = infrastructure?.servers[0]?.region;
  const other = tiers
    .flatMap(({ regions }) => regions)
    .find(({ id, inStock }) => inStock && id !== here && id !== 'own');
  return other ? [`a server in ${other.title}`] : [];
}

function versions({ services, datastores }: Plans['analysis']): string[] {
  const store = datastores[0];
  const python = services.some(({ language }) => /python/i.test(language ?? ''));
  const node = services.some(({ language }) => /javascript|typescript/i.test(language ?? ''));
  return [
    ...(node ? ['use Node 22'] : python ? ['Python 3.13'] : []),
    ...(store ? [`${store.kind} ${store.version?.split('.')[0] ?? '17'}`] : [])
  ];
}
