/* Cases: compressed messages, RFC 7692, sections 6 and 7.2. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { binary, pong, text } from './conformance-peer.mjs';
import {
	BINARY,
	CLOSE,
	closePayload,
	CONTINUATION,
	frame,
	PING,
	PONG,
	randomSource,
	TEXT,
} from './conformance-wire.mjs';

const random = randomSource(7692),
	MIB = 1 << 20;
const hex = (digits) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const answer = (...parameters) => [
	`Sec-WebSocket-Extensions: ${['permessage-deflate', ...parameters].join('; ')}`,
];
const plain = { answer: answer(), deflate: {} };
const compressed = (opcode, payload, options) => frame(opcode, payload, { rsv: 4, ...options });

/* The RFC's own bytes: sections 7.2.3.1 to 7.2.3.6. */
const hello = 'f2 48 cd c9 c9 07 00';
const exampleCases = [
	['7.2.3.1, one block', [hello], ['Hello']],
	['7.2.3.2, the window kept', [hello, 'f2 00 11 00 00'], ['Hello', 'Hello']],
	['7.2.3.3, a stored block', ['00 05 00 fa ff 48 65 6c 6c 6f 00'], ['Hello']],
	['7.2.3.4, a final block', ['f3 48 cd c9 c9 07 00 00'], ['Hello']],
	[
		'7.2.3.4, a final block, and the window kept',
		['f3 48 cd c9 c9 07 00 00', 'f2 00 11 00 00', 'f3 48 cd c9 c9 07 00 00'],
		['Hello', 'Hello', 'Hello'],
	],
	['7.2.3.5, two blocks', ['f2 48 05 00 00 00 ff ff ca c9 c9 07 00'], ['Hello']],
	['7.2.3.6, an empty message', ['00'], ['']],
	['empty, by an empty fixed block', ['02 00'], ['']],
	[
		'final block, then another',
		['f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00'],
		['HelloHello'],
	],
].flatMap(([name, payloads, wanted]) =>
	[0, 1].map((chop) => ({
		name: `compressed "${name}"${chop ? ', byte by byte' : ''}`,
		cite: 'RFC 7692, 7.2.3',
		...plain,
		sends: payloads.map((digits) => compressed(TEXT, hex(digits))),
		chop,
		echoes: wanted.map(text),
	})),
);

const fragmentedCases = [1, 3, 6].map((cut) => ({
	name: `compressed message cut after ${cut} bytes, a ping between`,
	cite: 'RFC 7692, 6.1, RFC 6455, 5.4',
	...plain,
	sends: [
		compressed(TEXT, hex(hello).subarray(0, cut), { fin: false }),
		frame(PING, 'p'),
		frame(CONTINUATION, '', { fin: false }),
		frame(CONTINUATION, hex(hello).subarray(cut)),
	],
	echoes: [pong('p'), text('Hello')],
}));

const mixedCases = [
	{
		name: 'messages compressed and not, in turn',
		cite: 'RFC 7692, 6',
		...plain,
		sends: [
			compressed(TEXT, hex(hello)),
			frame(TEXT, 'plain'),
			compressed(BINARY, hex('f2 00 11 00 00')),
			frame(BINARY, 'plain'),
			compressed(TEXT, hex('f2 00 11 00 00')),
		],
		echoes: [
			text('Hello'),
			text('plain'),
			binary('Hello'),
			binary('plain'),
			text('Hello'),
		],
	},
	{
		name: 'fragmented message that is not compressed',
		cite: 'RFC 7692, 6',
		...plain,
		sends: [frame(TEXT, 'a', { fin: false }), frame(CONTINUATION, 'b')],
		echoes: [text('ab')],
	},
];

const rsvCases = [
	...[CLOSE, PING, PONG].map((opcode) => [
		`on opcode ${opcode}`,
		[compressed(opcode, closePayload(1000))],
	]),
	[
		'on a continuation',
		[
			compressed(TEXT, hex('f2'), { fin: false }),
			compressed(CONTINUATION, hex(hello).subarray(1)),
		],
	],
	[
		'on a continuation of what is not compressed',
		[frame(TEXT, 'a', { fin: false }), compressed(CONTINUATION, hex(hello))],
	],
	...[5, 6, 7].map((rsv) => [`with others, RSV ${rsv}`, [frame(TEXT, hex(hello), { rsv })]]),
	...[1, 2, 3].map((rsv) => [`not, but RSV ${rsv}`, [frame(TEXT, 'x', { rsv })]]),
].map(([name, sends]) => ({
	name: `RSV1 ${name}`,
	cite: 'RFC 7692, 6, RFC 6455, 5.2',
	...plain,
	sends: [frame(TEXT, 'before'), ...sends],
	echoes: [text('before')],
	fails: 1002,
}));

