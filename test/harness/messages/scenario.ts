/** What a request must be. All that is named is checked; an expectation that names nothing is refused, since it would pass by accident. */
export interface Expectation {
  model?: string;
  /** The names of all tools offered, in order; an empty list: none. */
  tools?: string[];
  toolChoice?: 'auto' | 'none';
  /** Parts of the system text. */
  system?: string[];
  /** Parts of the text of all messages: words, inputs of tools and their results. */
  says?: string[];
  /** What stands nowhere in the whole request. */
  never?: string[];
  /** Parts of the last message's text. */
  ends?: string[];
  /** Where cache marks stand, in order: `system.0`, `messages.0.0` and so on. */
  cached?: string[];
  /** Whether the answer is held to a schema, or the names of the fields of that schema. */
  schema?: boolean | string[];
  effort?: string | null;
  outputTokens?: number;
  /** How many messages there are. */
  messages?: number;
  /** How many of the last message's tool results are errors. */
  toolErrors?: number;
}

export interface ToolCall {
  name: string;
  input: unknown;
  /** Set where the tool is meant not to be offered, or the input not to fit. */
  misfit?: true;
}

export interface Count {
  input?: number;
  output?: number;
  cacheRead?: number;
  cacheWrite?: number;
}

/** A streamed message. */
export interface Said {
  thinking?: string;
  redacted?: string;
  text?: string;
  tools?: ToolCall[];
  /** Text that fits the schema of the request. */
  json?: unknown;
  /** A tool's input as text, for input that is no JSON: stands in place of that of the last tool. */
  rawInput?: string;
  stop?: 'end_turn' | 'max_tokens' | 'refusal' | 'pause_turn' | 'model_context_window_exceeded' | 'stop_sequence';
  /** Counted from what was sent and cached, where it is left out. */
  usage?: Count;
  /** Milliseconds before each event. */
  slow?: number;
  /** How many events come before what breaks the stream: the connection is cut, an error event is sent, or nothing comes any more. */
  breaks?: { after: number; by: 'cut' | 'overloaded' | 'silence' };
}

/** An error in place of a stream. */
export interface Refused {
  status: number;
  type?: string;
  message?: string;
  /** Seconds. */
  retryAfter?: number;
  headers?: Record<string, string>;
}

/** The connection is cut before any answer. */
export interface Hung {
  hangUp: true;
}

export type Reply = Said | Refused | Hung;

export interface Exchange {
  /** What a failure calls it; its number, where it is left out. */
  name?: string;
  /** Answers a request of this kind whenever it comes. Without it, exchanges answer in their order. */
  when?: Expectation;
  expect: Expectation;
  reply: Reply;
  /** How often it must be used: once, where it is left out. `any` is for what may come besides, as often as it does or never. */
  times?: number | 'any';
}

export type Scenario = Exchange[];
