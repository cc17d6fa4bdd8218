/** So many of a list, spread over all of it and the same ones each time; all of them where there are no more. */
export const spread = <T>(list: T[], size: number): T[] =>
  size >= list.length ? list : Array.from({ length: size }, (_, at) => list[Math.floor((at * list.length) / size)]!);
