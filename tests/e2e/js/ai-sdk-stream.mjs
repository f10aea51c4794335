// The UI message stream of one question as the AI SDK's transport parses it, and the message it becomes.
import { DefaultChatTransport, readUIMessageStream } from 'ai';

const { api, question } = JSON.parse(process.argv[2]);
const transport = new DefaultChatTransport({ api });
const messages = [{ id: 'q1', role: 'user', parts: [{ type: 'text', text: question }] }];
const stream = await transport.sendMessages({ chatId: 'c1', messages, trigger: 'submit-message' });

const [told, read] = stream.tee();
const chunks = [];
const gathering = (async () => { for await (const chunk of told) chunks.push(chunk); })();
let message = null;
for await (const state of readUIMessageStream({ stream: read, onError: () => {} })) message = state;
await gathering;
const resumed = await transport.reconnectToStream({ chatId: 'c1' });

console.log(JSON.stringify({ chunks, message, resumed }));
