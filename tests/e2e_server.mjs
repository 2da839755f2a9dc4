// wschat, and the npm package "websocket" as a browser would, against wschat-server.
import { assert, certificate, equal, JsonClient, main, Server, test } from './harness.mjs';
import { websocket } from './room_server.mjs';

// The package's client with the events of the room.
class Peer {
  constructor(url, ca) {
    this.messages = [];
    this.socket = new websocket.w3cwebsocket(url, 'json', undefined, undefined,
      { ca }, undefined);
    this.closed = new Promise((done) => { this.socket.onclose = done; });
    this.socket.onmessage = ({ data }) => {
      this.messages.push(JSON.parse(data));
      this.look?.();
    };
  }

  got(fits) {
    return new Promise((done) => {
      this.look = () => {
        const found = this.messages.find(fits);
        if (found) done(found);
      };
      this.look();
    });
  }

  async login(name) {
    this.id = (await this.got((m) => m.type === 'id')).id;
    this.send({ type: 'username', name, id: this.id, date: Date.now() });
    await this.got((m) => m.type === 'username' && m.id === this.id);
  }

  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
}

test('two clients chat over ws', async () => {
  const server = await Server.start();
  assert(server.url.startsWith('ws://127.0.0.1:'), server.url);
  const ann = new JsonClient('-n', 'ann', server.url);
  await ann.event('username', { own: true });
  const bob = new JsonClient('-n', 'ann', server.url);
  await bob.event('rejectusername', { name: 'ann1' });
  await ann.event('join', { name: 'ann1' });
  ann.say('hello');
  await bob.event('message', { name: 'ann', text: 'hello', own: false });
  equal(await bob.end('bye\n'), 0, 'exit status');
  await ann.event('message', { name: 'ann1', text: 'bye' });
  await ann.event('leave', { name: 'ann1' });
  equal(await ann.end(), 0, 'exit status');
  await server.stop();
});

test('a client of the npm package chats with wschat', async () => {
  const server = await Server.start();
  const ann = new JsonClient('-n', 'ann', server.url);
  await ann.event('username', { own: true });
  const web = new Peer(server.url);
  await web.login('web');
  await ann.event('join', { name: 'web' });
  web.send({ type: 'message', text: 'from the page', id: web.id, date: Date.now() });
  await ann.event('message', { name: 'web', text: 'from the page' });
  ann.say('from the terminal');
  await web.got((m) => m.type === 'message' && m.name === 'ann' && m.text === 'from the terminal');
  const list = await web.got((m) => m.type === 'userlist' && m.users.includes('web'));
  equal(list.users, ['ann', 'web'], 'users');
  web.socket.close(1000);
  await ann.event('leave', { name: 'web' });
  await ann.end();
  await server.stop();
});

test('what kills the sample server costs its sender the connection, and nobody else', async () => {
  const server = await Server.start();
  const ann = new JsonClient('-n', 'ann', server.url);
  await ann.event('username', { own: true });
  for (const poison of ['{', 'null', '{"type":"message","text":"x","id":"1"}',
    '{"type":"message","id":1}', '{"type":"username","name":"x","id":12345}']) {
    const web = new Peer(server.url);
    await web.got((m) => m.type === 'id');
    web.send(poison);
    const { code } = await web.closed;
    assert(code === 1007 || code === 1008, `${poison}: closed with ${code}`);
  }
  equal(await ann.end('still here\n'), 0, 'exit status');
  await server.stop();
});

test('over wss the certificate is verified, and only then one chats', async () => {
  const { keyFile, certFile, cert } = certificate();
  const server = await Server.start(`--cert=${certFile}`, `--key=${keyFile}`);
  assert(server.url.startsWith('wss://127.0.0.1:'), server.url);
  const stranger = new JsonClient('-n', 'eve', server.url);
  equal(await stranger.end('no\n'), 77, 'exit status without trust');
  assert(/self-signed|issuer/.test(stranger.errors), `standard error: ${stranger.errors}`);
  const ann = new JsonClient('-n', 'ann', `--ca-file=${certFile}`, server.url);
  await ann.event('username', { own: true });
  const web = new Peer(server.url, cert);
  await web.login('web');
  web.send({ type: 'message', text: 'in private', id: web.id, date: Date.now() });
  await ann.event('message', { name: 'web', text: 'in private' });
  equal(await ann.end('over TLS\n'), 0, 'exit status');
  await web.got((m) => m.text === 'over TLS');
  const plain = new JsonClient('-n', 'bob', server.url.replace('wss:', 'ws:'));
  equal(await plain.end(), 76, 'exit status of ws on a TLS port');
  await server.stop();
});

test('the server says goodbye with 1001 when it is told to end', async () => {
  const server = await Server.start();
  const ann = new JsonClient('-n', 'ann', server.url);
  await ann.event('username', { own: true });
  equal(await server.stop(), 128 + 15, 'exit status of the server');
  await ann.event('close', { code: 1001, wasClean: true });
  equal(await ann.status, 69, 'exit status of the client');
});

test('a port that is taken is 69', async () => {
  const server = await Server.start();
  const second = new Server(`--listen=${new URL(server.url).host}`);
  equal(await second.status, 69, 'exit status');
  assert(/^wschat-server: /.test(second.errors), second.errors);
  await server.stop();
});

await main();
