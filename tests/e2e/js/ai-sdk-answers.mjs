// What the AI SDK makes of one question with a provider, generated and streamed.
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';

const { v1, provider, model, question } = JSON.parse(process.argv[2]);
const openai = createOpenAI({ baseURL: v1, apiKey: 'any' });
const compatible = createOpenAICompatible({ name: 'onrecord', baseURL: v1, apiKey: 'any' });
const models = {
  chat: () => openai.chat(model),
  responses: () => openai.responses(model),
  compatible: () => compatible(model),
};

const asked = { model: models[provider](), prompt: question, maxRetries: 0 };
const ofSources = (sources) => sources.map(({ url, title }) => ({ url, title }));
const errors = [];

const streamed = { text: '', sources: [] };
for await (const part of streamText({ ...asked, onError: () => {} }).fullStream) {
  if (part.type === 'text-delta') streamed.text += part.text;
  if (part.type === 'source') streamed.sources.push(part);
  if (part.type === 'error') errors.push(String(part.error?.message ?? part.error));
}
streamed.sources = ofSources(streamed.sources);

let generated = null;
if (!errors.length) {
  const { text, sources } = await generateText(asked);
  generated = { text, sources: ofSources(sources) };
}
console.log(JSON.stringify({ generated, streamed, errors }));
