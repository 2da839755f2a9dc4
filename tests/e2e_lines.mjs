// wschat in line mode against a room on the npm package "websocket".
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { assert, Client, equal, JsonClient, main, run, scratch, test } from './harness.mjs';
import { startRoom } from './room_server.mjs';

test('echo hello | wschat says it, sees its echo, closes with 1000 and exits 0', async () => {
  const room = await startRoom();
  const ann = new Client('-n', 'ann', room.url);
  equal(await ann.end('hello\n'), 0, 'exit status');
  equal(room.received.map((m) => [m.type, m.name ?? m.text]),
    [['username', 'ann'], ['message', 'hello']], 'what the server got');
  assert(ann.lines.items.some((line) => /^\d\d:\d\d <ann> hello$/.test(line)), 'no echo shown');
  equal(ann.errors, '', 'standard error');
  equal((await room.left.until(() => true)).closeCode, 1000, 'close code');
  await room.close();
});

test('the events of a login come in order', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  equal((await ann.event('open')).protocol, 'json', 'subprotocol');
  const { id } = await ann.event('id');
  await ann.event('userlist', { users: ['ann'] });
  equal((await ann.event('username', { own: true })).id, id, 'id of the username');
  equal(await ann.end(), 0, 'exit status');
  equal(ann.events()[0], 'connecting', 'first event');
  await ann.event('close', { code: 1000, wasClean: true });
  await room.close();
});

test('two chat both ways, one renames itself and leaves', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  await ann.event('username', { own: true });
  const bob = new JsonClient('-n', 'bob', room.url);
  await ann.event('join', { name: 'bob' });
  await bob.event('username', { own: true });
  ann.say('привет');
  await bob.event('message', { name: 'ann', text: 'привет', own: false });
  bob.say('你好 👋🏽');
  await ann.event('message', { name: 'bob', text: '你好 👋🏽', own: false });
  await bob.event('delivered', { text: '你好 👋🏽' });
  bob.say('/nick robert');
  await ann.event('rename', { from: 'bob', to: 'robert' });
  bob.say('/quit so long');
  await ann.event('leave', { name: 'robert' });
  equal(await bob.status, 0, 'exit status of the one that left');
  equal((await room.left.until(() => true)).closeReason, 'so long', 'reason');
  await ann.end();
  await room.close();
});

test('a taken name is told, and the one that was given', async () => {
  const room = await startRoom();
  const first = new JsonClient('-n', 'ann', room.url);
  await first.event('username', { own: true });
  const second = new JsonClient('-n', 'ann', room.url);
  await second.event('rejectusername', { name: 'ann1' });
  await second.event('username', { name: 'ann1', own: true });
  equal(await second.end('it is me\n'), 0, 'exit status');
  await first.event('message', { name: 'ann1', text: 'it is me' });
  await first.end();
  await room.close();
});

test('less-than signs survive a server that strips tags', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  await ann.event('username', { own: true });
  ann.say('x < y and z > w, &lt; too');
  await ann.event('message', { own: true, text: 'x < y and z > w, &lt; too' });
  equal(await ann.end(), 0, 'exit status');
  await room.close();
});

