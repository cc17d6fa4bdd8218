import { dirname, posix } from 'node:path';
import ts from 'typescript';

/** A source file: its path from the checkout's root, and its text. */
export type Source = { path: string; text: string };

/** One import: `target` is a path from the checkout's root, or the name of a package. */
export type Import = { from: string; target: string; isPackage: boolean; typeOnly: boolean };

const scripts = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

const scriptOf = ({ path, text }: Source): string =>
  path.endsWith('.svelte') ? [...text.matchAll(scripts)].map(([, script]) => script).join('\n') : text;

const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0];

function resolve(from: string, specifier: string, typeOnly: boolean): Import {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('#lib/')) return { from, target: bare.replace('#lib/', 'site/lib/'), isPackage: false, typeOnly };
  if (!bare.startsWith('.')) return { from, target: packageOf(bare), isPackage: true, typeOnly };
  return { from, target: posix.normalize(posix.join(dirname(from), bare)), isPackage: false, typeOnly };
}

/** What a syntax node imports, if it is an import or an export from, `import(...)`, or a type `import('...')`. */
function importAt(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  const isText = (part: ts.Node | undefined): part is ts.StringLiteral =>
    part !== undefined && ts.isStringLiteral(part);
  if (ts.isImportDeclaration(node) && isText(node.moduleSpecifier))
    return {
      specifier: node.moduleSpecifier.text,
      typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    };
  if (ts.isExportDeclaration(node) && isText(node.moduleSpecifier))
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && isText(node.argument.literal))
    return { specifier: node.argument.literal.text, typeOnly: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && isText(node.arguments[0]))
    return { specifier: node.arguments[0].text, typeOnly: false };
  return undefined;
}

/** Every import of a TypeScript, JavaScript or Svelte file, in order. SvelteKit's generated `./$types` is none of ours. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node) => {
    const seen = importAt(node);
    if (seen && seen.specifier !== './$types') found.push(resolve(source.path, seen.specifier, seen.typeOnly));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(source.path, scriptOf(source), ts.ScriptTarget.Latest, false, ts.ScriptKind.TS));
  return found;
}
