// Nothing is lost, doubled or put out of order: two wschat in line mode send numbered messages both
// ways through lines that break, while a third one, on a line of its own that holds, sees what the
// room sees. By the end each message was delivered, those included that a cut had left in doubt.
//
//   soak.mjs [--messages=N] [--cuts=N] [--kills=N] [--restarts=N] [--seed=N] [--tls=1]
//
// runs one case by hand; the test run has the small ones below.
import { assert, certificate, equal, JsonClient, main, Server, test } from './harness.mjs';
import { between, Proxy, random } from './soak_proxy.mjs';

const WINDOW = 100; // messages under way from one sender

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

// The text of each message is known from its number alone.
function textOf(who, number) {
  const next = random(number * 2 + (who === 'ann' ? 1 : 0));
  const words = ['привет', '<b>', 'x < y', '&amp;', '你好', '👋🏽', '\n', '\\', 'e\u0301', '"', ' '];
  const long = next() < 0.002 ? 3000 : 12;
  const count = between(next, 0, long);
  return `${who} ${number} ${Array.from({ length: count }, () => words[between(next, 0, words.length - 1)]).join('')}.`;
}

const numberOf = (text) => Number(text.split(' ', 2)[1]);

// What one wschat shows of the others: numbers in order, with the breaks in between.
class View {
  constructor() {
    this.shown = { ann: [], bob: [] };
    this.away = { ann: false, bob: false };
    this.copies = 0;
  }

  take(event) {
    if (event.event === 'close' || event.event === 'connecting') this.away = { ann: true, bob: true };
    if (event.event === 'dropped' && event.reason === 'copy') this.copies++;
    assert(event.event !== 'forged', `taken for forged: ${JSON.stringify(event)}`);
    if (event.event !== 'message') return;
    const who = event.text.split(' ', 1)[0];
    if (!this.shown[who]) return;
    const number = numberOf(event.text);
    if (number >= 0) {
      equal(event.text, textOf(who, number), 'text');
      this.shown[who].push({ number, afterBreak: this.away[who] });
      this.away[who] = false;
    }
  }
}

// A wschat that is fed with numbered messages, and what becomes of each.
class Speaker {
  constructor(name, args, count, seed) {
    Object.assign(this, { name, args, count });
    this.next = random(seed);
    this.fed = new Set(); // given to the process, fate unknown
    this.delivered = new Set();
    this.doubted = new Set(); // ever
    this.doubt = new Set(); // now
    this.refed = new Set(); // given again, as a killed process had not read them
    this.twice = 0;
    this.toFeed = [];
    this.last = 0;
    this.views = [];
    this.marks = 0;
    this.stats = { cuts: 0, kills: 0, resends: 0, again: 0 };
    this.done = new Promise((done, fail) => { this.finish = done; this.fail = fail; });
    this.start();
  }

  start() {
    this.view = new View();
    this.views.push(this.view);
    this.paused = this.marks > 0;
    const client = new JsonClient('-n', this.name, '--reconnect=yes', ...this.args);
    this.client = client;
    client.lines.push = (line) => { // keep no list of all that there ever was
      try {
        if (client.child.killed && !line.endsWith('}')) return; // what it died of saying
        this.take(JSON.parse(line));
      } catch (error) {
        this.fail(error);
      }
    };
    this.feed();
  }

  take(event) {
    this.view.take(event);
    switch (event.event) {
      case 'close': this.stats.cuts++; break;
      case 'reconnecting': if (this.next() < 0.7) this.client.say('/reconnect'); break;
      case 'id':
        if (this.paused) this.mark();
        else if (this.doubt.size) this.resend();
        break;
      case 'undelivered': this.undelivered(event); break;
      case 'delivered': this.deliver(event); break;
    }
    this.feed();
  }

  resend() {
    this.stats.resends++;
    this.client.say('/resend');
  }

  // A new process: what it has from the old one goes before a mark. What was written to the old
  // one and comes not was never read by it.
  mark() {
    this.client.say('/resend');
    this.client.say(`${this.name} -${this.marks} .`);
  }

  marked(number) {
    if (!this.paused || number !== -this.marks) return;
    this.paused = false;
    this.stats.again += this.fed.size;
    this.toFeed.push(...[...this.fed].filter((n) => !this.doubt.has(n)).sort((a, b) => a - b));
    for (const n of this.toFeed) {
      this.fed.delete(n);
      this.refed.add(n);
    }
  }

  undelivered(event) {
    equal(event.reason, 'in-doubt', `why ${event.text} is undelivered`);
    const number = numberOf(event.text);
    if (number < 0) return;
    assert(this.fed.has(number) || this.delivered.has(number), `in doubt, but never said: ${number}`);
    this.doubt.add(number);
    this.doubted.add(number);
  }

  deliver(event) {
    const number = numberOf(event.text);
    if (number < 0) return this.marked(number);
    equal(event.text, textOf(this.name, number), 'text delivered');
    if (this.delivered.has(number)) this.twice++;
    this.delivered.add(number);
    this.doubt.delete(number);
    this.fed.delete(number);
  }

  feed() {
    while (!this.paused && this.fed.size < WINDOW && (this.toFeed.length || this.last < this.count)) {
      const number = this.toFeed.shift() ?? ++this.last;
      this.fed.add(number);
      this.client.say(JSON.stringify({ text: textOf(this.name, number) }));
    }
    if (this.delivered.size === this.count && !this.paused) this.finish();
  }

