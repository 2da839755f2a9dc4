/* Cases: the request that the client sends, and answers that it must take or refuse. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { text } from './conformance-peer.mjs';
import { acceptOf, frame, TEXT } from './conformance-wire.mjs';

const STATUS_FAILED = 76;

function checkRequest({ line, headers, key }, peer) {
	const one = (name) => {
		assert.equal(headers.get(name)?.length, 1, `one header ${name}`);
		return headers.get(name)[0];
	};

	assert.match(line, /^GET \/\S* HTTP\/1\.1$/);
	assert.equal(one('host'), `127.0.0.1:${peer.socket.localPort}`);
	assert.equal(one('upgrade').toLowerCase(), 'websocket');
	assert.match(one('connection'), /(^|,)\s*upgrade\s*(,|$)/i);
	assert.equal(one('sec-websocket-version'), '13');
	assert.equal(Buffer.from(key, 'base64').length, 16, 'a key of 16 bytes');
	assert.equal(Buffer.from(key, 'base64').toString('base64'), one('sec-websocket-key'));
	for (const name of ['content-length', 'transfer-encoding', 'sec-websocket-accept'])
		assert(!headers.has(name), name);
}

const keys = new Set();

/* Takes the request, answers with what ANSWER makes of it, and goes on as an open connection. */
const opens = (name, answer, { cite = 'RFC 6455, 4.1', ...more } = {}) => ({
	name: `answer taken: ${name}`,
	cite,
	tls: true,
	...more,
	async raw(peer) {
		const request = await peer.request();

		checkRequest(request, peer);
		await answer(peer, request);
		peer.send(frame(TEXT, 'open'));
		await peer.expect(text('open'));
		await peer.close();
	},
});

/* The client may say nothing to a server that does not speak its protocol. */
const refuses = (name, answer, { cite = 'RFC 6455, 4.1', ...more } = {}) => ({
	name: `answer refused: ${name}`,
	cite,
	exit: STATUS_FAILED,
	...more,
	async raw(peer) {
		await answer(peer, await peer.request());
		const { type } = await peer.event();

		assert(type === 'end' || type === 'reset', `wanted the end, got ${type}`);
		peer.socket.end();
	},
});

/* LINES of a proper answer, changed; none of them where CHANGE gives null. */
const changed = (change) => (peer, request) =>
	peer.answer(
		peer
			.answerLines(request)
			.map((line) => change(line, request))
			.filter((line) => line !== null),
	);
const replaced = (name, ...lines) =>
	changed((line) =>
		line.startsWith(name) ? (lines.length ? lines.join('\r\n') : null) : line,
	);
const added =
	(...lines) =>
	(peer, request) =>
		peer.answer(peer.answerLines(request, ...lines));
const filler = (n) => Array.from({ length: n }, (_, i) => `X-Filler-${i}: x`);

const requestCases = [
	{
		name: 'request offers no extension unless asked to',
		args: [],
		check: ({ headers }) => assert(!headers.has('sec-websocket-extensions')),
	},
	{
		name: 'request offers permessage-deflate',
		check: ({ headers }) =>
			assert.match(
				headers.get('sec-websocket-extensions')[0],
				/^permessage-deflate(;|$)/,
			),
	},
	{
		name: 'request offers no subprotocol unless asked to',
		check: ({ headers }) => assert(!headers.has('sec-websocket-protocol')),
	},
	{
		name: "request has the URL's path and query",
		path: 'a/b%20c?case=1&agent=x',
		check: ({ line }) => assert.equal(line.split(' ')[1], '/a/b%20c?case=1&agent=x'),
	},
	...[1, 2, 3].map((i) => ({
		name: `request has a key of its own, ${i}`,
		check({ key }) {
			assert(!keys.has(key), 'a key used twice');
			keys.add(key);
		},
	})),
].map(({ check, ...test }) => ({
	cite: 'RFC 6455, 4.1',
	...test,
	async raw(peer) {
		const request = await peer.request();

		checkRequest(request, peer);
		check(request);
		peer.answer(peer.answerLines(request));
		await peer.close();
	},
}));

const interim = [
	'HTTP/1.1 100 Continue\r\n\r\n',
	'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n',
];

