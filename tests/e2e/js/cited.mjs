// The addresses that each client shows as cited, one list for each question.
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { DefaultChatTransport, generateText, readUIMessageStream } from 'ai';
import OpenAI from 'openai';

const { server, questions } = JSON.parse(process.argv[2]);
const baseURL = `${server}/v1`;
const openai = new OpenAI({ baseURL, apiKey: 'any' });
const sdk = createOpenAI({ baseURL, apiKey: 'any' });
const compatible = createOpenAICompatible({ name: 'onrecord', baseURL, apiKey: 'any' });
const transport = new DefaultChatTransport({ api: `${server}/v1/ui/chat` });

const ofSources = ({ sources }) => sources.map((source) => source.url);
const clients = {
  'openai': async (question) => {
    const messages = [{ role: 'user', content: question }];
    const { choices } = await openai.chat.completions.create({ model: 'onrecord', messages });
    return choices[0].message.annotations.map((annotation) => annotation.url_citation.url);
  },
  'AI SDK, chat completions': async (prompt) => ofSources(await generateText({ model: sdk.chat('onrecord'), prompt })),
  'AI SDK, responses': async (prompt) => ofSources(await generateText({ model: sdk.responses('onrecord'), prompt })),
  'AI SDK, links in the text': async (prompt) => {
    const { text } = await generateText({ model: compatible('onrecord-links'), prompt });
    return [...(text.split('\n\nSources:\n\n')[1] ?? '').matchAll(/\]\((\S+)\)$/gm)].map((link) => link[1]);
  },
  'AI SDK, page': async (text) => {
    const messages = [{ id: 'q', role: 'user', parts: [{ type: 'text', text }] }];
    const stream = await transport.sendMessages({ chatId: 'c', messages, trigger: 'submit-message' });
    let parts = [];
    for await (const message of readUIMessageStream({ stream })) parts = message.parts;
    return parts.filter((part) => part.type === 'source-url').map((part) => part.url);
  },
};

const cited = {};
for (const [name, ask] of Object.entries(clients)) {
  cited[name] = [];
  for (const question of questions) cited[name].push(await ask(question));
}
console.log(JSON.stringify(cited));