  async kill() {
    this.client.child.kill('SIGKILL');
    await this.client.status; // with all that it had told
    this.stats.kills++;
    this.marks++;
    this.start();
  }
}

function checkNone(list, what) {
  assert(!list.length, `${list.length} ${what}: ${list.slice(0, 10)}`);
}

// Nothing twice; in order, but for what was sent again; and what is missing is so because we were
// away.
function checkView(view, speaker, { lacksNone, viewer }) {
  const seen = new Set();
  let last = null;
  let broke = false;
  for (const { number, afterBreak } of view.shown[speaker.name]) {
    assert(!seen.has(number), `${viewer} shows ${speaker.name} ${number} twice`);
    seen.add(number);
    broke ||= afterBreak;
    if (speaker.doubted.has(number) || speaker.refed.has(number)) continue;
    assert(last === null || number > last, `${viewer} shows ${speaker.name} ${number} after ${last}`);
    for (let n = last + 1; last !== null && n < number && !broke; n++)
      assert(seen.has(n) || speaker.doubted.has(n) || speaker.refed.has(n),
        `${viewer} lacks ${speaker.name} ${n} before ${number}, and was not away`);
    last = number;
    broke = false;
  }
  if (lacksNone)
    for (let n = 1; n <= speaker.count; n++) assert(seen.has(n), `${viewer} lacks ${speaker.name} ${n}`);
}

async function soak({ messages, cuts, kills = 0, restarts = 0, seed = 1, tls = 0 }) {
  const pem = tls ? certificate() : null;
  const serving = tls ? [`--cert=${pem.certFile}`, `--key=${pem.keyFile}`] : [];
  const trusting = tls ? [`--ca-file=${pem.certFile}`] : [];
  let server = await Server.start(...serving);
  const { port } = new URL(server.url);
  const mean = Math.floor((messages * 180) / Math.max(cuts, 1));
  const names = ['ann', 'bob'];
  const proxies = await Promise.all(names.map((_, i) =>
    new Proxy({ seed: seed + i, port, faults: Math.floor(cuts / 2), mean }).listen()));
  const next = random(seed + 100);
  const witness = new JsonClient('-n', 'eve', '--reconnect=yes', ...trusting, server.url);
  const view = new View();
  const opened = new Promise((done) => {
    witness.lines.push = (line) => {
      const event = JSON.parse(line);
      view.take(event);
      if (event.event === 'username' && event.own) done();
    };
  });
  await opened;
  const begun = Date.now();
  const speakers = names.map((name, i) =>
    new Speaker(name, [...trusting, proxies[i].url(tls)], messages / 2, seed + 10 + i));
  const progress = () => speakers.reduce((sum, s) => sum + s.delivered.size, 0) / messages;

  const trouble = async (times, strike) => {
    for (let i = 1; i <= times; i++) {
      while (progress() < i / (times + 1)) await pause(20);
      await strike(i);
    }
  };
  const all = Promise.all(speakers.map((s) => s.done));
  await Promise.all([all,
    trouble(kills, () => speakers[between(next, 0, 1)].kill()),
    trouble(restarts, async () => {
      server.child.kill('SIGKILL');
      await server.status;
      server = new Server(`--listen=127.0.0.1:${port}`, ...serving);
      await server.line(/^listening on /);
    })]);
  const seconds = (Date.now() - begun) / 1000;

  for (const speaker of speakers) {
    equal(await speaker.client.end(), 0, `exit status of ${speaker.name}`);
    checkNone([...speaker.doubt], 'in doubt for ever');
  }
  equal(await witness.end(), 0, 'exit status of the witness');
  for (const speaker of speakers) {
    checkView(view, speaker, { viewer: 'eve', lacksNone: !restarts });
    for (const other of speakers)
      for (const each of other.views)
        checkView(each, speaker, { viewer: other.name, lacksNone: false });
  }
  for (const proxy of proxies) await proxy.close();
  await server.stop();
  const kinds = proxies.map((p) => JSON.stringify(p.counts)).join(' ');
  console.log(`# ${messages} messages, ${proxies.reduce((sum, p) => sum + p.total, 0)} cuts ${kinds}, `
    + `${kills} kills, ${restarts} restarts in ${seconds.toFixed(1)} s; `
    + speakers.map((s) => `${s.name}: ${s.doubted.size} were in doubt, ${s.stats.resends} times sent `
      + `again, ${s.stats.again} never read`).join('; ')
    + `; copies dropped by eve: ${view.copies}`);
}

const given = Object.fromEntries(process.argv.slice(2).map((arg) => {
  const [, name, value] = arg.match(/^--(\w+)=(\d+)$/) ?? assert(false, `no option: ${arg}`);
  return [name, Number(value)];
}));

if (Object.keys(given).length) {
  test(`soak ${JSON.stringify(given)}`, () => soak(given), 7200000);
} else {
  test('lines that are cut, reset, stalled and sliced lose nothing', () =>
    soak({ messages: 4000, cuts: 40 }));
  test('nor do those with TLS', () =>
    soak({ messages: 2000, cuts: 20, tls: 1, seed: 4 }));
  test('a client that is killed loses nothing', () =>
    soak({ messages: 2000, cuts: 6, kills: 6, seed: 2 }));
  test('a server that is killed loses nothing', () =>
    soak({ messages: 2000, cuts: 4, restarts: 4, seed: 3 }));
}

await main();
