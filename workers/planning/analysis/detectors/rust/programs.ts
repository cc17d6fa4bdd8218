import { folderOf, nameOf, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { isServerName, isTool, isWorkerName } from '../programs/names.ts';
import { dependencyNamed, type Crate } from './crate.ts';

/** A program that Cargo makes of a crate, and what its source says that it does. */
export interface Program {
  name: string;
  file: SourceFile;
  listens: boolean;
  works: boolean;
}

const listening =
  /HttpServer::new|axum::serve|axum_server::|\bServer::(?:bind|new|builder)\b|TcpListener::bind|rocket::(?:build|custom|ignite|launch)|#\[(?:rocket::)?launch\]|warp::serve|\.serve\(|\.launch\(\)|\.listen\(|\bserve\b.*\.await|HttpService|actix_web::main|ntex::main|lambda_http/;

/** The programs of a crate, the one that is meant by `cargo run` or that listens first; those for people to run by hand are left out. */
export async function programsOf(reader: Reader, crate: Crate): Promise<Program[]> {
  const sources = sourcesOf(reader, crate).slice(0, 8);
  await reader.read(
    sources.map(({ path }) => path),
    'entry point'
  );
  const found = sources.flatMap(({ name, path }): Program[] => {
    const file = reader.known(path);
    return file
      ? [{ name, file, listens: listening.test(file.text), works: isWorkerName(name) && name !== crate.name }]
      : [];
  });
  const services = found.length === 1 ? found : found.filter(({ name }) => !isTool(name));
  return services.sort((a, b) => rank(crate, a) - rank(crate, b));
}

const rank = (crate: Crate, { name, listens, works }: Program): number =>
  (name === crate.defaultRun ? 0 : 4) +
  (works ? 3 : 0) +
  (listens ? 0 : 1) +
  (name === crate.name || isServerName(name) ? 0 : 0.5);

/** Where the source of each program lies: as the manifest says, else where Cargo looks for it. */
function sourcesOf(reader: Reader, crate: Crate): { name: string; path: string }[] {
  const stated = crate.binaries.flatMap(({ name, path }) => {
    const places = path === null ? [`src/bin/${name}.rs`, `src/bin/${name}/main.rs`, 'src/main.rs'] : [path];
    const found = reader.tree.first(crate.folder, ...places);
    return found ? [{ name, path: found }] : [];
  });
  if (!crate.autobins) return stated;
  const main = reader.tree.first(crate.folder, 'src/main.rs');
  const others = reader.tree
    .below(crate.folder, /(?:^|\/)src\/bin\/(?:[^/]+\.rs|[^/]+\/main\.rs)$/)
    .filter((path) => within(crate.folder, path)?.startsWith('src/bin/'))
    .map((path) => ({
      name:
        nameOf(path) === 'main.rs' && !path.endsWith('src/bin/main.rs')
          ? nameOf(folderOf(path))
          : nameOf(path).replace(/\.rs$/, ''),
      path
    }));
  const found = [...stated, ...(main && crate.name ? [{ name: crate.name, path: main }] : []), ...others];
  return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index);
}

const argumentParsers = ['clap', 'structopt', 'argh', 'pico-args', 'bpaf', 'lexopt', 'gumdrop', 'docopt'];

/** Whether a crate without a server in it reads arguments of a person's, rather than to run on its own. */
export const isCommandLine = (crate: Crate): boolean =>
  argumentParsers.some((name) => dependencyNamed(crate, name) !== null) ||
  ['ratatui', 'crossterm', 'tui', 'dialoguer', 'eframe', 'tauri', 'bevy', 'iced', 'gtk', 'gtk4', 'slint', 'winit'].some(
    (name) => dependencyNamed(crate, name) !== null
  );
