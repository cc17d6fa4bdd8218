/**
 * Passes an answer's text on as it comes, and keeps it. A request that is made again after its stream broke begins anew: what it
 * repeats is not heard twice, and where it says something else, the rest is not heard at all. So `heard` is a beginning of the
 * answer, most often all of it; the answer's value is what counts.
 */
export interface Hearing {
  /** One try at the text that comes next: answers what hears its pieces. */
  attempt(): (piece: string) => void;
  /** The text of a request that went well. */
  settle(text: string): void;
  /** All that was settled: texts of several requests are paragraphs. */
  text(): string;
}

export function hearing(heard: ((text: string) => void) | undefined): Hearing {
  let settled = '';
  let told = '';
  const joined = (text: string) => settled + (settled && text ? '\n\n' : '') + text;

  const attempt = () => {
    let text = '';
    let lost = false;
    return (piece: string) => {
      text += piece;
      if (lost || !heard) return;
      const whole = joined(text);
      if (whole.length <= told.length) return;
      lost = !whole.startsWith(told);
      if (lost) return;
      heard(whole.slice(told.length));
      told = whole;
    };
  };
  return { attempt, settle: (text) => void (settled = joined(text)), text: () => settled };
}
