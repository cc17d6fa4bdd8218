import type { Settings } from '#lib/answers.ts';

/** What a person may know of the install, in words. */
export const installFacts = (install: Settings['install']): [term: string, fact: string][] => [
  ['Mode', install.mode === 'local' ? 'local, for this machine alone' : 'public'],
  ['Address', install.baseUrl],
  ['Default domain', install.defaultDomain],
  ['Vendors', install.vendors.join(', ')],
  ['Image registry mirror', install.registryMirror ?? 'none'],
  ['Certificate authority', install.acmeDirectory ?? "Let's Encrypt"],
  ['Extra authorities trusted', install.extraAuthorities ? 'yes' : 'no']
];