test('a thousand lines arrive in order and each is confirmed', async () => {
  const room = await startRoom();
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}`);
  const ann = new JsonClient('-n', 'ann', room.url);
  equal(await ann.end(`${lines.join('\n')}\n`), 0, 'exit status');
  equal(room.received.filter((m) => m.type === 'message').map((m) => m.text), lines, 'sent');
  equal(ann.events().filter((event) => event === 'delivered').length, 1000, 'delivered');
  const dates = room.received.filter((m) => m.type === 'message').map((m) => m.date);
  assert(dates.every((date, i) => i === 0 || date > dates[i - 1]), 'dates do not increase');
  await room.close();
});

test('control characters of others never reach the output', async () => {
  const room = await startRoom();
  const ann = new Client('-n', 'ann', room.url);
  await ann.line(/-!- .*ann/);
  room.tellAll({ type: 'message', name: 'x\u001b[31m', text: 'a\u001b]0;b\u0007c\nd\u009b1m', id: 1 });
  room.tellAll({ type: 'message', name: 'end', text: 'end', id: 1 });
  await ann.line(/<end> end/);
  const shown = ann.lines.items.join('\n');
  assert(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(shown), JSON.stringify(shown));
  await ann.end();
  await room.close();
});

test('a server that breaks off ends line mode with 76', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  await ann.event('username', { own: true });
  room.cut();
  await ann.event('close', { code: 1006, wasClean: false });
  equal(await ann.status, 76, 'exit status');
  assert(/^wschat: .+\n$/.test(ann.errors), `standard error: ${ann.errors}`);
  await room.close();
});

test('a message without its echo when the server goes is undelivered', async () => {
  const room = await startRoom();
  room.say = () => room.cut();
  const ann = new JsonClient('-n', 'ann', room.url);
  equal(await ann.end('lost\n'), 76, 'exit status');
  await ann.event('undelivered', { text: 'lost', reason: 'in-doubt' });
  await room.close();
});

test('a server that goes on its way is 69, one that is content 0', async () => {
  for (const [code, status] of [[1001, 69], [1000, 0], [1011, 76]]) {
    const room = await startRoom();
    const ann = new JsonClient('-n', 'ann', room.url);
    await ann.event('username', { own: true });
    for (const member of room.members) member.connection.close(code, 'bye');
    await ann.event('close', { code, reason: 'bye', wasClean: true });
    equal(await ann.status, status, `exit status for ${code}`);
    await room.close();
  }
});

test('nobody there is 69, no such host 68, no WebSocket 76, no URL 64', async () => {
  const listener = net.createServer();
  await new Promise((done) => { listener.listen(0, '127.0.0.1', done); });
  const { port } = listener.address();
  // The port is held on one address, so that nobody else takes it on another meanwhile.
  equal((await run('wschat', ['-p', `ws://127.0.0.77:${port}/`])).status, 69, 'refused');
  await new Promise((done) => { listener.close(done); });
  equal((await run('wschat', ['-p', 'ws://nowhere.invalid:6502/'])).status, 68, 'unknown host');
  equal((await run('wschat', ['-p', 'ftp:x'])).status, 64, 'no URL');
  equal((await run('wschat', ['-p', 'ws://127.0.0.1:25/'])).status, 64, 'blocked port');
  const room = await startRoom();
  const refused = await run('wschat', ['-p', '-P', 'other', room.url]);
  equal(refused.status, 76, 'subprotocol that the server does not take');
  await room.close();
});

const isSecret = (value) => typeof value === 'string' && value.includes('hush');

test('a trace has a line of JSON for every frame, and no secret', async () => {
  const file = path.join(scratch, 'trace');
  const room = await startRoom();
  const args = [`--trace=${file}`, '-H', 'Authorization: Bearer hush', '-H', 'X-Plain: seen'];
  const ann = new JsonClient('-n', 'ann', ...args, room.url);
  await ann.event('username', { own: true });
  equal(await ann.end('привет\n'), 0, 'exit status');
  equal(fs.statSync(file).mode & 0o777, 0o600, 'mode');
  const text = fs.readFileSync(file, 'utf8');
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert(!isSecret(text), 'the secret is in the trace');
  assert(lines[0].head.startsWith('GET / HTTP/1.1\r\n') && lines[0].head.includes('X-Plain: seen'),
    JSON.stringify(lines[0]));
  equal(lines[0].url, room.url, 'url');
  assert(lines[1].head.startsWith('HTTP/1.1 101'), JSON.stringify(lines[1]));
  assert(lines.every((line) => line.connection === 1 && line.time > 1.6e12), 'not one connection');
  const said = lines.filter((line) => line.text?.includes('привет'));
  equal(said.map((line) => line.direction), ['sent', 'received'], 'said and heard');
  const close = lines.filter((line) => line.opcode === 8);
  equal(close.map((line) => [line.direction, line.code]), [['sent', 1000], ['received', 1000]], 'close');
  await room.close();
});