const takenCases = [
	opens('as it is', added()),
	opens(
		'further headers',
		added('Server: x', 'X-Empty:', 'Date: Thu, 01 Jan 1970 00:00:00 GMT'),
	),
	opens(
		'names in other cases',
		changed((line) => line.replace(/^[^:]+:/, (name) => name.toUpperCase())),
	),
	opens(
		'values in other cases',
		changed((line) =>
			line.replace('websocket', 'WebSocket').replace(': Upgrade', ': uPGRADE'),
		),
	),
	opens(
		'white space around values',
		changed((line) => line.replace(/: (.*)$/, ':\t $1 \t')),
	),
	opens(
		'no white space',
		changed((line) => line.replace(': ', ':')),
	),
	opens(
		'Connection with other options',
		replaced('Connection', 'Connection: keep-alive, Upgrade'),
	),
	opens(
		'two Connection headers',
		replaced('Connection', 'Connection: keep-alive', 'Connection: Upgrade'),
	),
	opens('no reason phrase', replaced('HTTP', 'HTTP/1.1 101 ')),
	opens(
		'another reason phrase',
		replaced('HTTP', 'HTTP/1.1 101 Web Socket Protocol Handshake'),
	),
	opens('90 headers', added(...filler(86))),
	opens('15 KiB', added(`X-Long: ${'x'.repeat(15 * 1024)}`)),
	opens('byte by byte', (peer, request) =>
		peer.sendChopped(Buffer.from(`${peer.answerLines(request).join('\r\n')}\r\n\r\n`)),
	),
	opens('frames in the same write', (peer, request) => {
		const head = `${peer.answerLines(request).join('\r\n')}\r\n\r\n`;

		peer.write(Buffer.concat([Buffer.from(head), frame(TEXT, 'early')]));
		return peer.expect(text('early'));
	}),
	opens('a frame that begins in the same write', async (peer, request) => {
		const head = `${peer.answerLines(request).join('\r\n')}\r\n\r\n`,
			rest = frame(TEXT, 'early');

		peer.write(Buffer.concat([Buffer.from(head), rest.subarray(0, 1)]));
		await sleep(20);
		peer.write(rest.subarray(1));
		await peer.expect(text('early'));
	}),
	...interim.map((head) =>
		opens(
			`after ${head.split('\r\n')[0]}`,
			(peer, request) => {
				peer.write(head);
				peer.answer(peer.answerLines(request));
			},
			{ cite: 'RFC 9110, 15.2' },
		),
	),
	opens('drips for 3 s', async (peer, request) => {
		for (const line of [...peer.answerLines(request), '']) {
			peer.write(`${line}\r\n`);
			await sleep(600);
		}
	}),
];

const headerCases = [
	refuses('no Upgrade', replaced('Upgrade')),
	refuses('another Upgrade', replaced('Upgrade', 'Upgrade: h2c')),
	refuses('an Upgrade that only begins so', replaced('Upgrade', 'Upgrade: websocket2')),
	refuses('no Connection', replaced('Connection')),
	refuses('Connection without Upgrade', replaced('Connection', 'Connection: keep-alive')),
	refuses('Connection with a longer word', replaced('Connection', 'Connection: Upgraded')),
	refuses('no Sec-WebSocket-Accept', replaced('Sec-WebSocket-Accept')),
	refuses(
		'an empty Sec-WebSocket-Accept',
		replaced('Sec-WebSocket-Accept', 'Sec-WebSocket-Accept:'),
	),
	refuses(
		'the key itself as Sec-WebSocket-Accept',
		changed((line, { key }) =>
			line.replace(/^(Sec-WebSocket-Accept): .*/, `$1: ${key}`),
		),
	),
	refuses(
		'Sec-WebSocket-Accept of another key',
		changed((line) =>
			line.replace(/^(Sec-WebSocket-Accept): .*/, `$1: ${acceptOf('x')}`),
		),
	),
	refuses(
		'Sec-WebSocket-Accept in another case',
		changed((line) =>
			line.replace(
				/^(Sec-WebSocket-Accept: )(.*)/,
				(_, name, value) =>
					name +
					value.replace(/[a-z]/i, (c) =>
						c === c.toUpperCase()
							? c.toLowerCase()
							: c.toUpperCase(),
					),
			),
		),
	),
	refuses(
		'Sec-WebSocket-Accept cut short',
		changed((line) =>
			line.startsWith('Sec-WebSocket-Accept') ? line.slice(0, -1) : line,
		),
	),
	refuses(
		'Sec-WebSocket-Accept twice',
		changed((line) =>
			line.startsWith('Sec-WebSocket-Accept') ? `${line}\r\n${line}` : line,
		),
		{ cite: 'RFC 6455, 11.3.3' },
	),
	refuses('white space before a colon', replaced('Upgrade', 'Upgrade : websocket'), {
		cite: 'RFC 9112, 5.1',
	}),
	refuses('a header without a name', added(': x'), { cite: 'RFC 9112, 5' }),
	refuses('a header without a colon', added('nonsense'), { cite: 'RFC 9112, 5' }),
	refuses('a NUL in a header', added('X-Nul: a\0b'), { cite: 'RFC 9110, 5.5' }),
	refuses('a CR in a header', added('X-Cr: a\rb'), { cite: 'RFC 9112, 2.2' }),
];

