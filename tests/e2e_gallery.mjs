// Golden screens in a real terminal: what tmux shows of wschat at 80x24, 40x10 and 10x3, in a room of
// wschat-server, as tests/gallery/tmux/SCENE.txt has it. After a change that is wanted,
// WSCHAT_GALLERY=write writes the files anew, to be read in the diff; see also check_gallery.c.
import fs from 'node:fs';
import path from 'node:path';
import { equal, JsonClient, main, Screen, Server, test } from './harness.mjs';

const gallery = path.join(path.dirname(new URL(import.meta.url).pathname), 'gallery/tmux');
const writes = process.env.WSCHAT_GALLERY === 'write';
const SIZES = [[80, 24], [40, 10], [10, 3]];

const line = (n) => `This is line ${n}.`;
const lines = (from, to) => Array.from({ length: to - from }, (_, i) => line(from + i));

async function come(server, name) {
  const bot = new JsonClient('-n', name, server.url);
  await bot.event('username', { own: true });
  return bot;
}

// What is done at 80x24, and what is seen when it is done; returned are the keys that undo it, beside C-g. A
// scene begins with an empty conversation.
const scenes = {
  async talk({ bob, amelie, screen }) {
    bob.say('Good evening!');
    await screen.shows(/evening/);
    amelie.say('/me waves');
    await screen.shows(/waves/);
    screen.type('An answer that is long enough to be wrapped where the words end, below the text.');
    screen.keys('Enter');
    await screen.shows(/<ann> An/);
  },
  async scripts({ bob, screen }) {
    bob.say('你好，今天的天气很好，我们去公园散步好不好？');
    bob.say('👍🏽 👨‍👩‍👧‍👦 🇫🇷 Z\u0324\u0351lgo e\u0301te\u0301');
    bob.say('שלום לכולם, מה נשמע? (abc 123)');
    bob.say('the end');
    await screen.shows(/the end/);
  },
  async presence({ server, bob, screen }) {
    bob.say('Wait for the others.');
    await screen.shows(/others/);
    await come(server, 'carol');
    await (await come(server, 'dan')).end();
    await screen.shows(/came and went: dan/);
  },
  async scrolled({ bob, screen }) {
    for (const text of lines(0, 60)) bob.say(text);
    await screen.shows(/line 59/);
    screen.keys('PPage', 'PPage');
    await screen.shows(/36 lines below/);
  },
  async found({ bob, screen }) {
    for (const text of lines(0, 60)) bob.say(text);
    await screen.shows(/line 59/);
    screen.keys('M-s');
    screen.type('line 3');
    await screen.shows(/Find: line 3/);
    screen.keys('Up');
  },
  async link({ bob, screen }) {
    bob.say('See https://en.wikipedia.org/wiki/WebSocket?action=history&limit=500 there.');
    await screen.shows(/there/);
    screen.type('/url');
    screen.keys('Enter');
    await screen.shows(/-!- 1 /);
  },
  async bare({ bob, screen }) {
    bob.say('See https://en.wikipedia.org/wiki/WebSocket?action=history&limit=500&offset=2023 there.');
    await screen.shows(/there/);
    screen.keys('M-m');
    await screen.shows((text) => !text.includes('│'), 'the bare view');
  },
  async users({ screen }) {
    screen.keys('F2');
    await screen.shows((text) => !text.includes('│'), 'no users');
    return ['F2'];
  },
  async lines({ screen }) {
    screen.type('Roses are red,');
    screen.keys('M-Enter');
    screen.type('漢字 and 👍 and e\u0301');
    screen.keys('Left', 'Left');
    screen.type('|');
    await screen.shows(/\|/);
    return ['C-c'];
  },
  async complete({ screen }) {
    screen.type('/set theme ');
    screen.keys('Tab', 'Tab');
    await screen.shows(/2\/7/);
  },
  async paste({ screen }) {
    screen.tmux('set-buffer', 'int main(void)\n{\n\treturn 0;\n}\n');
    screen.tmux('paste-buffer', '-p');
    await screen.shows(/4 lines/);
  },
  async help({ screen }) {
    screen.keys('F1');
    await screen.shows(/\/clear/);
  },
  async unknown({ screen }) {
    screen.type('/nonsense');
    screen.keys('Enter');
    await screen.shows(/lists them/);
  },
  async quit({ screen }) {
    screen.keys('C-c');
    await screen.shows(/Quit/);
  },
  async offline({ screen }) {
    screen.type('/disconnect');
    screen.keys('Enter');
    await screen.shows(/not connected/);
  },
};

// Back to an empty conversation at 80x24.
async function clear(screen, undo) {
  screen.resize(80, 24);
  screen.keys('C-g');
  await screen.shows(/^ann>/m);
  screen.keys(...undo ?? ['C-u']);
  screen.type('/clear');
  screen.keys('Enter');
  await screen.shows((text) => {
    const rows = text.split('\n').slice(0, 22);
    return /│ann/.test(text) && rows.every((row) => /^ *│/.test(row));
  }, 'an empty conversation');
}

// The port of the server and the times, which may be elided or not.
function masked(rows) {
  return rows.map((row) => row
    .replace(/(127\.0\.0\.1:)(\d+)/, (_, host, port) => host + 'P'.repeat(port.length))
    .replace(/^\d\d:\d\d/, '     ').trimEnd());
}

function picture(screen, columns, rows) {
  const [column, row] = screen.cursor().split(',').map((n) => Number(n) + 1);
  const shown = masked(screen.rows());
  if (shown.length !== rows) return '';
  const head = `\n${columns}x${rows}, the cursor in row ${row}, column ${column}\n`;
  return head + shown.map((text) => `|${text}\n`).join('');
}

// Until nothing changes any more.
async function still(look) {
  for (let last = ''; ;) {
    await new Promise((done) => { setTimeout(done, 200); });
    const now = look();
    if (now && now === last) return now;
    last = now;
  }
}

// Of a screen that is not as it should be, row by row.
function difference(want, got) {
  const rows = want.split('\n');
  return got.split('\n').map((row, i) => (row === rows[i] ? ` ${row}` : `-${rows[i]}\n+${row}`)).join('\n');
}

async function compare(screen, name, wanted) {
  let all = '';
  for (const [columns, rows] of SIZES) {
    const want = wanted?.slice(all.length);
    screen.resize(columns, rows);
    if (writes) {
      all += await still(() => picture(screen, columns, rows));
      continue;
    }
    let got = '';
    await screen.shows(() => {
      got = picture(screen, columns, rows);
      return got && want.startsWith(got);
    }, { toString: () => `tests/gallery/tmux/${name}.txt (make gallery)\n${difference(want, got)}` });
    all += got;
  }
  return all;
}

test('the scenes of the gallery, in tmux', async () => {
  const server = await Server.start();
  // Noon, so that no day ends meanwhile.
  const screen = new Screen(80, 24, ['-n', 'ann', server.url], { TZ: `NOON${new Date().getUTCHours() - 12}` });
  await screen.shows(/│ann/);
  const [bob, amelie] = [await come(server, 'bob'), await come(server, 'Amélie')];
  await screen.shows(/│Amélie/);
  let undo;
  for (const [name, play] of Object.entries(scenes)) {
    const file = path.join(gallery, `${name}.txt`);
    await clear(screen, undo);
    undo = await play({ server, bob, amelie, screen });
    const got = await compare(screen, name, writes ? '' : fs.readFileSync(file, 'utf8'));
    if (writes) fs.writeFileSync(file, got);
  }
  screen.keys('C-d');
  equal(await screen.status(), 0, 'exit status');
  await server.stop();
}, 60000);

await main();
