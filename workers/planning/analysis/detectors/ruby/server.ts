import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { usesGem, type RubyProject } from './project.ts';

/** A command line and why it is the one. */
export interface RubyCommand {
  text: string;
  evidence: Evidence;
}

/** The command that answers requests, listening on PORT at every address; null where nothing is served. */
export async function rubyServer(reader: Reader, project: RubyProject, port: number): Promise<RubyCommand | null> {
  const rack = reader.tree.first(project.folder, 'config.ru');
  const script = rack ? null : await servingScript(reader, project);
  if (!rack && !project.rails && !script) return null;
  const on = `\${PORT:-${port}}`;
  if (script) return { text: `bundle exec ruby ${script.name} -o 0.0.0.0 -p ${on}`, evidence: script.evidence };
  const text = await rackCommand(reader, project, on);
  return {
    text: text.text,
    evidence: text.evidence ?? evidenceOfFile(rack ?? project.gemfile.path, 'config.ru', 0.85)
  };
}

async function rackCommand(
  reader: Reader,
  project: RubyProject,
  on: string
): Promise<{ text: string; evidence: Evidence | null }> {
  const { folder, gems } = project;
  if (usesGem(gems, 'puma')) {
    const config = await reader.one(reader.tree.first(folder, 'config/puma.rb', 'puma.rb'), 'server settings');
    const listens = /^\s*(?:port|bind|ssl_bind)\b[^\n]*\bPORT\b|^\s*port\b[^\n]*ENV/m.test(config?.text ?? '');
    const place = config ? ` -C ${config.path.slice(folder === '.' ? 0 : folder.length + 1)}` : '';
    return {
      text: `bundle exec puma${place}${listens ? '' : ` -b tcp://0.0.0.0:${on}`}`,
      evidence: config ? evidenceOf(config, /^\s*(?:port|bind)\b/m, 0.9) : null
    };
  }
  const unicorn = reader.tree.first(folder, 'config/unicorn.rb', 'unicorn.rb');
  if (usesGem(gems, 'unicorn'))
    return {
      text: `bundle exec unicorn${unicorn ? ` -c ${unicorn.split('/').slice(-2).join('/')}` : ''} -p ${on}`,
      evidence: null
    };
  if (usesGem(gems, 'falcon')) return { text: `bundle exec falcon serve --bind http://0.0.0.0:${on}`, evidence: null };
  if (usesGem(gems, 'passenger'))
    return { text: `bundle exec passenger start --address 0.0.0.0 --port ${on}`, evidence: null };
  if (usesGem(gems, 'thin')) return { text: `bundle exec thin start -a 0.0.0.0 -p ${on}`, evidence: null };
  if (project.rails) return { text: `bundle exec rails server -b 0.0.0.0 -p ${on}`, evidence: null };
  return { text: `bundle exec rackup -o 0.0.0.0 -p ${on}`, evidence: null };
}

/** A classic Sinatra script, which starts its own server when it is run. */
async function servingScript(
  reader: Reader,
  project: RubyProject
): Promise<{ name: string; evidence: Evidence } | null> {
  if (!usesGem(project.gems, 'sinatra')) return null;
  const usual = reader.tree.named(project.folder, /^(?:app|main|server|web|index|application)\.rb$/);
  const files: SourceFile[] = await reader.read(
    [...new Set([...usual, ...reader.tree.named(project.folder, /^[\w-]+\.rb$/)])].slice(0, 5),
    'entry point'
  );
  const file = files.find((each) => /^\s*require\s*\(?\s*["']sinatra["']/m.test(each.text));
  return file
    ? {
        name: file.path.slice(project.folder === '.' ? 0 : project.folder.length + 1),
        evidence: evidenceOf(file, /^\s*require\s*\(?\s*["']sinatra["']/m, 0.9)
      }
    : null;
}
