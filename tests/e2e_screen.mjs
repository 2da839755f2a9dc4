// wschat on a terminal of tmux, with others in the room, against wschat-server.
import fs from 'node:fs';
import path from 'node:path';
import { assert, equal, JsonClient, main, scratch, Screen, Server, test } from './harness.mjs';

test('three chat on 80x24 in Russian, Chinese and emoji', async () => {
  const server = await Server.start();
  const people = [];
  for (const name of ['Анна', '小明', 'zoë']) {
    const screen = new Screen(80, 24, ['-n', name, server.url]);
    await screen.shows(name);
    people.push(screen);
  }
  const texts = ['Привет, как дела?', '你好，很高兴认识你', 'fine 👍 🎉'];
  for (const [i, screen] of people.entries()) {
    screen.type(texts[i]);
    screen.keys('Enter');
    await screen.shows((text) => text.includes(texts[i]), texts[i]);
  }
  for (const screen of people) {
    const text = await screen.shows((all) => texts.every((part) => all.includes(part)), 'all texts');
    for (const name of ['Анна', '小明', 'zoë']) assert(text.includes(name), `no ${name}:\n${text}`);
    equal(text.split('\n').length, 24, 'rows');
  }
  for (const screen of people) {
    screen.keys('C-d');
    equal(await screen.status(), 0, 'exit status');
  }
  await server.stop();
});

test('the screen follows who comes, what is said and who leaves', async () => {
  const server = await Server.start();
  const screen = new Screen(80, 24, ['-n', 'ann', server.url]);
  await screen.shows(/ann/);
  const bob = new JsonClient('-n', 'bobby', server.url);
  await bob.event('username', { own: true });
  await screen.shows(/bobby/);
  bob.say('hello from a pipe');
  await screen.shows(/bobby.*hello from a pipe/);
  bob.say('/me waves');
  await screen.shows(/bobby waves/);
  await bob.end();
  await screen.shows(/bobby .*(left|leave)/i);
  screen.keys('C-d');
  equal(await screen.status(), 0, 'exit status');
  await server.stop();
});

const SCRIPTS = [
  'é ñ ü', 'Z\u0324\u0351\u036b\u0343a\u0324\u0351l', '漢字かなカナ', '한글 \u1112\u1161\u11ab', 'ＦＵＬＬ', 'ｶﾞ',
  '👍🏽', '👨‍👩‍👧‍👦', '👩‍🚀', '🏳️‍🌈', '🇩🇪🇫🇷🇯🇵', '❤️', '☎️', '1️⃣', '🫠🫡🪿', '🐻‍❄️', '🏴‍☠️', '🧑🏿‍🤝‍🧑🏻',
  'สวัสดีครับ กำ', 'မြန်မာစာ', 'བོད་སྐད་', 'हिन्दी क्षत्रिय', 'தமிழ்', 'ខ្មែរ', 'සිංහල', 'اردو ١٢٣', 'שלום 123', 'ܫܠܡܐ',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', '𑂃𑂰', 'か\u3099', '\u0301\u0301', '\u200b\u200d\ufeff', '﷽', '⸻', '①②③', '│─┼', '\ue0b0\uf8ff',
];

/* tmux counts cells by tables of its own. */
test('no script moves the border, whatever tmux takes its width for', async () => {
  const server = await Server.start();
  const screen = new Screen(80, 12, ['-n', 'ann', server.url]);
  await screen.shows(/ann/);
  const people = [];
  for (let i = 1; i <= 8; i++) people.push(new JsonClient('-n', `twenty-cells-wide-${i}.`, server.url));
  for (const bot of people) await bot.event('username', { own: true });
  await screen.shows((text) => people.every((bot, i) => text.includes(`│twenty-cells-wide-${i + 1}.`)));
  const right = () => screen.tmux('capture-pane', '-p', '-N').split('\n').slice(0, 10)
    .map((row) => row.slice(row.lastIndexOf('│')).trimEnd()).join('\n');
  const wanted = right();
  equal(wanted.split('\n').length, 10, 'rows');
  for (const script of SCRIPTS) {
    for (const times of [1, 7, 30]) {
      people[0].say(JSON.stringify({ text: `${script.repeat(times)}` }));
      people[0].say(`/me ${script} end-${times}`);
      await screen.shows((text) => text.includes(`end-${times}`));
      equal(right(), wanted, `beside ${times} ${script}`);
      people[0].say(JSON.stringify({ text: Array(12).fill('.').join('\n') }));
      await screen.shows((text) => !text.includes(`end-${times}`));
    }
  }
  screen.keys('C-d');
  equal(await screen.status(), 0, 'exit status');
  await server.stop();
});

