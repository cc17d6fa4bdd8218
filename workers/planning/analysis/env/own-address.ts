import type { EnvironmentVariable } from '../../../domain/service.ts';
import { storeOfVariable } from '../stores.ts';

const browser = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|GATSBY|VUE_APP)_/;
const what =
  '(?:APP|APPLICATION|SITE|BASE|PUBLIC|SERVER|WEB|WEBSITE|FRONTEND|FRONT_END|CLIENT|BACKEND|API|ROOT|HOST|SELF|AUTH|NEXTAUTH|BETTER_AUTH|INSTANCE|EXTERNAL|CANONICAL|PRIMARY|MAIN|DEFAULT|WEBAPP|DASHBOARD|MARKETING|LINK|SHORT|SERVICE|HOME|ABSOLUTE|PROJECT|DEPLOYMENT|UI|ADMIN|BACKEND_API)';
const address = new RegExp(
  `^(?:${what}_?)?(?:\\w+_PUBLIC_)?(?:(?:BASE|PUBLIC|ROOT|SITE|APP|SERVER|WEB|EXTERNAL|HOST)_?)?(?:URL|URI|ORIGINS?|SITE_ROOT)$|^SITE_ROOT$|^(?:\\w+_)?(?:CORS_ORIGINS?|CORS_(?:ALLOWED|ALLOW)_ORIGINS?|ALLOWED_ORIGINS?|TRUSTED_ORIGINS|CSRF_TRUSTED_ORIGINS)$`
);
const host = new RegExp(
  `^(?:${what}_?)?(?:\\w+_PUBLIC_)?(?:DOMAIN|DOMAINS|DOMAIN_NAME|HOSTNAME|FQDN|SERVER_NAME)$|^(?:DJANGO_)?(?:ALLOWED_HOSTS?|TRUSTED_HOSTS?|PRIMARY_HOST)$|^(?:FRONTEND|APP|SERVER|WEB|SITE|PHX|PUBLIC|EXTERNAL)_HOST$`
);

/** A name without what frameworks put before those that reach the browser. */
export const withoutBrowserPrefix = (name: string): string => name.replace(browser, '');

/**
 * The word that begins most names of a program's variables, such as `SHOP`, or null: what is left of such a name says what it
 * is about.
 */
export function sharedPrefix(names: string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) {
    const first = /^[A-Z][A-Z0-9]*(?=_)/.exec(withoutBrowserPrefix(name))?.[0];
    if (first) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const [prefix, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return count >= 5 && count * 2 >= names.length && !/^(?:APP|DB|AWS|SMTP|MAIL|DATABASE|POSTGRES|AUTH)$/.test(prefix)
    ? prefix
    : null;
}

const bareName = (name: string, prefix: string | null): string => {
  const bare = withoutBrowserPrefix(name);
  return prefix !== null && bare.startsWith(`${prefix}_`) ? bare.slice(prefix.length + 1).replace(/^_+/, '') : bare;
};

/** Whether a variable holds the address that the service itself is reached at, as a URL. */
export const isOwnUrl = (name: string, prefix: string | null = null): boolean => address.test(bareName(name, prefix));

/** Whether a variable holds the host name that the service itself is reached at. */
export const isOwnHost = (name: string, prefix: string | null = null): boolean => host.test(bareName(name, prefix));

/** Whether a variable is filled with the service's own address. */
export const isOwnAddress = (name: string, prefix: string | null = null): boolean =>
  isOwnUrl(name, prefix) || isOwnHost(name, prefix);

/** Whether a variable is filled with the service's own address: as a `url`, as a `host`, or not (null). */
export function ownAddressIn({ name, source }: Pick<EnvironmentVariable, 'name' | 'source'>): 'url' | 'host' | null {
  if (source !== 'reference' || storeOfVariable(name) !== null) return null;
  if (/(?:^|_)(?:URL|URI|ORIGINS?|SITE_ROOT)$/.test(name)) return 'url';
  return /(?:^|_)(?:DOMAINS?|DOMAIN_NAME|HOSTS?|HOSTNAME|FQDN|SERVER_NAME)$/.test(name) ? 'host' : null;
}
