import type { Finding } from './finding.ts';

const knownRegistries = new Set([
  'docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'public.ecr.aws',
  'registry.k8s.io',
  'mcr.microsoft.com',
  'docker.elastic.co'
]);

/** The registry that an image is pulled from: its first part where that looks like a host, else Docker Hub. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

/** Whether a reference always means the same kind of image: by a digest, or by a tag that is not a moving name. */
export function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([\w][\w.-]*)$/.exec(image.split('/').at(-1) ?? '')?.[1];
  return tag !== undefined && /\d/.test(tag) && !/^(?:latest|edge|nightly|main|master)$/i.test(tag);
}

/** What is to be said against running an image, the path being where it stands. */
export function imageFindings(image: string, path: string): Finding[] {
  const registry = registryOf(image);
  return [
    ...(isPinned(image)
      ? []
      : [
          {
            code: 'image.unpinned',
            path,
            message: `${image} names no version, so it may be another image tomorrow. Name a tag with a version, or a digest.`,
            severity: 'needs-person' as const
          }
        ]),
    ...(knownRegistries.has(registry)
      ? []
      : [
          {
            code: 'image.registry',
            path,
            message: `${image} comes from ${registry}, a registry that is not known here.`,
            severity: 'needs-person' as const
          }
        ])
  ];
}