/* Each breaks one rule of RFC 1951, or stops inside a block. */
const corruptCases = [
	['block type 3', '06'],
	['block type 3 behind a good block', 'f2 48 cd c9 c9 07 00 06'],
	['stored length and its complement differ', '00 05 00 00 00 48 65 6c 6c 6f 00'],
	["distance before the window's start", 'f2 00 11 00 00'],
	['message that ends inside a fixed block', 'f2 48 cd'],
	['message that ends inside a stored block', '00 05 00 fa ff 48 65'],
	["message that ends inside a stored block's head", '00 05'],
	['message of random bytes', 'ff ff ff ff'],
	['dynamic block with too many lengths', 'fc ff ff'],
	['dynamic block cut short', '04 c0'],
].flatMap(([name, digits]) =>
	[TEXT, BINARY].map((opcode) => ({
		name: `corrupt: ${name}, opcode ${opcode}`,
		cite: 'RFC 7692, 7.2.2, RFC 1951',
		...plain,
		sends: [frame(TEXT, 'before'), compressed(opcode, hex(digits))],
		echoes: [text('before')],
		fails: 1007,
	})),
);

/* The rules of texts hold for what comes out. Stored blocks show which bytes these are. */
const stored = (data) => {
	const head = Buffer.alloc(5);

	head.writeUInt16LE(data.length, 1);
	head.writeUInt16LE(data.length ^ 0xffff, 3);
	return Buffer.concat([head, data, Buffer.from([0])]);
};
const utf8Cases = ['ff', '80', 'c0af', 'eda080', 'f4908080', '6f6bc3', 'f09f98'].map((digits) => ({
	name: `compressed text of ${digits}, no UTF-8`,
	cite: 'RFC 7692, 6.2, RFC 6455, 8.1',
	...plain,
	sends: [compressed(BINARY, stored(hex(digits))), compressed(TEXT, stored(hex(digits)))],
	echoes: [binary(hex(digits))],
	fails: 1007,
}));

/*
 * Zeros without end, in a fixed block: after one literal the longest match, 258 bytes at distance 1,
 * in 8 bits for the length (11000101) and 5 for the distance; 8 of these fill 13 bytes.
 */
function bomb(size) {
	const match = '1100010100000',
		count = Math.ceil(size / (8 * 258));
	const toBytes = (bits) =>
		Buffer.from(
			bits
				.match(/.{8}/g)
				.map((byte) => parseInt([...byte].reverse().join(''), 2)),
		);
	/* BFINAL 0, BTYPE 01 from its low bit on, literal 0, and 5 bits of the first match. */
	const head = toBytes(`010${'00110000'}${match.slice(0, 5)}`);
	const body = toBytes(match.slice(5) + match.repeat(7) + match.slice(0, 5));

	return Buffer.concat([head, Buffer.alloc(count * body.length, body), Buffer.from([0])]);
}

/* While the client waits for us to end the connection, its memory can be looked at. */
async function expectSmall(peer) {
	const status = await readFile(`/proc/${peer.child.pid}/status`, 'utf8').catch(() => '');
	const [, peak] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];

	assert(!peak || Number(peak) < 600 * 1024, `the client took ${peak} KiB`);
}

const bombCases = [
	['whole', (bytes) => [compressed(BINARY, bytes)]],
	[
		'in fragments',
		(bytes) => [
			compressed(TEXT, bytes.subarray(0, 99), { fin: false }),
			frame(CONTINUATION, bytes.subarray(99)),
		],
	],
].map(([name, frames]) => ({
	name: `message that would inflate to 1 GiB, ${name}`,
	cite: 'RFC 7692, 8, RFC 6455, 7.4.1',
	...plain,
	ends: true,
	exit: 76,
	async run(peer) {
		peer.send(...frames(bomb(1024 * MIB)));
		await peer.expectClose(1009);
		await expectSmall(peer);
		await peer.end();
	},
}));

