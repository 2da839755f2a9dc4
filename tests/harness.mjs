// What the end-to-end tests share: programs as objects whose output is waited for, a terminal of
// tmux, a scratch folder, and test() with a deadline. Nothing here sleeps where it can wait.
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const DEADLINE = 60000; // for a whole test; generous, as sanitizers are slow

export const builddir = path.resolve(process.env.top_builddir ?? '.');
export const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'wschat-test-'));

const running = new Set();

// The caller's settings, proxies and configuration must not show.
const environment = {
  PATH: process.env.PATH,
  HOME: scratch,
  LOGNAME: 'tester',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  TERM: 'xterm-256color',
};
for (const name of ['ASAN_OPTIONS', 'UBSAN_OPTIONS', 'WSCHAT_LOCALEDIR', 'LOCPATH'])
  if (process.env[name] !== undefined) environment[name] = process.env[name];

export function assert(condition, what) {
  if (!condition) throw new Error(what);
}

export function equal(got, wanted, what) {
  const [g, w] = [got, wanted].map((value) => JSON.stringify(value));
  assert(g === w, `${what}: got ${g}, wanted ${w}`);
}

// A list that can be waited on: until(find) gives the first item that fits, seen or to come, behind
// those that were taken before.
export class Feed {
  constructor() {
    this.items = [];
    this.taken = 0;
    this.waiting = new Set();
    this.ended = false;
  }

  push(item) {
    this.items.push(item);
    for (const look of this.waiting) look();
  }

  end() {
    this.ended = true;
    for (const look of this.waiting) look();
  }

  until(fits, what = fits) {
    return new Promise((done, fail) => {
      const look = () => {
        const at = this.items.findIndex((item, i) => i >= this.taken && fits(item));
        if (at < 0 && !this.ended) return;
        this.waiting.delete(look);
        if (at < 0) return fail(new Error(`never came: ${what}; came: ${JSON.stringify(this.items)}`));
        this.taken = at + 1;
        done(this.items[at]);
      };
      this.waiting.add(look);
      look();
    });
  }
}

class Program {
  constructor(name, args, env = {}) {
    this.lines = new Feed();
    this.errors = '';
    this.child = spawn(path.join(builddir, name), args, { env: { ...environment, ...env } });
    running.add(this.child);
    this.child.stdin.on('error', () => {}); // it may be gone
    this.child.stderr.on('data', (bytes) => { this.errors += bytes; });
    const reader = readline.createInterface({ input: this.child.stdout });
    reader.on('line', (line) => this.lines.push(line));
    this.status = new Promise((done) => {
      this.child.on('close', (code, signal) => {
        running.delete(this.child);
        this.lines.end();
        done(signal ?? code);
      });
    });
  }

  say(line) {
    this.child.stdin.write(`${line}\n`);
  }

  // The end of the input.
  end(text = '') {
    this.child.stdin.end(text);
    return this.status;
  }

  line(pattern) {
    return this.lines.until((line) => pattern.test(line), pattern);
  }
}

// wschat in line mode.
export class Client extends Program {
  constructor(...args) {
    super('wschat', args);
  }
}

// wschat --json: event('message', { own: true }) waits for one.
export class JsonClient extends Program {
  constructor(...args) {
    super('wschat', ['--json', ...args]);
  }

  async event(event, fields = {}) {
    const line = await this.lines.until((text) => {
      const object = JSON.parse(text);
      return object.event === event && Object.entries(fields).every(([key, value]) =>
        JSON.stringify(object[key]) === JSON.stringify(value));
    }, `${event} ${JSON.stringify(fields)}`);
    return JSON.parse(line);
  }

  events() {
    return this.lines.items.map((line) => JSON.parse(line).event);
  }
}

export class Server extends Program {
  constructor(...args) {
    super('wschat-server', args);
  }

  static async start(...args) {
    const server = new Server('--listen=127.0.0.1:0', ...args);
    server.url = (await server.line(/^listening on /)).replace('listening on ', '');
    return server;
  }

  stop() {
    this.child.kill('SIGTERM');
    return this.status;
  }
}

