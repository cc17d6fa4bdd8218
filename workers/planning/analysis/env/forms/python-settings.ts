import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

/** Fields of pydantic settings: an annotation without a value must be set. */
export function pydanticFields(file: SourceFile): StatedVariable[] {
  const found: StatedVariable[] = [];
  for (const block of file.text.matchAll(
    /^class\s+\w+\((?:\w+\.)?(?:\w*BaseSettings|\w*Settings)\)\s*:\n((?:[ \t]+.*\n?|\n)*)/gm
  )) {
    const start = block.index + block[0].indexOf('\n') + 1;
    const prefix = /env_prefix\s*=\s*["'](\w+)["']/i.exec(block[1]!)?.[1] ?? '';
    for (const field of block[1]!.matchAll(/^(?: {4}|\t)([A-Za-z]\w*)\s*:\s*([^=\n]+?)(?:\s*=\s*(.+))?$/gm)) {
      if (/^(?:model_config|ClassVar)/.test(field[1]!) || /ClassVar/.test(field[2]!)) continue;
      const value = field[3]?.trim();
      const text = /^(?:["'](.*)["']|(\d+|True|False))\s*(?:#.*)?$/.exec(value ?? '');
      const open = value === undefined || /^Field\(\s*\.\.\./.test(value);
      found.push({
        name: `${prefix}${field[1]}`.toUpperCase(),
        default: text ? (text[1] ?? text[2] ?? null) : null,
        required: open && !/Optional|\bNone\b/.test(field[2]!),
        buildTime: false,
        generated: /token_(?:urlsafe|hex)/.test(value ?? ''),
        describes: '',
        origin: 'schema',
        evidence: evidenceAt(file, start + field.index, 0.9)
      });
    }
  }
  return found;
}
