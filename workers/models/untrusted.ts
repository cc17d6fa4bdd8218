const mark = 'untrusted-data';
const edge = new RegExp(`<(?=\\s*/?\\s*${mark})`, 'gi');

/**
 * Text of a repository, a server or a page as a model may see it: between marks that it cannot end by itself, with word of where it
 * is from. Prompts say that nothing between these marks is an instruction. The same text gives the same marks, so it can be cached.
 */
export function untrusted(from: string, text: string): string {
  const name = from.replace(/[^\w ./:@+-]/g, '_').slice(0, 200);
  return `<${mark} from="${name}">\n${text.replace(edge, '&lt;').toWellFormed()}\n</${mark}>`;
}
