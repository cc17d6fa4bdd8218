import { command, quote, quoteTemplate, writeFile } from '../domain/shell.ts';
import { certificatesIn } from './authorities.ts';
import { array, every, lines, type StepText } from './text.ts';

const present = (image: string) => `docker image inspect ${quote(image)} >/dev/null 2>&1`;

/** Shell text that pulls an image, five times at most: registries limit rates and networks fail. */
const pullText = (image: string) =>
  lines(
    'for try in 1 2 3 4 5; do',
    `  if docker pull -q ${quote(image)}; then break; fi`,
    `  if [ $try = 5 ]; then exit 1; fi`,
    '  sleep $((try * 3))',
    'done'
  );

/** An image from a registry. One that is named by a moving tag is pulled again when `refresh` says so. */
export function pull(image: string): StepText {
  return {
    check: present(image),
    apply: pullText(image),
    verify: every(present(image), `docker image inspect --format '{{.Id}}' ${quote(image)}`)
  };
}

export interface Build {
  /** The name to give, such as `hydron/shop-api:0123456789ab`. */
  tag: string;
  /** The folder of the checkout on the server. */
  source: string;
  /** Folder and file inside the checkout, `.` being its root. */
  context: string;
  dockerfile: string;
  target: string | null;
  /** Build arguments as templates. Their values go by the environment, not by the command line. */
  arguments: { name: string; value: string }[];
  /** Stands for all that the build reads and the tag does not say. */
  inputs: string;
}

const path = (...parts: string[]) => parts.filter((part) => part !== '.').join('/');

/**
 * Builds an image from the source on the server, with BuildKit (the `buildx` client where there is one). The label
 * `hydron.inputs` says what it was built from, arguments included, so that a check knows an image that is still right.
 */
export function build(options: Build): StepText {
  const inputs = lines(
    ...options.arguments.map((argument) => `export ${argument.name}=${quoteTemplate(argument.value)}`),
    `inputs=$(printf '%s\\n' ${[quote(options.inputs), ...options.arguments.map((argument) => `"$${argument.name}"`)].join(' ')} | sha256sum | cut -c -40)`
  );
  const same = `[ "$(docker image inspect --format '{{index .Config.Labels "hydron.inputs"}}' ${quote(options.tag)} 2>/dev/null)" = "$inputs" ]`;
  const words = [
    command('--progress', 'plain', '--tag', options.tag),
    command('--file', path(options.source, options.dockerfile)),
    '--label "hydron.inputs=$inputs"',
    ...(options.target === null ? [] : [command('--target', options.target)]),
    ...options.arguments.map((argument) => command('--build-arg', argument.name)),
    command(path(options.source, options.context))
  ];
  return {
    check: lines(inputs, same),
    apply: lines(
      inputs,
      array('options', words),
      'if docker buildx version >/dev/null 2>&1; then',
      '  docker buildx build --load "${options[@]}"',
      'else',
      '  DOCKER_BUILDKIT=1 docker build "${options[@]}"',
      'fi'
    ),
    verify: lines(
      inputs,
      every(same, `docker image inspect --format 'Built {{.Id}}, {{.Size}} bytes' ${quote(options.tag)}`)
    )
  };
}

const bundle = '/etc/ssl/certs/ca-certificates.crt';
const variables = [
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'CARGO_HTTP_CAINFO',
  'GIT_SSL_CAINFO'
];

/** The body of a certificate without line breaks: a bundle that holds it trusts it, however it is wrapped. */
const body = (certificate: string) => certificate.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');

/**
 * Makes base images trust further authorities, for networks that sign traffic anew: each image that does not yet trust them is
 * derived once and tagged under its own name on this server, so that a Dockerfile builds unchanged. The engine's BuildKit takes a
 * local image before a registry's. Files are only added, so images without a shell work too.
 */
export function trustingImages(images: string[], authorities: string): StepText {
  const certificates = certificatesIn(authorities);
  const folder = '/var/lib/hydron/trust';
  const trusts = lines(
    'trusts() {',
    '  local container held',
    '  container=$(docker create "$1" true 2>/dev/null) || return 1',
    `  held=$(docker cp -L "$container:${bundle}" - 2>/dev/null | tar -xO 2>/dev/null | tr -d '\\n\\r' || true)`,
    '  docker rm "$container" >/dev/null',
    `  for mark in ${certificates.map((each) => quote(body(each).slice(0, 400))).join(' ')}; do case $held in *"$mark"*) ;; *) return 1 ;; esac; done`,
    '}'
  );
  const each = (image: string) =>
    lines(
      `if ! ${present(image)}; then`,
      pullText(image),
      'fi',
      `if ! trusts ${quote(image)}; then`,
      `  container=$(docker create ${quote(image)} true)`,
      `  docker cp -L "$container:${bundle}" ${folder}/bundle.crt 2>/dev/null || cp ${bundle} ${folder}/bundle.crt`,
      '  docker rm "$container" >/dev/null',
      `  cat ${folder}/authorities.crt >> ${folder}/bundle.crt`,
      `  printf '%s\\n' ${quote(`FROM ${image}`)} "$added" > ${folder}/Dockerfile`,
      `  docker build -q --tag ${quote(image)} ${folder}`,
      'fi'
    );
  const added = [
    `COPY authorities.crt /usr/local/share/ca-certificates/hydron.crt`,
    `COPY bundle.crt ${bundle}`,
    `ENV ${variables.map((name) => `${name}=${bundle}`).join(' ')}`
  ].join('\n');
  const all = every(...images.map((image) => `trusts ${quote(image)}`));
  return {
    check: lines(trusts, all),
    apply: lines(
      trusts,
      `added=${quote(added)}`,
      writeFile(`${folder}/authorities.crt`, certificates.join('')),
      ...images.map(each)
    ),
    verify: lines(trusts, all)
  };
}
