/*
 * Conformance of the WebSocket module: serves build/wsecho one connection for each case of the
 * tables beside this file, which are written from RFC 6455, RFC 7692 and the WebSockets standard.
 *
 *	node tests/conformance.mjs PATH/TO/wsecho [PATTERN]
 *
 * PATTERN runs the cases whose names match it. Prints TAP; exits 1 where a case failed.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';

import { closeCases } from './conformance-close.mjs';
import { deflateCases } from './conformance-deflate.mjs';
import { frameCases } from './conformance-frames.mjs';
import { handshakeCases } from './conformance-handshake.mjs';
import { negotiationCases } from './conformance-negotiation.mjs';
import { Peer } from './conformance-peer.mjs';
import { makeCertificate } from './conformance-tls.mjs';
import { utf8Cases } from './conformance-utf8.mjs';

/*
 * A case:
 *	name, cite	what it is, and the section that asks for it
 *	raw(peer)	drives all of the connection, the handshake included; or else:
 *	args		wsecho's arguments (-z, to offer permessage-deflate)
 *	answer		further header lines of our answer
 *	deflate		what the answer agreed on, as peer.useDeflate() takes it
 *	sends, chop	frames that we send, and the size of the writes; 0: all in one
 *	echoes		what comes back
 *	run(peer)	drives what comes then
 *	fails		the code with which the client must then fail the connection; without it we
 *			close with 1000; run() did so itself where `ends` is true
 *	exit		wsecho's status: 0, 76 where the client fails the connection
 *	slow		waits for seconds on end
 *	tls		worth a run over TLS too
 */
const WORKERS = 8,
	DEADLINE = 45000;
const STATUS_DONE = 0,
	STATUS_FAILED = 76;

async function play(peer, test) {
	const bytes = Buffer.concat(test.sends ?? []);

	if (test.chop) await peer.sendChopped(bytes, test.chop);
	else if (bytes.length) peer.send(bytes);
	await peer.expect(...(test.echoes ?? []));
	await test.run?.(peer);
	if (test.fails) await peer.fails(test.fails);
	else if (!test.ends) await peer.close();
}

async function converse(peer, test) {
	const request = await peer.request();

	peer.answer(peer.answerLines(request, ...(test.answer ?? [])));
	if (test.deflate) peer.useDeflate(test.deflate);
	await play(peer, test);
}

/* The TCP connection, and what is spoken on it. */
async function accept(server, child, secure) {
	const early = once(child, 'exit').then(([status, signal]) => {
		throw new Error(`wsecho ended before it connected: ${status ?? signal}`);
	});
	const raw = once(server, 'connection');
	const spoken = secure ? once(server, 'secureConnection') : raw;
	const [[socket], [tcp]] = await Promise.race([Promise.all([spoken, raw]), early]);

	return new Peer(socket, tcp, child);
}

async function drive(server, child, test) {
	const gone = once(child, 'exit');
	const peer = await accept(server, child, test.secure);

	try {
		await (test.raw ? test.raw(peer) : converse(peer, test));
		const [status, signal] = await gone;

		assert.equal(
			status ?? signal,
			test.exit ?? (test.fails ? STATUS_FAILED : STATUS_DONE),
			"wsecho's exit status",
		);
	} finally {
		peer.socket.destroy();
	}
}

function deadline() {
	let timer;
	const late = new Promise((resolve, reject) => {
		timer = setTimeout(() => reject(new Error('not done in time')), DEADLINE);
	});

	return { late, clear: () => clearTimeout(timer) };
}

function listen(test, { key, cert }) {
	const server = test.secure
		? tls.createServer({ key, cert, allowHalfOpen: true })
		: net.createServer({ allowHalfOpen: true });

	return server.listen(0, '127.0.0.1');
}

function start(program, test, server, { file }) {
	const url = `${test.secure ? 'wss' : 'ws'}://127.0.0.1:${server.address().port}/${test.path ?? ''}`;
	const trust = test.secure ? [`--ca-file=${file}`] : [];

	return spawn(program, [...(test.args ?? ['-z']), ...trust, url], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
}

async function runCase(program, test, certificate) {
	const server = listen(test, certificate);

	await once(server, 'listening');
	const child = start(program, test, server, certificate);
	const limit = deadline(),
		started = Date.now();
	let said = '',
		failure = null;

	child.on('error', () => {});
	child.stderr.on('data', (bytes) => (said += bytes));
	try {
		await Promise.race([drive(server, child, test), limit.late]);
	} catch (error) {
		failure = error;
	} finally {
		limit.clear();
		child.kill('SIGKILL');
		server.close();
	}
	return { failure, said, ms: Date.now() - started };
}

function report(number, test, { failure, said, ms }) {
	const name = `${test.name} (${test.cite})`.replaceAll('#', '\\#');

	console.log(`${failure ? 'not ok' : 'ok'} ${number} - ${name}`);
	if (!failure) return;
	const lines = `${failure.message}\nafter ${ms} ms; wsecho said:\n${said}`
		.trimEnd()
		.split('\n');

	for (const line of lines) console.log(`# ${line}`);
}

/*
 * The slow ones first, so that none is left alone at the end. What fails beside others on a crowded
 * machine is played once more by itself, and said to have been.
 */
async function runAll(program, tests, certificate) {
	const queue = tests
		.map((test, i) => [i + 1, test])
		.sort(([, a], [, b]) => Boolean(b.slow) - Boolean(a.slow));
	const again = [];
	let failed = 0;

	async function work() {
		for (let next = queue.shift(); next; next = queue.shift()) {
			const [number, test] = next,
				result = await runCase(program, test, certificate);

			if (result.failure) again.push([number, test, result]);
			else report(number, test, result);
		}
	}

	await Promise.all(Array.from({ length: WORKERS }, work));
	for (const [number, test, first] of again) {
		const result = await runCase(program, test, certificate);

		console.log(`# played again: ${first.failure.message}, after ${first.ms} ms`);
		report(number, test, result);
		failed += result.failure ? 1 : 0;
	}
	return failed;
}

const plain = [
	...handshakeCases,
	...negotiationCases,
	...frameCases,
	...utf8Cases,
	...closeCases,
	...deflateCases,
];
const secure = plain
	.filter((test) => test.tls)
	.map((test) => ({ ...test, name: `${test.name}, over TLS`, secure: true }));

async function main([program, pattern]) {
	if (!program) {
		console.error('usage: node conformance.mjs PATH/TO/wsecho [PATTERN]');
		return 64;
	}
	await access(program, constants.X_OK);
	const wanted = new RegExp(pattern ?? '');
	const tests = [...plain, ...secure].filter(({ name }) => wanted.test(name));
	const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
	const certificate = { ...makeCertificate(), file: join(folder, 'ca.pem') };

	await writeFile(certificate.file, certificate.cert);
	console.log(`1..${tests.length}`);
	const failed = await runAll(program, tests, certificate);

	await rm(folder, { recursive: true });
	console.log(`# ${tests.length - failed} passed, ${failed} failed`);
	return failed || !tests.length ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
