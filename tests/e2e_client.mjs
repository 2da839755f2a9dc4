// How wschat in line mode lives with servers that fail, and what it says of it in its exit status.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { assert, builddir, certificate, Client, equal, JsonClient, main, run, scratch, Server, test }
  from './harness.mjs';
import { startRoom } from './room_server.mjs';

const RECONNECT = '--reconnect=yes';

// Answers each request for a WebSocket with a status, and counts them.
async function startRefusal(status, headers = {}) {
  const server = http.createServer();
  server.count = 0;
  server.on('upgrade', (request, socket) => {
    server.count++;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} No\r\n${lines.join('')}Content-Length: 0\r\n\r\n`);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.url = `ws://127.0.0.1:${server.address().port}/`;
  return server;
}

function wake(client) {
  client.child.kill('SIGCONT');
}

test('the delay that a server asks for is kept, and cut short when we wake up', async () => {
  const server = await startRefusal(503, { 'Retry-After': '3600' });
  const ann = new JsonClient(RECONNECT, server.url);
  const { delay } = await ann.event('reconnecting');
  assert(delay >= 3600, `delay ${delay}`);
  wake(ann);
  await ann.event('connecting', { attempt: 2 });
  await ann.event('reconnecting');
  ann.say('/quit');
  equal(await ann.status, 76, 'exit status');
  equal(server.count, 2, 'tries');
  server.close();
});

test('what no second try can mend is not tried again', async () => {
  for (const status of [401, 403, 404]) {
    const server = await startRefusal(status);
    const ann = new JsonClient(RECONNECT, server.url);
    equal(await ann.status, 76, `exit status of ${status}`);
    assert(ann.errors.includes(`${status}`), `standard error: ${ann.errors}`);
    equal(server.count, 1, `tries after ${status}`);
    server.close();
  }
  const room = await startRoom({ tls: certificate() });
  const ann = new JsonClient(RECONNECT, room.url);
  equal(await ann.status, 77, 'exit status of a certificate that nobody trusts');
  equal(ann.events().filter((event) => event === 'connecting').length, 1, 'tries');
  await room.close();
});

test('a host that three tries do not find is given up', async () => {
  const ann = new JsonClient(RECONNECT, 'ws://nowhere.invalid:6502/');
  for (let i = 0; i < 2; i++) {
    await ann.event('reconnecting');
    wake(ann);
  }
  equal(await ann.status, 68, 'exit status');
  equal(ann.events().filter((event) => event === 'connecting').length, 3, 'tries');
});

test('without an id, or without an echo, the end of input gives up after ten seconds', async () => {
  const dumb = await startRoom();
  dumb.tell = () => {};
  const deaf = await startRoom();
  deaf.say = () => {};
  const begun = Date.now();
  const [ann, bob] = [dumb, deaf].map((room) => new JsonClient(RECONNECT, room.url));
  ann.end('one\n');
  bob.end('two\n');
  await ann.event('undelivered', { text: 'one', reason: 'not-sent' });
  await bob.event('undelivered', { text: 'two', reason: 'no-echo' });
  assert(Date.now() - begun > 9000, 'too early');
  equal([await ann.status, await bob.status], [75, 75], 'exit status');
  await Promise.all([dumb.close(), deaf.close()]);
});

test('what was given up is not told again by the next one', async () => {
  const room = await startRoom();
  const said = room.say;
  room.say = () => room.cut();
  const ann = new JsonClient('-n', 'told', RECONNECT, room.url);
  ann.say('lost');
  await ann.event('undelivered', { text: 'lost', reason: 'in-doubt' });
  ann.child.kill('SIGTERM');
  equal(await ann.status, 143, 'exit status');
  room.say = said;
  const next = new JsonClient('-n', 'told', RECONNECT, room.url);
  equal(await next.end('found\n'), 0, 'exit status of the next');
  assert(!next.events().includes('undelivered'), 'told again');
  await room.close();
});

test('what a killed one had sent is in doubt, what it had not is sent by the next', async () => {
  const room = await startRoom();
  room.say = () => {};
  const ann = new JsonClient('-n', 'killed', RECONNECT, room.url);
  ann.say('sent');
  await ann.event('sent', { text: 'sent' });
  room.httpServer.removeAllListeners('upgrade');
  room.cut();
  await ann.event('undelivered', { text: 'sent' });
  ann.say('queued');
  ann.say('/info');
  await ann.event('info');
  ann.child.kill('SIGKILL');
  await ann.status;
  const { url } = room;
  await room.close();
  const again = await startRoom();
  // The journal belongs to the URL, so the new room is reached under the old one.
  const next = new JsonClient('-n', 'killed', RECONNECT, `--connect=${new URL(again.url).host}`,
    url);
  await next.event('undelivered', { text: 'sent', reason: 'in-doubt' });
  await next.event('delivered', { text: 'queued' });
  next.say('/resend');
  await next.event('delivered', { text: 'sent' });
  equal(await next.end(), 0, 'exit status');
  await again.close();
});

test('an option that is set counts, is saved, and one that does not fit changes nothing', async () => {
  const room = await startRoom();
  const file = path.join(scratch, 'config-set');
  fs.writeFileSync(file, '# mine\ncolor = auto\n');
  const ann = new JsonClient(`--config=${file}`, '-n', 'ann', '--linger=inf', room.url);
  await ann.event('id');
  ann.say('/set compress');
  await ann.event('notice', { message: 'compress = yes' });
  ann.say('/set compress perhaps');
  const { message } = await ann.event('error');
  assert(message.includes('compress = perhaps'), message);
  ann.say('/set ca-file /nowhere/ca.pem');
  assert((await ann.event('error')).message.includes('/nowhere/ca.pem'), 'the file is not named');
  ann.say('/set ca-file');
  await ann.event('notice', { message: 'ca-file = ' });
  ann.say('/set compress no');
  await ann.event('notice');
  ann.say('/reconnect');
  await ann.event('open', { extensions: '' });
  await ann.event('username', { own: true });
  ann.say('/set log yes');
  await ann.event('notice', { message: 'log = yes' });
  ann.say('kept');
  await ann.event('delivered');
  ann.say('/lastlog kept');
  assert((await ann.event('notice')).message.includes('<ann> kept'), 'the log');
  ann.say('/save');
  assert((await ann.event('notice')).message.includes(file), 'the file is not named');
  equal(fs.readFileSync(file, 'utf8'), '# mine\ncolor = auto\ncompress = no\nlog = yes\n');
  ann.say('/quit');
  equal(await ann.status, 0, 'exit status');
  await room.close();
});

test('one that sends without an end is not taken in without an end', async () => {
  const room = await startRoom();
  let count = 0;
  const full = new Promise((done) => {
    room.say = () => { if (++count === 1024) done(); };
  });
  const ann = new Client(room.url);
  const input = 'y\n'.repeat(8 << 20);
  ann.child.stdin.write(input);
  await full;
  assert(ann.child.stdin.writableLength > input.length / 2, 'it read on');
  equal(count, 1024, 'messages without their echo');
  ann.child.kill('SIGKILL');
  await ann.status;
  await room.close();
});

test('a reader that goes away is 74', async () => {
  const room = await startRoom();
  const ann = new JsonClient(room.url);
  await ann.event('username', { own: true });
  ann.child.stdout.destroy();
  for (let i = 0; i < 100 && room.members.length; i++) {
    room.tellAll({ type: 'message', name: 'bob', text: 'hello', id: 1 });
    await new Promise((next) => { setTimeout(next, 20); });
  }
  equal(await ann.status, 74, 'exit status');
  assert(ann.errors.startsWith('wschat: '), `standard error: ${ann.errors}`);
  await room.close();
});

test('it goes on listening as long as it is told to', async () => {
  const room = await startRoom();
  const bob = new JsonClient('-n', 'bob', '--linger=1.5', room.url);
  const begun = Date.now();
  bob.end('hello\n');
  await bob.event('delivered', { text: 'hello' });
  room.tellAll({ type: 'message', name: 'eve', text: 'still there?', id: 1 });
  await bob.event('message', { name: 'eve' });
  equal(await bob.status, 0, 'exit status');
  assert(Date.now() - begun >= 1500, 'it did not listen long enough');
  const cid = new JsonClient('-n', 'cid', '--linger=inf', room.url);
  cid.end('hello\n');
  await cid.event('delivered', { text: 'hello' });
  cid.child.kill('SIGTERM');
  equal(await cid.status, 143, 'exit status after a signal');
  await room.close();
});

test('a signal closes in good order and is told in the exit status', async () => {
  for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    const room = await startRoom();
    const ann = new JsonClient(room.url);
    await ann.event('username', { own: true });
    ann.child.kill(signal);
    equal(await ann.status, status, `exit status of ${signal}`);
    equal((await room.left.until(() => true)).closeCode, 1000, 'close code');
    await room.close();
  }
});