const protocolCases = [
	opens('the subprotocol offered', added('Sec-WebSocket-Protocol: json'), {
		args: ['-P', 'json'],
		cite: 'RFC 6455, 4.2.2',
	}),
	refuses('no subprotocol where one was offered', added(), {
		args: ['-P', 'json'],
		cite: 'WHATWG WebSockets, 2.2',
	}),
	...['xml', 'JSON', 'json2', '', 'json, json'].map((name) =>
		refuses(
			`the subprotocol "${name}" for an offer of json`,
			added(`Sec-WebSocket-Protocol: ${name}`),
			{ args: ['-P', 'json'] },
		),
	),
	refuses('a subprotocol where none was offered', added('Sec-WebSocket-Protocol: json')),
	refuses(
		'two Sec-WebSocket-Protocol headers',
		added('Sec-WebSocket-Protocol: json', 'Sec-WebSocket-Protocol: json'),
		{ args: ['-P', 'json'], cite: 'RFC 6455, 11.3.4' },
	),
];

const statusLines = [
	'200 OK',
	'204 No Content',
	'301 Moved Permanently',
	'302 Found',
	'307 Temporary Redirect',
	'308 Permanent Redirect',
	'400 Bad Request',
	'401 Unauthorized',
	'403 Forbidden',
	'404 Not Found',
	'407 Proxy Authentication Required',
	'426 Upgrade Required',
	'429 Too Many Requests',
	'500 Internal Server Error',
	'503 Service Unavailable',
];

/* With everything else as in a proper answer: the status alone decides. A redirection is never
 * followed, which a second connection would show. */
const statusCases = [
	...statusLines.map((status) =>
		refuses(
			status,
			changed((line) =>
				line.replace(
					/^HTTP.*/,
					`HTTP/1.1 ${status}\r\nLocation: ws://127.0.0.1:1/\r\nRetry-After: 1`,
				),
			),
		),
	),
	refuses('404 with a body', (peer) =>
		peer.write('HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nnope\n'),
	),
	...[
		'HTTP/1.0 101 Switching Protocols',
		'HTTP/2 101',
		'HTTP/1.1 1010 Switching Protocols',
		'HTTP/1.1 10 Switching Protocols',
		'HTTP/1.1  101 Switching Protocols',
		'http/1.1 101 ok',
		'',
		'101 Switching Protocols',
		'HTTP/1.1101 Switching Protocols',
		'HTTP/1.1 +101 x',
	].map((line) =>
		refuses(`the status line "${line}"`, replaced('HTTP', line), {
			cite: 'RFC 9112, 4',
		}),
	),
	refuses('no HTTP', (peer) => peer.write('SSH-2.0-OpenSSH_9.2p1 Debian\r\n')),
	refuses('a TLS alert', (peer) => peer.write(Buffer.from('15030100020246', 'hex'))),
	refuses('a frame without an answer', (peer) => peer.send(frame(TEXT, 'x'))),
];

const limitCases = [
	refuses('interim answers without end', (peer) => peer.write(interim[0].repeat(1000)), {
		cite: 'design, limits',
	}),
	refuses('over 100 headers', added(...filler(120)), { cite: 'design, limits' }),
	refuses('a head over 16 KiB', added(`X-Long: ${'x'.repeat(17 * 1024)}`), {
		cite: 'design, limits',
	}),
	refuses(
		'a head without an end',
		(peer, request) => {
			peer.write(`${peer.answerLines(request).join('\r\n')}\r\n`);
			for (let i = 0; i < 64; i++)
				peer.write(`X-Filler-${i}: ${'x'.repeat(1000)}\r\n`);
		},
		{ cite: 'design, limits' },
	),
	refuses('the end at once', (peer) => peer.socket.end()),
	refuses('the end inside the head', (peer, request) => {
		peer.write(peer.answerLines(request).join('\r\n'));
		peer.socket.end();
	}),
	refuses('a reset', (peer) => peer.reset()),
];

/* 10 s for the whole handshake, however slowly it drips. */
function timed(wait) {
	return async (peer, request) => {
		const started = Date.now();

		await wait(peer, request);
		const { type } = await peer.event();

		assert(type === 'end' || type === 'reset', `wanted the end, got ${type}`);
		const ms = Date.now() - started;

		assert(ms > 8000 && ms < 14000, `gave up after ${ms} ms`);
	};
}

async function drip(peer, request) {
	const bytes = Buffer.from(`${peer.answerLines(request).join('\r\n')}\r\n`);
	let at = 0;

	peer.dripping = setInterval(() => {
		if (peer.socket.writable && at < bytes.length) peer.write(bytes.subarray(at, ++at));
		else clearInterval(peer.dripping);
	}, 250);
}

const deadlineCases = [
	['silence', () => {}],
	['one byte each quarter of a second', drip],
].map(([name, wait]) => refuses(name, timed(wait), { cite: 'design, limits', slow: true }));

export const handshakeCases = [
	...requestCases,
	...takenCases,
	...headerCases,
	...protocolCases,
	...statusCases,
	...limitCases,
	...deadlineCases,
];
