// Drives the server with the unmodified `replicate` and `openai` packages and prints, as JSON, what they saw.
// Usage: node sdks.mjs http://127.0.0.1:8000

import { createServer } from "node:http";
import { once } from "node:events";
import OpenAI from "openai";
import Replicate, { validateWebhook } from "replicate";

const base = process.argv[2];
const saw = {};

// The package makes FileOutputs of https addresses only; the server hands those out to whoever says to have used one.
const overHttps = (url, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set("x-forwarded-proto", "https");
  return fetch(String(url).replace(/^https:/, "http:"), { ...init, headers });
};

const replicate = new Replicate({ auth: "r8_test", baseUrl: `${base}/v1` });
const secure = new Replicate({ auth: "r8_test", baseUrl: `${base}/v1`, fetch: overHttps });
const openai = new OpenAI({ apiKey: "sk-test", baseURL: `${base}/v1`, maxRetries: 0 });
const fox = { prompt: "a fox", width: 320, height: 180 };

const errorOf = async (promise) => promise.then(() => null, (error) => error);
const lab = (method, body) => fetch(`${base}/previz/lab`, { method, body: JSON.stringify(body) });
const bytesOf = async (response) => new Uint8Array(await response.arrayBuffer());

async function webhook() {
  const heard = [];
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    heard.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const created = await replicate.predictions.create({
    model: "previz/storyboard",
    input: fox,
    webhook: `http://127.0.0.1:${server.address().port}/`,
    webhook_events_filter: ["completed"],
  });
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  server.close();
  const { key } = await replicate.webhooks.default.secret.get();
  const [message] = heard;
  const changed = { ...message, body: message.body.replace("succeeded", "failed") };
  return {
    id: JSON.parse(message.body).id === created.id,
    valid: await validateWebhook(message, key),
    changed: await validateWebhook(changed, key),
  };
}

async function predictions() {
  const created = await replicate.predictions.create({ model: "previz/storyboard", input: fox });
  const polled = await replicate.wait(created, { interval: 50 });
  const slow = await replicate.predictions.create({ model: "previz/motion", input: { ...fox, num_frames: 720 } });
  const canceled = await replicate.predictions.cancel(slow.id);
  const ids = [];
  for await (const page of replicate.paginate(replicate.predictions.list)) ids.push(...page.map(({ id }) => id));
  return {
    created: created.status,
    polled: polled.status,
    canceled: canceled.status,
    listed: ids.slice(0, 2).join() === [slow.id, created.id].join(),
  };
}

async function files() {
  const picture = await bytesOf(await fetch(await replicate.run("previz/storyboard", { input: fox })));
  const kept = await replicate.files.create(new File([picture], "fox.png", { type: "image/png" }), { take: 1 });
  const input = { prompt: "a fox", image: new Blob([picture]), duration: 2, resolution: "480p" };
  const clip = await secure.run("bytedance/seedance-1-pro", { input });
  const film = new Uint8Array(await (await clip.blob()).arrayBuffer());
  return {
    kept: [kept.name, kept.size === picture.length, kept.metadata.take],
    output: clip.url().protocol,
    film: Buffer.from(film.slice(4, 8)).toString(),
    deleted: await replicate.files.delete(kept.id),
  };
}

async function faults() {
  const create = () => replicate.predictions.create({ model: "previz/storyboard", input: fox });
  const bill = async () => (await (await fetch(`${base}/previz/bill`)).json()).predictions;
  await lab("POST", { fault: "accept_then_drop", on: "create", nth: [1] });
  const before = await bill();
  await create();
  const bought = (await bill()) - before;
  await lab("PUT", { rules: [{ fault: "error_402", on: "create" }] });
  const poor = await errorOf(create());
  await lab("PUT", { rules: [{ fault: "error_429", on: "create", nth: [1] }] });
  const throttled = await create();
  await lab("DELETE");
  return { bought, poor: poor.response.status, throttled: throttled.status };
}

async function text() {
  const schema = {
    type: "object",
    properties: { words: { type: "array", items: { type: "string" } } },
    required: ["words"],
    additionalProperties: false,
  };
  const asked = { model: "gpt-6-luna", messages: [{ role: "user", content: "Hello" }] };
  const format = { type: "json_schema", json_schema: { name: "answer", strict: true, schema } };
  const chat = await openai.chat.completions.parse({ ...asked, response_format: format });
  const response = await openai.responses.create({ model: "gpt-6-luna", input: "Hello" });
  const judged = await openai.moderations.create({ input: ["a picnic", "a walk"] });
  await lab("POST", { fault: "error_429_quota", on: "chat" });
  const poor = await errorOf(openai.chat.completions.create(asked));
  await lab("DELETE");
  return {
    chat: JSON.parse(chat.choices[0].message.content),
    response: response.output_text.includes("previz model server"),
    judged: judged.results.map(({ flagged }) => flagged),
    poor: [poor.status, poor.code, poor.requestID.startsWith("req_")],
  };
}

async function media() {
  const images = await openai.images.generate({ model: "gpt-image-2", prompt: "a fox", size: "256x256" });
  const picture = Buffer.from(images.data[0].b64_json, "base64");
  const asked = { model: "gpt-4o-mini-tts", voice: "coral", input: "I saw one smile.", response_format: "wav" };
  const sound = await bytesOf(await openai.audio.speech.create(asked));
  const file = new File([sound], "line.wav");
  const said = await openai.audio.transcriptions.create({ model: "whisper-1", file });
  return {
    picture: [picture.readUInt32BE(16), picture.readUInt32BE(20)],
    sound: Buffer.from(sound.slice(0, 4)).toString(),
    said: said.text,
  };
}

for (const part of [predictions, webhook, files, faults, text, media]) saw[part.name] = await part();
console.log(JSON.stringify(saw));
