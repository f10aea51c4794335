// Asks onrecord by the AI SDK: prints the answer as it comes, then its sources.
//
//   npm install ai @ai-sdk/openai
//   node ai-sdk.mjs "what did Scholz say about Nord Stream 2"
//
// A page needs no route of its own for it: useChat({ transport: new DefaultChatTransport({ api: '/v1/ui/chat' }) })
// talks to onrecord directly, and its messages have the quotes too, as parts of the type 'data-citation'.
import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';

const [question = 'what did Scholz say about Nord Stream 2', server = 'http://127.0.0.1:8000'] = process.argv.slice(2);
const onrecord = createOpenAI({ baseURL: `${server}/v1`, apiKey: 'any' });

const answer = streamText({ model: onrecord.responses('onrecord'), prompt: question });
for await (const text of answer.textStream) process.stdout.write(text);

console.log('\n');
for (const [index, source] of (await answer.sources).entries()) {
  console.log(`[${index + 1}] ${source.title}\n    ${source.url}`);
}
