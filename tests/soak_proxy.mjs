// A TCP proxy that does to a connection what bad networks do: cuts it, resets it, lets it stall,
// swallows one direction, slices it into single bytes. What it does, and after how many bytes, comes
// from a seed.
import net from 'node:net';

// Mulberry32: numbers in [0, 1) that a seed determines.
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function between(next, least, most) {
  return least + Math.floor(next() * (most - least + 1));
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const turn = () => new Promise((done) => { setImmediate(done); });

function write(socket, bytes) {
  return new Promise((done) => {
    if (socket.destroyed) return done();
    socket.write(bytes, () => done());
  });
}

class Line {
  constructor(proxy, near) {
    this.proxy = proxy;
    this.near = near;
    this.far = net.connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    this.over = false;
    this.fault = proxy.nextFault();
    this.left = this.fault ? this.fault.after : Infinity; // bytes until it strikes
    this.sliced = between(proxy.next, 0, 3) ? 0 : between(proxy.next, 1, 4000);
    for (const [from, to] of [[near, this.far], [this.far, near]]) {
      from.setNoDelay(true);
      from.on('error', () => this.end());
      from.on('close', () => this.end());
      this.carry(from, to).catch(() => this.end());
    }
  }

  async carry(from, to) {
    for await (let bytes of from) {
      while (bytes.length && !this.over) {
        const n = Math.max(1, Math.min(bytes.length, this.left));
        if (this.swallowed !== from) await this.pass(to, bytes.subarray(0, n));
        bytes = bytes.subarray(n);
        this.left -= n;
        if (this.left <= 0) await this.strike(from);
      }
      if (this.over) return;
    }
    if (!this.over) to.end();
  }

  async pass(to, bytes) {
    let n = Math.min(bytes.length, this.sliced);
    this.sliced -= n;
    for (let i = 0; i < n; i++) {
      await write(to, bytes.subarray(i, i + 1));
      await turn();
    }
    if (n < bytes.length) await write(to, bytes.subarray(n));
  }

  async strike(from) {
    const { fault } = this;
    this.left = Infinity;
    if (!fault || this.over) return;
    if (fault.kind === 'swallow') {
      this.swallowed = from; // both ends believe that it goes on
      setTimeout(() => this.end('reset', true), fault.wait);
      return;
    }
    if (fault.kind === 'stall') await pause(fault.wait);
    this.end(fault.kind === 'fin' ? 'fin' : 'reset', true);
  }

  end(how = 'reset', struck = false) {
    if (this.over) return;
    this.over = true;
    if (struck) this.proxy.struck(this.fault.kind);
    else if (this.fault) this.proxy.faults++; // to be had by another line
    for (const socket of [this.near, this.far]) {
      if (how === 'fin') {
        socket.end();
        socket.destroySoon();
      } else if (struck) {
        socket.resetAndDestroy();
      } else {
        socket.destroySoon();
      }
    }
    this.proxy.lines.delete(this);
  }
}

export class Proxy {
  // FAULTS is how many lines it may spoil; MEAN is about how many bytes go over each.
  constructor({ seed, port, faults, mean }) {
    Object.assign(this, { port, faults, mean });
    this.next = random(seed);
    this.lines = new Set();
    this.counts = {};
    this.server = net.createServer({ allowHalfOpen: true }, (socket) => {
      this.lines.add(new Line(this, socket));
    });
  }

  listen() {
    return new Promise((done) => {
      this.server.listen(0, '127.0.0.1', () => {
        done(this);
      });
    });
  }

  url(tls) {
    return `${tls ? 'wss' : 'ws'}://127.0.0.1:${this.server.address().port}/`;
  }

  nextFault() {
    if (!this.faults) return null;
    this.faults--;
    const kinds = ['fin', 'reset', 'stall', 'swallow'];
    const early = this.next() < 0.1; // within the handshake or the login
    return {
      kind: kinds[between(this.next, 0, kinds.length - 1)],
      after: early ? between(this.next, 1, 700) : between(this.next, 700, 2 * this.mean),
      wait: between(this.next, 1, 300),
    };
  }

  struck(kind) {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  get total() {
    return Object.values(this.counts).reduce((sum, n) => sum + n, 0);
  }

  close() {
    for (const line of this.lines) line.end();
    return new Promise((done) => { this.server.close(done); });
  }
}
