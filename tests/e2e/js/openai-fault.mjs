// What OpenAI's package throws: the name of its class and what it knows.
import OpenAI from 'openai';

const { v1, model, question, stream, key = 'any' } = JSON.parse(process.argv[2]);
const client = new OpenAI({ baseURL: v1, apiKey: key, maxRetries: 0 });
const asked = { model, messages: [{ role: 'user', content: question }], stream };

let thrown = null;
try {
  const completion = await client.chat.completions.create(asked);
  if (stream) for await (const _ of completion);
} catch (error) {
  const { status, code, type, message } = error;
  thrown = { name: error.constructor.name, status, code, type, message };
}
console.log(JSON.stringify(thrown));
