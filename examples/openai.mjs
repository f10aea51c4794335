// Asks onrecord by OpenAI's package: prints the answer as it comes, then what each [n] of it cites.
//
//   npm install openai
//   node openai.mjs "what did Scholz say about Nord Stream 2"
import OpenAI from 'openai';

const [question = 'what did Scholz say about Nord Stream 2', server = 'http://127.0.0.1:8000'] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${server}/v1`, apiKey: 'any' });

const stream = client.chat.completions.stream({
  model: 'onrecord',
  messages: [{ role: 'user', content: question }],
});
stream.on('content', (text) => process.stdout.write(text));
const { content, annotations } = (await stream.finalChatCompletion()).choices[0].message;

console.log('\n');
const characters = [...content]; // offsets count code points, a string's own index counts UTF-16 units
for (const { url_citation: cited } of annotations ?? []) {
  const marker = characters.slice(cited.start_index, cited.end_index).join('');
  console.log(`${marker} ${cited.title}\n    ${cited.url}`);
}