test('a server that has stopped answering is left', async () => {
  const server = await Server.start();
  const ann = new JsonClient(RECONNECT, '--ping-interval=1', server.url);
  await ann.event('username', { own: true });
  server.child.kill('SIGSTOP');
  await ann.event('close', { code: 1006 });
  await ann.event('reconnecting');
  server.child.kill('SIGCONT');
  await ann.event('username', { own: true, name: 'tester' });
  ann.end();
  equal(await ann.status, 0, 'exit status');
  await server.stop();
});

test('what cannot be used is told at the start', async () => {
  const file = (name, text, mode) => {
    const full = path.join(scratch, name);
    fs.writeFileSync(full, text);
    fs.chmodSync(full, mode);
    return full;
  };
  const open = file('open-config', 'name = eve\n', 0o666);
  const wrong = file('wrong-config', 'name = eve\nscrollback = many\n', 0o600);
  const unknown = file('unknown-config', 'colour = red\n', 0o600);
  const link = path.join(scratch, 'log-link');
  fs.symlinkSync(path.join(scratch, 'elsewhere'), link);
  const room = await startRoom();
  const cases = [
    [78, open, [`--config=${open}`]],
    [78, `${wrong}:2: scrollback`, [`--config=${wrong}`]],
    [78, '/nowhere/config', ['--config=/nowhere/config']],
    [74, link, [`--log=${link}`]],
    [74, '/nowhere', ['--log=/nowhere/log']],
    [77, '--require-tls', ['--require-tls=yes', 'ws://example.org/']],
    [64, '', ['--proxy=http://user:secret@127.0.0.1:3128', room.url]],
    [64, '', ['--header=a\rb', room.url]],
    [64, '--nonsense', ['--nonsense']],
  ];
  for (const [status, named, args] of cases) {
    const result = await run('wschat', ['-p', ...args]);
    equal(result.status, status, `exit status of ${args}`);
    assert(result.stderr.startsWith('wschat: ') && result.stderr.includes(named),
      `standard error of ${args}: ${result.stderr}`);
    equal(result.stdout, '', `standard output of ${args}`);
  }
  assert(!fs.existsSync(path.join(scratch, 'elsewhere')), 'written through a symbolic link');
  const ann = new Client('-n', 'ann', `--config=${unknown}`, room.url);
  equal(await ann.end('hello\n'), 0, 'exit status with an unknown key');
  assert(ann.errors.includes(`${unknown}:1: colour`), `standard error: ${ann.errors}`);
  await room.close();
});

test('a full disk under the output is 74', async () => {
  if (!fs.existsSync('/dev/full')) return;
  const room = await startRoom();
  const full = fs.openSync('/dev/full', 'w');
  const child = spawn(path.join(builddir, 'wschat'), ['-p', room.url],
    { stdio: ['ignore', full, 'ignore'] });
  equal(await new Promise((done) => { child.on('close', done); }), 74, 'exit status');
  fs.closeSync(full);
  await room.close();
});

await main();
