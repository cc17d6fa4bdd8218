import { ok, refuse, type Result } from '../../domain/result.ts';

const atStart = String.raw`(?:^|[\s;&|($\x60'"/])`;
const atEnd = String.raw`(?=$|[\s;&|)\x60'"<>])`;
const program = (names: string) => new RegExp(`${atStart}(?:${names})${atEnd}`, 'i');

/** What no build, start or release command of a service needs, each with what is told about it. */
const refused: { pattern: RegExp; because: string }[] = [
  {
    pattern: program('curl|wget|aria2c|ftp|tftp|scp|sftp|ssh|telnet|nc|ncat|netcat|socat'),
    because: 'it reaches for the network by itself'
  },
  { pattern: /\/dev\/(?:tcp|udp)\//i, because: 'it reaches for the network by itself' },
  {
    pattern: new RegExp(
      String.raw`\|&?\s*(?:\S*/)?(?:sh|bash|dash|ash|zsh|ksh|python[\d.]*|node|perl|ruby|php)${atEnd}`,
      'i'
    ),
    because: 'it pipes text into an interpreter'
  },
  { pattern: program('eval|base64|xxd|openssl'), because: 'it runs or unpacks text that is not shown' },
  {
    pattern: new RegExp(
      String.raw`\b(?:node|bun|perl|ruby|php|python[\d.]*)\s+(?:-\S+\s+)*(?:-[ecrp]|--eval|--print)${atEnd}`,
      'i'
    ),
    because: 'it holds a program of its own'
  },
  {
    pattern: program(
      'sudo|su|doas|docker|podman|nsenter|chroot|mount|umount|unshare|insmod|modprobe|iptables|nft|systemctl|crontab'
    ),
    because: 'it reaches outside of its container'
  },
  {
    pattern: /\bchmod\s+(?:\S+\s+)*(?:[ugoa]*\+\S*s|[2467]\d{3})\b/i,
    because: 'it gives a file the rights of another user'
  },
  { pattern: program('printenv'), because: 'it prints the environment, which holds secrets' },
  { pattern: /(?:^|[;&|]\s*)env\s*(?:$|[;&|>])/i, because: 'it prints the environment, which holds secrets' },
  {
    pattern:
      /(?:^|[\s='"<>])\/(?:etc|proc|sys|root|boot|var\/run|run)(?:\/|$|[\s'"])|(?:~|\$HOME|\$\{HOME\})\/\.ssh\b|docker\.sock/i,
    because: 'it names a path outside of the app'
  },
  {
    pattern: />>?\|?\s*['"]?\/(?!dev\/(?:null|stdout|stderr)\b|tmp\/|app\/|data\/)/i,
    because: 'it writes outside of the app'
  },
  { pattern: /\brm\s+(?:-\S+\s+)*['"]?(?:\/|~|\$HOME)(?:\*|['"\s]|$)/i, because: 'it deletes what is not its own' }
];

/**
 * A build, start or release command that somebody other than the person proposed, such as a model: answered as it is, or
 * refused (`command.refused`) with the reason. It judges the text alone; the command still runs in a container.
 */
export function plausibleCommand(command: string): Result<string> {
  const text = command.trim();
  if (text === '') return refuse('command.empty', 'A command says what to run. Leave it out where there is nothing.');
  if (/[\p{Cc}\p{Cf}]/u.test(text))
    return refuse(
      'command.refused',
      'The command holds line breaks or characters that do not show. Write it on one line.'
    );
  const found = refused.find(({ pattern }) => pattern.test(text));
  return found
    ? refuse('command.refused', `The command is refused, because ${found.because}: ${text.slice(0, 120)}`)
    : ok(text);
}