const fittingCase = {
	name: 'message that inflates to 8 MiB',
	cite: 'RFC 7692, 6.2',
	...plain,
	async run(peer) {
		const wanted = Buffer.alloc(8 * MIB);

		peer.send(frame(BINARY, 'before'));
		await peer.expect(binary('before'));
		await peer.sendCompressed(BINARY, wanted);
		await peer.expect(binary(wanted));
	},
};

/* 40 messages that refer to each other over every distance, some of them in fragments. */
async function exchange(peer) {
	const vocabulary = random(3000).toString('base64');

	for (let i = 0; i < 40; i++) {
		const at = (i * 977) % 2000,
			data = vocabulary.slice(at, at + 50 + ((i * 613) % 1900));
		const kind = i % 2 ? [TEXT, text(data)] : [BINARY, binary(data)];

		await peer.sendCompressed(kind[0], data, i % 5 ? Infinity : 1 + (i % 97));
		await peer.expect(kind[1]);
	}
}

const windows = [9, 10, 11, 12, 13, 14, 15];
const flags = [false, true];

const parameterCases = [
	...windows.flatMap((n) => flags.map((reset) => ({ serverBits: n, serverReset: reset }))),
	...[8, ...windows].flatMap((n) =>
		flags.map((reset) => ({ clientBits: n, clientReset: reset })),
	),
	...flags.flatMap((serverReset) =>
		flags.map((clientReset) => ({ serverReset, clientReset })),
	),
	{ serverBits: 9, clientBits: 9, serverReset: true, clientReset: true },
].map((deflate) => {
	const parameters = [
		deflate.serverReset && 'server_no_context_takeover',
		deflate.clientReset && 'client_no_context_takeover',
		deflate.serverBits && `server_max_window_bits=${deflate.serverBits}`,
		deflate.clientBits && `client_max_window_bits=${deflate.clientBits}`,
	].filter(Boolean);

	return {
		name: `40 messages with ${parameters.join(', ') || 'no parameter'}`,
		cite: 'RFC 7692, 7.1.1, 7.1.2, 7.2',
		answer: answer(...parameters),
		deflate,
		tls: true,
		run: exchange,
	};
});

/* What was sent once must not be sent again in full, but where it was agreed to forget it. */
const takeoverCases = flags.map((clientReset) => ({
	name: clientReset ? 'the context is not kept where that was agreed' : 'the context is kept',
	cite: 'RFC 7692, 7.1.1.2',
	answer: answer(...(clientReset ? ['client_no_context_takeover'] : [])),
	deflate: { clientReset },
	async run(peer) {
		const data = random(2000).toString('hex'),
			sizes = [];

		for (let i = 0; i < 2; i++) {
			await peer.sendCompressed(TEXT, data);
			await peer.expect(text(data));
			sizes.push(peer.wireSize);
		}
		assert(sizes[0] < data.length * 0.7, `${sizes[0]} bytes for ${data.length}`);
		assert(
			clientReset ? sizes[1] === sizes[0] : sizes[1] < 100,
			`then ${sizes[1]} bytes`,
		);
	},
}));

/* What does not become shorter goes out as it is, and leaves both contexts whole. */
const incompressibleCase = {
	name: 'random bytes between texts',
	cite: 'RFC 7692, 6.1',
	...plain,
	async run(peer) {
		for (let i = 0; i < 12; i++) {
			const data =
				i % 3
					? 'the same text, the same text '.repeat(i)
					: random(100 << i);

			if (i % 3) await peer.sendCompressed(TEXT, data);
			else peer.send(frame(BINARY, data));
			await peer.expect(i % 3 ? text(data) : binary(data));
			assert(
				peer.wireSize <= data.length,
				`${peer.wireSize} bytes for ${data.length}`,
			);
		}
	},
};

const largeCases = [
	[MIB, 1000],
	[4 * MIB, Infinity],
].map(([n, size]) => ({
	name: `compressed message of ${n} bytes in fragments of ${size}`,
	cite: 'RFC 7692, 6.1',
	...plain,
	async run(peer) {
		const data = Buffer.from(random(n / 2).toString('hex'));

		await peer.sendCompressed(TEXT, data, size);
		await peer.expect(text(data));
	},
}));

export const deflateCases = [
	...exampleCases,
	...fragmentedCases,
	...mixedCases,
	...rsvCases,
	...corruptCases,
	...utf8Cases,
	...bombCases,
	fittingCase,
	...parameterCases,
	...takeoverCases,
	incompressibleCase,
	...largeCases,
];
