import type { StatedVariable } from '../detector.ts';
import { isPlaceholder } from './values.ts';

/** Who answers for an installation, and who its first user is: a person's choice, whatever an example shows. */
const owner =
  /^(?:\w+_)?(?:(?:SITE|INSTANCE|APP|SERVER)_?OWNER(?:_EMAIL|_NAME)?|(?:FIRST_|INITIAL_|DEFAULT_|DJANGO_)?(?:SUPERUSER|ADMIN|ROOT_USER)(?:_?(?:EMAIL|USER|USERNAME|NAME|LOGIN|MAIL))?|ADMIN_?(?:EMAILS?|USER|USERNAME|LOGIN)|(?:CONTACT|SUPPORT|ACME|LETSENCRYPT|WEBMASTER|LEGAL)_?E?MAIL(?:_ADDRESS)?)$/;

/** What an installation is called. */
const title = /^(?:\w+_)?(?:PROJECT|SITE|INSTANCE|COMPANY|ORG|ORGANI[SZ]ATION|STORE|SHOP|BRAND)_?(?:NAME|TITLE)$/;

const mailHost =
  /^(?:\w+_)?(?:SMTP|MAIL|EMAIL|MAILER|EMAILS)_(?:SMTP_)?(?:HOST|HOSTNAME|SERVER|ADDRESS|SERVER_HOST|SMTP_HOST|SERVER_ADDRESS)$/;
const sender =
  /^(?:\w+_)?(?:(?:SMTP|MAIL|EMAIL|EMAILS|MAILER|DEFAULT|NOREPLY|RESEND|SENDGRID|POSTMARK)_)+(?:FROM|SENDER)(?:_?(?:EMAIL|ADDRESS|MAIL))?$|^(?:DEFAULT_)?(?:FROM|SENDER)_E?MAIL(?:_ADDRESS)?$/;
const mailSwitch =
  /^(?:\w+_)?(?:SMTP|MAIL|EMAIL|EMAILS|MAILER)_?(?:ENABLED?|MAILER|DRIVER|TRANSPORT|BACKEND|SERVICE|PROVIDER|ACTIVE)$/;
const off = /^(?:false|0|no|off|none|log|console|array|dummy|null|test|ethereal|.*\b(?:console|dummy|locmem)\b.*)?$/i;

/** Whether a name is that of a thing which a person answers for. */
export const isOwnersChoice = (name: string): boolean =>
  owner.test(name) && !/^(?:SKIP|CREATE|ENABLE|DISABLE|USE|IS|HAS|ALLOW)_/.test(name);

/** Whether a name is that of the installation's title. */
export const isTitle = (name: string): boolean => title.test(name);

/** Whether a name is that of the sender of mail, for whom nobody else's address will do. */
export const isSender = (name: string): boolean => sender.test(name);

/** Whether a name is that of the server or the sender of the mail that a service sends. */
export const isMail = (name: string): boolean => mailHost.test(name) || sender.test(name);

/**
 * Whether a service counts on sending mail: its files list a server or a sender of mail with a value that shows what belongs
 * there, or a guide tells to set both, and nothing switches mail off.
 */
export function countsOnMail(all: Map<string, StatedVariable[]>): boolean {
  const entries = [...all];
  const isOff = entries.some(
    ([name, stated]) =>
      mailSwitch.test(name) &&
      stated.some(
        (each) =>
          each.origin !== 'docs' && (each.default !== null || each.origin === 'example') && off.test(each.default ?? '')
      )
  );
  if (isOff) return false;
  const shown = entries.filter(([name]) => isMail(name)).map(([, stated]) => stated);
  const listed = shown.some((stated) =>
    stated.some(
      (each) =>
        each.origin === 'example' &&
        each.required !== false &&
        each.default !== null &&
        !/^(?:null|none)$/i.test(each.default)
    )
  );
  const insisted = shown.some((stated) => stated.some((each) => each.required === true));
  const guided =
    shown.filter((stated) => stated.some((each) => each.origin === 'docs' && each.required !== false)).length >= 2;
  const examples = entries.some(([, stated]) => stated.some((each) => each.origin === 'example'));
  return listed || insisted || (guided && !examples);
}

/** A value that an example shows and that may stand: what a person is offered as an answer. */
export const suggestion = (stated: StatedVariable[]): string | null =>
  stated.find((each) => each.default !== null && !isPlaceholder(each.default))?.default ?? null;
