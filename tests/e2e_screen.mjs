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
