import { ok, type Result } from '../../../domain/result.ts';
import { splitImage, storeOfImage } from '../../analysis/stores.ts';
import { no } from '../../dropping.ts';
import { imageFindings } from '../../validate/images.ts';

/** The image of a datastore that may be added, and its tag: official or its makers' own, at a version, and of no kind that rules know. */
export function storeImage(reference: string): Result<{ image: string; tag: string }> {
  const { name, tag } = splitImage(reference);
  if (tag === null || !/^[a-z0-9][a-z0-9._/-]*:[\w][\w.-]*$/.test(reference)) return no('its image names no version');
  const [finding] = imageFindings(reference, '/image');
  if (finding) return no(finding.message);
  if (storeOfImage(reference)) return no('it is of a kind that belongs in the analysis');
  return ok({ image: name, tag });
}
