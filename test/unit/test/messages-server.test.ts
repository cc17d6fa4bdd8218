import Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMessagesServer, type MessagesServer, type Play, type Scenario } from '../../harness/messages-server.ts';

let server: MessagesServer;
beforeAll(
  async () => (server = await startMessagesServer({ greeting: [{ expect: { messages: 1 }, reply: { text: 'Hi.' } }] }))
);
afterAll(() => server.stop());

const tools = [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' as const, properties: {} } }];
const question: MessageParam = { role: 'user', content: 'What is it?' };

let keys = 0;
const begin = (scenario: Scenario): { key: string; play: Play } => {
  const key = `play-${++keys}`;
  return { key, play: server.play(key, scenario) };
};

/** Sends one request as a client might; answers the message, or how it was refused. */
async function send(
  key: string,
  parts: Partial<MessageCreateParamsStreaming> = {}
): Promise<Anthropic.Message | string> {
  const client = new Anthropic({ apiKey: key, baseURL: server.url, maxRetries: 0, logLevel: 'off' });
  const request = { model: 'claude-sonnet-5-5', max_tokens: 10, messages: [question], ...parts };
  return client.messages
    .stream(request)
    .finalMessage()
    .catch((error: Error) => error.message);
}

const anything: Scenario = [{ expect: { messages: 1 }, reply: { text: 'Yes.' } }];

describe('a scenario that is played as written', () => {
  it('ends well', async () => {
    const { key, play } = begin(anything);
    expect(await send(key)).toMatchObject({ content: [{ type: 'text', text: 'Yes.' }], stop_reason: 'end_turn' });
    expect(() => play.finish()).not.toThrow();
  });

  it('reads what was cached before, and writes what is new', async () => {
    const { key } = begin([
      { expect: { messages: 1 }, reply: { text: 'Yes.' } },
      { expect: { messages: 1 }, reply: { text: 'Yes.' } }
    ]);
    const system = [
      { type: 'text' as const, text: 'Be short. '.repeat(40), cache_control: { type: 'ephemeral' as const } }
    ];
    const [first, second] = [await send(key, { system }), await send(key, { system })] as Anthropic.Message[];
    expect(first!.usage).toMatchObject({ cache_read_input_tokens: 0 });
    expect(first!.usage.cache_creation_input_tokens).toBeGreaterThan(100);
    expect(second!.usage.cache_read_input_tokens).toBe(first!.usage.cache_creation_input_tokens);
  });
});

describe('a scenario that is not played as written fails', () => {
  const failing = (play: Play, words: string) => expect(() => play.finish()).toThrow(words);

  it('where an exchange is not used', async () => failing(begin(anything).play, 'exchange 1 was used 0 of 1 times'));

  it('where there is one request too many', async () => {
    const { key, play } = begin(anything);
    await send(key);
    expect(await send(key)).toContain('400');
    failing(play, 'request 2: nothing is scripted for it');
  });

  it.each<[string, Scenario[number]['expect'], string]>([
    ['another model', { model: 'claude-opus-5-5' }, 'the model is "claude-sonnet-5-5"'],
    ['other tools', { tools: ['look'] }, 'the tools is []'],
    ['other words', { says: ['Where is it?'] }, 'the conversation lacks "Where is it?"'],
    ['words that may not be', { never: ['What is it'] }, 'the request holds "What is it"'],
    ['other cache marks', { cached: ['system.0'] }, 'the cache marks is []'],
    ['a schema', { schema: true }, 'that there is a schema is false'],
    ['an effort', { effort: 'low' }, 'the effort is null']
  ])('where the request is expected to have %s', async (_what, expected, words) => {
    const { key, play } = begin([{ expect: expected, reply: { text: 'Yes.' } }]);
    expect(await send(key)).toContain(words.replaceAll('"', '\\"'));
    failing(play, words);
  });

  it('where an exchange expects nothing, at once', () => {
    expect(() => begin([{ expect: {}, reply: { text: 'Yes.' } }])).toThrow('exchange 1 expects nothing');
    expect(() => begin([{ expect: { says: [] }, reply: { text: 'Yes.' } }])).toThrow('exchange 1 expects nothing');
    expect(() => begin([])).toThrow('expects nothing');
  });

  it('where the script says what the API could not', async () => {
    const scripts: [Scenario[number]['reply'], string][] = [
      [{ tools: [{ name: 'buy', input: {} }] }, 'uses buy, which is not offered'],
      [{ json: { a: 1 } }, 'no schema']
    ];
    for (const [reply, words] of scripts) {
      const { key, play } = begin([{ expect: { messages: 1 }, reply }]);
      await send(key, { tools });
      failing(play, words);
    }
  });
});

describe('a request that the API would refuse is refused', () => {
  const user = (content: MessageParam['content']): MessageParam => ({ role: 'user', content });
  const assistant = (content: MessageParam['content']): MessageParam => ({ role: 'assistant', content });
  const use = { type: 'tool_use' as const, id: 'toolu_1', name: 'look', input: {} };
  const result = { type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'x' };
  const mark = { cache_control: { type: 'ephemeral' as const } };
  const marked = { type: 'text' as const, text: 'x', ...mark };

  it.each<[string, Partial<MessageCreateParamsStreaming>]>([
    ['model: claude-9', { model: 'claude-9' }],
    ['max_tokens: is missing', { max_tokens: undefined as unknown as number }],
    ['roles do not alternate', { messages: [question, question] }],
    ['roles do not alternate', { messages: [assistant('Hi.')] }],
    ['non-whitespace', { messages: [user(' ')] }],
    ['no tool_result', { tools, messages: [question, assistant([use]), user('And?')] }],
    ['which nobody used', { tools, messages: [question, assistant('Hi.'), user([result])] }],
    ['come first', { tools, messages: [question, assistant([use]), user([{ type: 'text', text: 'x' }, result])] }],
    ['tools: are missing', { messages: [question, assistant([use]), user([result])] }],
    ['not those of the reply', { tools, messages: [question, assistant([use]), user([result])] }],
    ['at most 4 marks', { messages: [user([marked, marked, marked, marked, marked])] }],
    ['not of type object', { tools: [{ ...tools[0]!, input_schema: { type: 'array' as 'object' } }] }],
    ['no name of a tool', { tools: [{ ...tools[0]!, name: 'look here' }] }],
    ['two have one name', { tools: [tools[0]!, tools[0]!] }],
    ['tool_choice: any', { tools, tool_choice: { type: 'any' } }],
    ['thinking.type.disabled', { thinking: { type: 'disabled' } }],
    ['sampling', { temperature: 0 } as Partial<MessageCreateParamsStreaming>],
    [
      'minimum is not supported',
      { output_config: { format: { type: 'json_schema', schema: { type: 'integer', minimum: 1 } } } }
    ]
  ])('%s', async (words, parts) => {
    const { key, play } = begin([{ expect: { outputTokens: 10 }, reply: { text: 'Yes.' }, times: 0 }]);
    expect(await send(key, parts)).toContain(words);
    expect(() => play.finish()).toThrow(words);
  });

  it('when thinking comes back changed, left out, or behind another conversation', async () => {
    const reply = { thinking: 'It may be a bird.', tools: [{ name: 'look', input: {} }] };
    const changes: [string, (blocks: Anthropic.ContentBlock[]) => MessageParam[]][] = [
      ['not those of the reply', ([_, used]) => [question, assistant([used!])]],
      [
        'not those of the reply',
        ([thought, used]) => [question, assistant([{ ...thought!, thinking: 'A plane.' } as never, used!])]
      ],
      ['what came before it was changed', (blocks) => [user('What was it?'), assistant(blocks)]]
    ];
    for (const [words, change] of changes) {
      const { key, play } = begin([{ expect: { tools: ['look'] }, reply }]);
      const { content } = (await send(key, { tools })) as Anthropic.Message;
      const used = content.find((block) => block.type === 'tool_use')!;
      await send(key, { tools, messages: [...change(content), user([{ ...result, tool_use_id: used.id }])] });
      expect(() => play.finish()).toThrow(words);
    }
  });

  it('when its key plays nothing', async () => {
    expect(await send('nobody')).toContain('401');
    expect(server.strays).toEqual(['POST /v1/messages with the key "nobody"']);
  });
});

describe('exchanges that are chosen by what is asked', () => {
  it('answer in any order, and each as often as it says', async () => {
    const { key, play } = begin([
      { name: 'bird', when: { ends: ['bird'] }, expect: { messages: 1 }, reply: { text: 'It flies.' } },
      { name: 'fish', when: { ends: ['fish'] }, expect: { messages: 1 }, reply: { text: 'It swims.' }, times: 2 }
    ]);
    const ask = (what: string) => send(key, { messages: [{ role: 'user', content: `What does a ${what} do?` }] });
    expect(await ask('fish')).toMatchObject({ content: [{ text: 'It swims.' }] });
    expect(await ask('bird')).toMatchObject({ content: [{ text: 'It flies.' }] });
    expect(() => play.finish()).toThrow('fish was used 1 of 2 times');
    await ask('fish');
    expect(() => play.finish()).not.toThrow();
  });

  it('may come as often as they do, or never, where a scenario lets them', async () => {
    const { key, play } = begin([
      { name: 'bird', when: { ends: ['bird'] }, expect: { messages: 1 }, reply: { text: 'It flies.' }, times: 'any' }
    ]);
    expect(() => play.finish()).not.toThrow();
    const ask = () => send(key, { messages: [{ role: 'user', content: 'What does a bird do?' }] });
    for (let time = 0; time < 3; time++) expect(await ask()).toMatchObject({ content: [{ text: 'It flies.' }] });
    expect(() => play.finish()).not.toThrow();
  });
});

describe('a test in another process', () => {
  const control = (path: string, body?: unknown) =>
    fetch(`${server.url}/control/plays${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {});

  it('begins a scenario by name or as a whole, and reads how it went', async () => {
    expect((await control('', { key: 'far', scenario: 'greeting' })).status).toBe(201);
    expect(await send('far')).toMatchObject({ content: [{ text: 'Hi.' }] });
    expect(await (await control('/far')).json()).toMatchObject({
      problems: [],
      unused: [],
      seen: [{ max_tokens: 10 }]
    });
    expect((await control('', { key: 'far2', scenario: anything })).status).toBe(201);
    expect(await (await control('/far2')).json()).toMatchObject({ unused: ['exchange 1 was used 0 of 1 times'] });
  });

  it('is told of names and keys that there are not, or are taken', async () => {
    expect((await control('', { key: 'x', scenario: 'nothing' })).status).toBe(404);
    expect((await control('/nobody')).status).toBe(404);
    expect((await control('', { key: 'far', scenario: 'greeting' })).status).toBe(409);
  });
});
