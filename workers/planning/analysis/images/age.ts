import type { Stage } from '../../../domain/dockerfile.ts';

/** The oldest line of a base image that is still looked after; as of November 2026. */
const oldest: [RegExp, string, number][] = [
  [/(?:^|\/)node:v?(\d+)/, 'Node.js', 22],
  [/(?:^|\/)python:(3\.\d+|2)/, 'Python', 3.11],
  [/(?:^|\/)ruby:(\d+\.\d+)/, 'Ruby', 3.3],
  [/(?:^|\/)php:(\d+\.\d+)/, 'PHP', 8.2],
  [/(?:^|\/)golang:(\d+\.\d+)/, 'Go', 1.26],
  [/dotnet\/(?:sdk|aspnet|runtime):(\d+)/, '.NET', 10],
  [/(?:^|\/)debian:(\d+)/, 'Debian', 12],
  [/(?:^|\/)ubuntu:(\d+\.\d+)/, 'Ubuntu', 22.04],
  [/(?:^|\/)alpine:(\d+\.\d+)/, 'Alpine', 3.21],
  [/(?:^|\/)centos:(?:centos)?(\d+)/, 'CentOS', 9]
];

/** Debian's and CentOS' releases whose packages are no longer where their tools look for them. */
const gone = /(?:^|[:-])(?:jessie|stretch|buster)(?:-|$)|(?:^|\/)debian:(?:8|9|10)(?:\D|$)/;
const goneCentos = /(?:^|\/)centos:(?:centos)?[5-8](?:\D|$)/;

/** `3.9` counts before `3.10`. */
const rank = (version: string | number): number => {
  const [major = 0, minor = 0] = String(version).split('.').map(Number);
  return major * 1000 + minor;
};

/** What is said of a base that nobody mends any more, or null. */
export function ageOf(bases: string[]): string | null {
  for (const base of bases) {
    if (gone.test(base)) return `${base} rests on a release of Debian that nobody mends any more`;
    for (const [form, name, line] of oldest) {
      const version = form.exec(base)?.[1];
      if (version !== undefined && rank(version) < rank(minimum(name, line)))
        return `${base}: nobody mends ${name} ${version} any more`;
    }
  }
  return null;
}

/** Ubuntu's and Go's second numbers have two digits. */
const minimum = (name: string, line: number) => (name === 'Ubuntu' ? line.toFixed(2) : String(line));

/** A stage that installs packages which can no longer be had, or null. */
export function emptyMirror(stages: Stage[]): string | null {
  const stale = stages.find(
    ({ base, instructions }) =>
      (gone.test(base) && installs(instructions, /\bapt(?:-get)?\s+(?:-\S+\s+)*(?:update|install)\b/)) ||
      (goneCentos.test(base) && installs(instructions, /\byum\s+(?:-\S+\s+)*(?:install|update)\b/))
  );
  return stale ? stale.base : null;
}

const installs = (instructions: Stage['instructions'], form: RegExp) =>
  instructions.some(({ word, text }) => word === 'RUN' && form.test(text) && !/archive\.|vault\./.test(text));
