// A page with the AI SDK's own chat, without a browser: it asks the questions in turn, then retries the last answer.
import { AbstractChat, DefaultChatTransport } from 'ai';

const { api, questions, retry } = JSON.parse(process.argv[2]);
const responses = [];
const sent = [];

// Where React's or Vue's chat keeps its state, this one keeps it in a plain object.
class Page extends AbstractChat {
  constructor(init) {
    const state = {
      status: 'ready',
      error: undefined,
      messages: [],
      pushMessage: (message) => state.messages.push(message),
      popMessage: () => state.messages.pop(),
      replaceMessage: (index, message) => { state.messages[index] = message; },
      snapshot: (value) => structuredClone(value),
    };
    super({ ...init, state });
  }
}

const heard = [];
const page = new Page({
  transport: new DefaultChatTransport({
    api,
    body: { theme: 'dark' },
    fetch: async (url, init) => {
      if (init.body) sent.push(JSON.parse(init.body));
      const response = await fetch(url, init);
      responses.push({ status: response.status, headers: Object.fromEntries(response.headers) });
      return response;
    },
  }),
  onData: (part) => heard.push(part),
  onError: () => {},
});

for (const text of questions) await page.sendMessage({ text });
const before = structuredClone(page.messages);
if (retry) await page.regenerate();
const { status, error } = page;
await page.resumeStream();

console.log(JSON.stringify({
  before,
  messages: page.messages,
  status,
  error: error?.message ?? null,
  heard,
  responses,
  triggers: sent.map((body) => body.trigger),
}));
