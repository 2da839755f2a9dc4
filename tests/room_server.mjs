// A small room server on the npm package "websocket", which is what the MDN sample chat server is
// made of: the same messages in the same order, and the same traps, but for dying.
//
//   const room = await startRoom({ tls: { key, cert } })   room.url, room.close(), ...
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

import { Feed } from './harness.mjs';

// Not by import: NODE_PATH leads to it.
export const websocket = createRequire(import.meta.url)('websocket');

class Room {
  constructor(httpServer, scheme) {
    this.httpServer = httpServer;
    this.scheme = scheme;
    this.members = [];
    this.sockets = new Set();
    this.nextId = 1700000000000;
    this.suffix = 1;
    this.received = [];
    this.left = new Feed(); // members whose connection has ended
    httpServer.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.wsServer = new websocket.server({ httpServer, autoAcceptConnections: false });
    this.wsServer.on('request', (request) => this.admit(request));
  }

  get url() {
    return `${this.scheme}://127.0.0.1:${this.httpServer.address().port}/`;
  }

  admit(request) {
    if (!request.requestedProtocols.includes('json')) return request.reject(500);
    const connection = request.accept('json', request.origin);
    const member = { name: null, id: this.nextId++, connection };
    this.members.push(member);
    this.tell(member, { type: 'id', id: member.id });
    connection.on('message', (frame) => {
      if (frame.type === 'utf8') this.take(member, JSON.parse(frame.utf8Data));
    });
    connection.on('close', (code, reason) => {
      member.closeCode = code;
      member.closeReason = reason;
      this.members = this.members.filter((other) => other !== member);
      this.left.push(member);
      this.tellList();
    });
  }

  take(member, message) {
    this.received.push(message);
    if (message.type === 'username') this.rename(member, message);
    else if (message.type === 'message') this.say(member, message);
    else this.tellAll(message);
  }

  rename(member, message) {
    let name = message.name;
    while (this.members.some((other) => other.name === name)) name = message.name + this.suffix++;
    if (name !== message.name) this.tell(member, { type: 'rejectusername', id: member.id, name });
    member.name = name;
    this.tellList();
    this.tellAll({ ...message, name });
  }

  say(member, message) {
    const text = message.text.replace(/(<([^>]+)>)/gi, '');
    this.tellAll({ ...message, name: member.name ?? undefined, text });
  }

  tell(member, message) {
    member.connection.sendUTF(JSON.stringify(message));
  }

  tellAll(message) {
    for (const member of this.members) this.tell(member, message);
  }

  tellList() {
    this.tellAll({ type: 'userlist', users: this.members.map((member) => member.name) });
  }

  // Ends every connection without a word, as a crash would.
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  close() {
    this.wsServer.shutDown();
    this.cut();
    return new Promise((done) => this.httpServer.close(done));
  }
}

export function startRoom({ tls } = {}) {
  const httpServer = tls ? https.createServer(tls) : http.createServer();
  return new Promise((done) => {
    httpServer.listen(0, '127.0.0.1', () => done(new Room(httpServer, tls ? 'wss' : 'ws')));
  });
}
