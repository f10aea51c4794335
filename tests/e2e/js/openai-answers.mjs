// What OpenAI's package makes of one question, by chat completions and responses, plain and by its stream helpers.
import OpenAI from 'openai';

const { v1, model, question } = JSON.parse(process.argv[2]);
const client = new OpenAI({ baseURL: v1, apiKey: 'any', maxRetries: 0 });
const asked = { model, messages: [{ role: 'user', content: question }] };

const ofMessage = (message) => answer(
  message.content,
  (message.annotations ?? []).map((annotation) => annotation.url_citation),
);
const ofResponse = (response) => answer(response.output[0].content[0].text, response.output[0].content[0].annotations);

// The text that each annotation points at, its offsets taken as code points.
function answer(text, annotations) {
  const characters = [...text];
  const pointed = annotations.map((one) => characters.slice(one.start_index, one.end_index).join(''));
  return { text, pointed, urls: annotations.map((one) => one.url) };
}

const models = [];
for await (const listed of client.models.list()) models.push(listed.id);
const completion = await client.chat.completions.create(asked);
const streamed = await client.chat.completions
  .stream({ ...asked, stream_options: { include_usage: true } })
  .finalChatCompletion();
const response = await client.responses.create({ model, input: question });
const streamedResponse = await client.responses.stream({ model, input: question }).finalResponse();

console.log(JSON.stringify({
  models,
  reply: completion.onrecord,
  usage: [completion.usage, streamed.usage],
  answers: {
    completion: ofMessage(completion.choices[0].message),
    streamed: ofMessage(streamed.choices[0].message),
    response: ofResponse(response),
    streamed_response: ofResponse(streamedResponse),
  },
}));