// The fields that HAR 1.2 demands, and those of Chrome for the messages.
function assertHar(file) {
  const { log } = JSON.parse(fs.readFileSync(file, 'utf8'));
  equal(log.version, '1.2', 'version');
  equal([typeof log.creator.name, typeof log.creator.version], ['string', 'string'], 'creator');
  for (const entry of log.entries) {
    const { request, response, timings } = entry;
    equal(new Date(entry.startedDateTime).toISOString(), entry.startedDateTime, 'startedDateTime');
    equal(entry.time, timings.send + timings.wait + timings.receive, 'time');
    equal(typeof entry.cache, 'object', 'cache');
    for (const part of [request, response]) {
      equal([part.httpVersion, part.cookies, part.bodySize], ['HTTP/1.1', [], 0], 'common fields');
      assert(part.headersSize >= 0, 'headersSize');
      for (const header of part.headers)
        equal(Object.values(header).map((value) => typeof value), ['string', 'string'], 'header');
    }
    equal([request.method, Array.isArray(request.queryString)], ['GET', true], 'request');
    equal([typeof response.status, typeof response.statusText, response.redirectURL,
      typeof response.content.size, typeof response.content.mimeType],
    ['number', 'string', '', 'number', 'string'], 'response');
    for (const message of entry._webSocketMessages) {
      assert(['send', 'receive'].includes(message.type), message.type);
      equal([typeof message.time, typeof message.opcode, typeof message.data],
        ['number', 'number', 'string'], 'message');
    }
  }
  return log.entries;
}

test('a HAR is whole at the end, after a signal and after a kill', async () => {
  for (const signal of [null, 'SIGTERM', 'SIGKILL']) {
    const file = path.join(scratch, `${signal}.har`);
    const room = await startRoom();
    const url = `${room.url}?room=1`;
    const ann = new JsonClient('-n', 'ann', `--trace=${file}`, '-H', 'Cookie: hush', url);
    await ann.event('username', { own: true });
    ann.say('hello');
    await ann.event('delivered', { text: 'hello' });
    if (signal) ann.child.kill(signal);
    else await ann.end();
    equal(await ann.status, { SIGTERM: 143, SIGKILL: 'SIGKILL' }[signal] ?? 0, 'exit status');
    const [entry, ...others] = assertHar(file);
    equal(others, [], 'further entries');
    equal([entry.request.url, entry.response.status], [url, 101], 'handshake');
    equal(entry.request.queryString, [{ name: 'room', value: '1' }], 'query');
    equal(entry.request.headers.find((header) => header.name === 'Cookie').value, '***', 'secret');
    const said = entry._webSocketMessages.filter((message) => message.data.includes('hello'));
    equal(said.map((message) => [message.type, message.opcode]), [['send', 1], ['receive', 1]], 'said');
    equal(JSON.parse(said[0].data).text, 'hello', 'data');
    await room.close();
  }
});

test('a trace that is begun later has the connection from its start', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  const files = ['later', 'later.har'].map((name) => path.join(scratch, name));
  await ann.event('username', { own: true });
  for (const file of files) {
    ann.say(`/set trace ${file}`);
    await ann.event('notice', { message: `trace = ${file}` });
  }
  ann.say('/set trace /nowhere/at/all');
  await ann.event('error');
  equal(await ann.end('hello\n'), 0, 'exit status');
  const first = fs.readFileSync(files[0], 'utf8').trimEnd().split('\n')
    .map((line) => JSON.parse(line));
  assert(first[0].head.startsWith('GET ') && first[1].head.startsWith('HTTP/1.1 101'), 'no heads');
  assert(!first.some((line) => line.text?.includes('hello')), 'went on in the first file');
  const [entry] = assertHar(files[1]);
  assert(entry._webSocketMessages.some((message) => message.data.includes('userlist')), 'no past');
  assert(entry._webSocketMessages.some((message) => message.data.includes('hello')), 'no present');
  await room.close();
});

test('a trace that cannot be opened is 74', async () => {
  const file = path.join(scratch, 'link.har');
  fs.symlinkSync('elsewhere', file);
  const { status } = await run('wschat', ['-p', `--trace=${file}`, 'ws://127.0.0.1:1024/']);
  equal(status, 74, 'exit status');
});

test('/frames tells what went over the wire', async () => {
  const room = await startRoom();
  const ann = new JsonClient('-n', 'ann', room.url);
  await ann.event('username', { own: true });
  ann.say('/frames');
  const line = await ann.lines.until((text) => /↑ [\d:.]{12} HTTP \d+ GET \/ HTTP/.test(text), 'head');
  equal(JSON.parse(line).event, 'notice', 'event');
  await ann.lines.until((text) => /↓ [\d:.]{12} text \d+ .*userlist/.test(text), 'userlist');
  await ann.end();
  await room.close();
});

await main();
