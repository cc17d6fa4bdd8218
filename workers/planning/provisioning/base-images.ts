/**
 * The images that a Dockerfile's stages start from, without repeats: build arguments that stand before the first FROM are filled in
 * by their defaults; earlier stages, `scratch` and what stays unknown are left out. From the Dockerfile reference, "FROM".
 */
export function baseImages(dockerfile: string): string[] {
  const text = dockerfile.replace(/\\\r?\n/g, ' ');
  const [defaults, stages, images] = [new Map<string, string>(), new Set<string>(), new Set<string>()];
  for (const line of text.split(/\r?\n/)) {
    const argument = /^\s*ARG\s+([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|(\S*))/i.exec(line);
    if (argument && images.size === 0 && stages.size === 0)
      defaults.set(argument[1]!, argument[2] ?? argument[3] ?? argument[4] ?? '');
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (!from) continue;
    const image = from[1]!.replace(
      /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
      (_, braced, fallback, bare) => defaults.get(braced ?? bare) ?? fallback ?? '$'
    );
    if (image !== 'scratch' && !stages.has(image.toLowerCase()) && /^[a-z0-9][A-Za-z0-9._:/@-]*$/.test(image))
      images.add(image);
    if (from[2]) stages.add(from[2].toLowerCase());
  }
  return [...images];
}
