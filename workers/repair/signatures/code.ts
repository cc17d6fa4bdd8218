import type { Signature } from '../signature.ts';

/** Mistakes in the code itself: people mend them. They count only where nothing else explains the failure. */
export const code: Signature[] = [
  {
    id: 'compile_error',
    places: ['build'],
    pattern:
      /\berror TS\d{4,5}: |^(?:Failed to compile\.?|Type error: .{1,300})$|^\S{1,200}\.go:\d{1,6}:\d{1,5}: |^error\[E\d{4}\]: |^\s{0,4}SyntaxError: |^\[ERROR\] COMPILATION ERROR/,
    general: true,
    act: 'human',
    cause: 'The code does not compile.',
    advice: 'Correct the line that the message names, commit, and deploy again.',
    fixes: () => []
  }
];
