// wschat in line mode against a room on the npm package "websocket".
import net from 'node:net';

import { assert, Client, equal, JsonClient, main, run, test } from './harness.mjs';
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

await main();
