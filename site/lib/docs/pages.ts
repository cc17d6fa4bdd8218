/** The written documentation, in reading order. */
export const pages = [
  { slug: '', title: 'How it works' },
  { slug: 'sources', title: 'Sources' },
  { slug: 'analysis', title: 'Code analysis' },
  { slug: 'plans', title: 'Plans and approvals' },
  { slug: 'run', title: 'The run' },
  { slug: 'model', title: 'The model' },
  { slug: 'transcript', title: 'A recorded deployment' },
  { slug: 'domains', title: 'Domains and certificates' },
  { slug: 'settings', title: 'Settings' },
  { slug: 'terminal', title: 'The terminal' },
  { slug: 'api', title: 'The API' }
] as const;

export const hrefOf = (slug: string): string => (slug === '' ? '/docs' : `/docs/${slug}`);
