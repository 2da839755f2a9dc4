// A server that misbehaves, on port 6503 of all addresses, for network.sh: network_server.mjs KIND
import { createHash } from 'node:crypto';
import net from 'node:net';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455, 1.3

function answer(request) {
  const key = /^Sec-WebSocket-Key: (.*)\r$/im.exec(request)[1];
  const accept = createHash('sha1').update(key + GUID).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: json\r\n\r\n`;
}

function text(string) {
  return Buffer.concat([Buffer.from([0x81, string.length]), Buffer.from(string)]);
}

function dripping(socket, bytes) {
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length) socket.write(bytes.subarray(at, ++at));
    else clearInterval(timer);
  }, 1000);
  socket.on('close', () => clearInterval(timer));
}

const kinds = {
  drip: (socket, request) => dripping(socket, Buffer.from(answer(request))),
  second: (socket, request) => {
    socket.write(answer(request));
    dripping(socket, text('{"type":"id","id":1700000000001}'));
  },
  half: (socket, request) => socket.end(answer(request)),
  silent: () => {},
};

net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.setNoDelay();
  socket.on('error', () => {});
  socket.once('data', (bytes) => kinds[process.argv[2]](socket, bytes.toString()));
}).listen(6503, '::', () => console.log('ready'));