// wschat on a terminal of tmux.
export class Screen {
  constructor(columns, rows, args, env = {}) {
    this.socket = path.join(scratch, `tmux-${process.hrtime.bigint()}`);
    this.statusFile = `${this.socket}.status`;
    const words = Object.entries({ ...environment, TERM: 'tmux-256color', ...env })
      .map(([name, value]) => `${name}=${value}`);
    this.pidFile = `${this.socket}.pid`;
    const quoted = ['sh', '-c', 'echo $$ >"$0"; exec "$@"', this.pidFile, 'env', '-i', ...words,
      path.join(builddir, 'wschat'), ...args]
      .map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    this.tmux('-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`,
      `${quoted}; echo $? >'${this.statusFile}'; printf "\\r\\nit ended\\n"; exec cat`);
    this.tmux('set-option', '-g', 'window-size', 'manual');
    Screen.all.add(this);
  }

  tmux(...args) {
    return execFileSync('tmux', ['-u', '-S', this.socket, ...args],
      { encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  }

  rows() {
    return this.tmux('capture-pane', '-p').replace(/\n$/, '').split('\n');
  }

  text() {
    return this.rows().join('\n');
  }

  // tmux tells nobody that a pane has changed, so it is looked at until it shows what is awaited.
  async shows(wanted, what = wanted) {
    const fits = typeof wanted === 'function' ? wanted : (text) => text.match(wanted);
    for (let text; ; await new Promise((next) => { setTimeout(next, 30); })) {
      text = this.text();
      if (fits(text)) return text;
      this.last = `the screen never shows ${what}:\n${text}`;
      if (this.given_up) throw new Error(this.last);
    }
  }

  type(text) {
    this.tmux('send-keys', '-l', '--', text);
  }

  keys(...names) {
    this.tmux('send-keys', ...names);
  }

  kill(signal) {
    process.kill(Number(fs.readFileSync(this.pidFile, 'utf8')), signal);
  }

  cursor() {
    return this.tmux('display-message', '-p', '#{cursor_x},#{cursor_y}').trim();
  }

  resize(columns, rows) {
    this.tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  async status() {
    await this.shows(/it ended/);
    return Number(fs.readFileSync(this.statusFile, 'utf8'));
  }

  close() {
    Screen.all.delete(this);
    try {
      this.tmux('kill-server');
    } catch {} // it has gone already
  }
}
Screen.all = new Set();

// A self-signed certificate for localhost: { key, cert } in PEM, { keyFile, certFile }.
export function certificate() {
  const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => path.join(scratch, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
    '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', keyFile, '-out', certFile],
    { stdio: 'ignore' });
  return { keyFile, certFile, key: fs.readFileSync(keyFile), cert: fs.readFileSync(certFile) };
}

export function run(file, args) {
  return new Promise((done) => {
    execFile(path.join(builddir, file), args, { env: environment }, (error, stdout, stderr) => {
      done({ status: error ? error.code ?? error.signal : 0, stdout, stderr });
    });
  });
}

function sweep() {
  for (const child of running) child.kill('SIGKILL');
  for (const screen of Screen.all) screen.close();
}

const tests = [];

export function test(what, body, deadline = DEADLINE) {
  tests.push([what, body, deadline]);
}

async function runOne(body, ms) {
  let timer;
  const deadline = new Promise((_, fail) => {
    timer = setTimeout(() => {
      const screens = [...Screen.all].map((screen) => screen.last ?? '').join('\n');
      fail(new Error(`not done after ${ms / 1000} s\n${screens}`));
    }, ms);
  });
  try {
    await Promise.race([body(), deadline]);
  } finally {
    clearTimeout(timer);
    for (const screen of Screen.all) screen.given_up = true;
    sweep();
  }
}

// Runs what test() collected, one after the other; KEEP_SCRATCH keeps the folder for a look.
export async function main() {
  let status = 0;
  for (const [what, body, deadline] of tests) {
    try {
      await runOne(body, deadline);
      console.log(`ok - ${what}`);
    } catch (error) {
      console.log(`not ok - ${what}\n${error.stack.replace(/^/gm, '    ')}`);
      status = 1;
    }
  }
  if (!process.env.KEEP_SCRATCH) fs.rmSync(scratch, { recursive: true, force: true });
  process.exit(status);
}