test('a resize to 40x10 and back keeps the conversation', async () => {
  const server = await Server.start();
  const screen = new Screen(80, 24, ['-n', 'ann', server.url]);
  await screen.shows(/ann/);
  screen.type('words that will be wrapped when the terminal has become narrow, and shown');
  screen.keys('Enter');
  await screen.shows((text) => (text.match(/words that/g) ?? []).length >= 1);
  screen.resize(40, 10);
  await screen.shows((text) => text.split('\n').length === 10 && /and shown/.test(text));
  screen.resize(80, 24);
  await screen.shows((text) => text.split('\n').length === 24 && /words that will be/.test(text));
  screen.keys('C-d');
  equal(await screen.status(), 0, 'exit status');
  await server.stop();
});

test('the way out by a signal restores the terminal', async () => {
  const server = await Server.start();
  for (const [signal, status] of [['SIGTERM', 143], ['SIGHUP', 129]]) {
    const screen = new Screen(80, 24, ['-n', 'ann', server.url]);
    await screen.shows(/ann/);
    screen.kill(signal);
    equal(await screen.status(), status, `exit status for ${signal}`);
    assert(!screen.text().includes('│'), `the screen is still there:\n${screen.text()}`);
    equal(screen.tmux('display-message', '-p', '#{alternate_on}').trim(), '0', 'alternate screen');
    screen.close();
  }
  await server.stop();
});

test('what was being written survives kill -9, and what was sent is recalled', async () => {
  const server = await Server.start();
  const state = fs.mkdtempSync(path.join(scratch, 'state-'));
  const env = { XDG_STATE_HOME: state };
  const screen = new Screen(80, 24, ['-n', 'ann', server.url], env);
  await screen.shows(/connected/);
  screen.type('said before');
  screen.keys('Enter');
  await screen.shows(/<ann> said before/);
  screen.type('dying words');
  const drafts = () => fs.readdirSync(path.join(state, 'wschat'))
    .filter((name) => /^draft-[0-9a-f]+$/.test(name))
    .map((name) => fs.readFileSync(path.join(state, 'wschat', name), 'utf8'));
  await screen.shows(() => drafts().includes('dying words'), 'a draft on the disk');
  screen.kill('SIGKILL');
  equal(await screen.status(), 137, 'exit status');
  screen.close();
  const next = new Screen(80, 24, ['-n', 'ann', server.url], env);
  await next.shows(/ann> dying words/);
  next.keys('C-u', 'Up');
  await next.shows(/ann> said before/);
  next.keys('C-u', 'C-d');
  equal(await next.status(), 0, 'exit status');
  equal(drafts().length, 0, 'drafts left');
  await server.stop();
});

test('a server that is not there is told on the screen', async () => {
  const server = await Server.start();
  await server.stop();
  const screen = new Screen(80, 24, ['-n', 'ann', server.url]);
  await screen.shows(/refused/);
  screen.keys('C-d');
  await screen.status();
});

test('a long link is whole for the mouse, and for the clipboard of tmux', async () => {
  const server = await Server.start();
  const screen = new Screen(80, 24, ['-n', 'ann', server.url]);
  await screen.shows(/ann/);
  const link = `https://example.com/${'path/'.repeat(30)}end`;
  screen.type(`see ${link}`);
  screen.keys('Enter');
  await screen.shows(/end/);
  screen.keys('M-m');
  await screen.shows((text) => !text.includes('ann>'), 'the bare view');
  const joined = screen.tmux('capture-pane', '-p', '-J');
  assert(joined.includes(`see ${link}\n`), `the link is in pieces:\n${joined}`);
  screen.keys('Escape');
  await screen.shows(/ann>/);
  screen.tmux('set-option', '-s', 'set-clipboard', 'on');
  screen.type('/copy url');
  screen.keys('Enter');
  await screen.shows(/Copied/);
  let buffer = '';
  for (let i = 0; i < 50 && !buffer; i++) {
    try {
      buffer = screen.tmux('show-buffer');
    } catch {
      await new Promise((done) => { setTimeout(done, 100); });
    }
  }
  equal(buffer.trim(), link, 'the buffer of tmux');
  screen.keys('C-d');
  equal(await screen.status(), 0, 'exit status');
  await server.stop();
});

test('it speaks the language of its user', async () => {
  const server = await Server.start();
  for (const [language, word] of [['ru_RU.UTF-8', /подключено/], ['zh_CN.UTF-8', /已连接/]]) {
    const screen = new Screen(80, 24, ['-n', 'ann', server.url], { LC_ALL: language });
    await screen.shows(word);
    screen.keys('C-d');
    equal(await screen.status(), 0, 'exit status');
  }
  await server.stop();
});

await main();
