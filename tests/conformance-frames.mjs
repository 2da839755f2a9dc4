/* Cases: framing, pings, reserved bits and opcodes, fragmentation, masks, sizes. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { binary, pong, text } from './conformance-peer.mjs';
import {
	BINARY,
	CLOSE,
	closePayload,
	CONTINUATION,
	fragments,
	fragmentsOf,
	frame,
	PING,
	PONG,
	randomSource,
	TEXT,
} from './conformance-wire.mjs';

const MIB = 1 << 20,
	MESSAGE_MAX = 64 * MIB;
const random = randomSource(6455);
const kinds = [
	[
		'text',
		TEXT,
		text,
		(n) => Buffer.alloc(n, 'The quick brown fox jumps over the lazy dog. '),
	],
	['binary', BINARY, binary, (n) => randomSource(n)(n)],
];

/* Section 5.2: each class of the length, and both sides of each border. */
const lengths = [0, 1, 2, 124, 125, 126, 127, 128, 255, 256, 65534, 65535, 65536, 65537, MIB];
const lengthCases = kinds.flatMap(([kind, opcode, event, make]) =>
	lengths.map((n) => ({
		name: `${kind} message of ${n} bytes`,
		cite: 'RFC 6455, 5.2',
		tls: true,
		async run(peer) {
			const data = make(n);

			peer.send(frame(opcode, data));
			await peer.expect(event(data));
		},
	})),
);

/* What comes in small writes must be put together again, whatever the cut falls on. */
const chops = [
	[0, 1],
	[125, 1],
	[126, 1],
	[400, 1],
	[66000, 997],
	[131072, 1448],
	[MIB, 16385],
];
const chopCases = kinds.flatMap(([kind, opcode, event, make]) =>
	chops.map(([n, chop]) => ({
		name: `${kind} message of ${n} bytes in writes of ${chop}`,
		cite: 'RFC 6455, 5.2',
		tls: true,
		async run(peer) {
			const data = make(n),
				bytes = frame(opcode, data);

			await peer.sendChopped(Buffer.concat([bytes, bytes]), chop);
			await peer.expect(event(data), event(data));
		},
	})),
);

const badLengthCases = [
	['16-bit length of 0', 0, 16],
	['16-bit length of 125', 125, 16],
	['64-bit length of 125', 125, 64],
	['64-bit length of 126', 126, 64],
	['64-bit length of 65535', 65535, 64],
].flatMap(([name, n, form]) =>
	[TEXT, BINARY].map((opcode) => ({
		name: `${name} is not minimal, opcode ${opcode}`,
		cite: 'RFC 6455, 5.2',
		sends: [frame(opcode, Buffer.alloc(n, 'x'), { form })],
		fails: 1002,
	})),
);

const hugeLengthCases = [
	['top bit of a 64-bit length', 1n << 63n, 1002],
	['all bits of a 64-bit length', (1n << 64n) - 1n, 1002],
	['length of 2^63 - 1', (1n << 63n) - 1n, 1009],
	['length of 4 GiB', 1n << 32n, 1009],
	['length over the largest message', BigInt(MESSAGE_MAX + 1), 1009],
].map(([name, length, fails]) => ({
	name: `${name}, seen with its first byte`,
	cite: fails === 1002 ? 'RFC 6455, 5.2' : 'RFC 6455, 7.4.1',
	sends: [frame(BINARY, 'x', { length, form: 64 })],
	fails,
}));

const maskCases = [
	['text', TEXT, 'Hello'],
	['empty text', TEXT, ''],
	['ping', PING, 'x'],
	['close', CLOSE, closePayload(1000)],
].map(([name, opcode, data]) => ({
	name: `masked ${name} from the server`,
	cite: 'RFC 6455, 5.1',
	sends: [frame(opcode, data, { mask: [1, 2, 3, 4] })],
	fails: 1002,
}));

const pingCases = [
	...[0, 1, 124, 125].map((n) => ({
		name: `ping of ${n} bytes`,
		cite: 'RFC 6455, 5.5.2, 5.5.3',
		sends: [frame(PING, random(n))],
	})),
	{
		name: 'ping that is binary, byte by byte',
		cite: 'RFC 6455, 5.5.2',
		sends: [frame(PING, Buffer.from([0, 255, 254, 253, 0, 10, 13]))],
		chop: 1,
	},
].map((test) => ({ ...test, echoes: [pong(test.sends[0].subarray(2))] }));

const pings = (n) => Array.from({ length: n }, (_, i) => `payload ${i}`);

/* The RFC lets an endpoint answer the last ping alone; what it answers must be in order. */
async function expectPongs(peer, payloads) {
	let at = 0;

	while (at < payloads.length) {
		const { type, data } = await peer.event();
		const found = payloads.indexOf(data.toString(), at);

		assert(type === 'pong' && found >= 0, `an answer to no ping: ${type} ${data}`);
		at = found + 1;
	}
}

const pingPongCases = [
	...[10, 1000].map((n) => ({
		name: `${n} pings at once`,
		cite: 'RFC 6455, 5.5.3',
		sends: pings(n).map((data) => frame(PING, data)),
		run: (peer) => expectPongs(peer, pings(n)),
	})),
	{
		name: '20000 pings from a server that does not read',
		cite: 'RFC 6455, 5.5.3',
		async run(peer) {
			peer.socket.pause();
			peer.send(...pings(20000).map((data) => frame(PING, data)));
			await sleep(500);
			peer.socket.resume();
			await expectPongs(peer, pings(20000));
		},
	},
	{
		name: '100000 empty pings at once, and one that is not',
		cite: 'RFC 6455, 5.5.3',
		async run(peer) {
			peer.send(Buffer.alloc(200000, frame(PING)), frame(PING, 'last'));
			for (let got = ''; got !== 'last';) {
				const { type, data } = await peer.event();

				assert.equal(type, 'pong');
				got = data.toString();
			}
		},
	},
	{
		name: 'pongs that nobody asked for',
		cite: 'RFC 6455, 5.5.3',
		sends: [
			frame(PONG),
			frame(PONG, 'unasked'),
			frame(PONG, random(125)),
			frame(PING, 'asked'),
		],
		echoes: [pong('asked')],
	},
	{
		name: 'pong inside a message',
		cite: 'RFC 6455, 5.4, 5.5.3',
		sends: [
			frame(TEXT, 'a', { fin: false }),
			frame(PONG, 'unasked'),
			frame(CONTINUATION, 'b'),
		],
		echoes: [text('ab')],
	},
	{
		name: 'ping inside a message is answered before its end',
		cite: 'RFC 6455, 5.4, 5.5.2',
		sends: [frame(TEXT, 'a', { fin: false }), frame(PING, '1')],
		echoes: [pong('1')],
		async run(peer) {
			peer.send(frame(CONTINUATION, 'b', { fin: false }), frame(PING, '2'));
			await peer.expect(pong('2'));
			peer.send(frame(CONTINUATION, 'c'));
			await peer.expect(text('abc'));
		},
	},
];

const longControlCases = [CLOSE, PING, PONG].flatMap((opcode) => [
	...[126, 127, 65536].map((n) => ({
		name: `control frame of ${n} bytes, opcode ${opcode}`,
		cite: 'RFC 6455, 5.5',
		sends: [
			frame(
				opcode,
				Buffer.concat([closePayload(1000), Buffer.alloc(n - 2, 'x')]),
			),
		],
		fails: 1002,
	})),
	{
		name: `control frame with a 16-bit length of 2, opcode ${opcode}`,
		cite: 'RFC 6455, 5.5',
		sends: [frame(opcode, closePayload(1000), { form: 16 })],
		fails: 1002,
	},
	{
		name: `control frame without FIN, opcode ${opcode}`,
		cite: 'RFC 6455, 5.5',
		sends: [frame(opcode, closePayload(1000), { fin: false })],
		fails: 1002,
	},
	{
		name: `control frame without FIN inside a message, opcode ${opcode}`,
		cite: 'RFC 6455, 5.4',
		sends: [
			frame(TEXT, 'a', { fin: false }),
			frame(opcode, closePayload(1000), { fin: false }),
		],
		fails: 1002,
	},
]);

/* Without permessage-deflate no bit has a meaning; the echo before it must still come. */
const rsvCases = [TEXT, BINARY, CLOSE, PING, PONG].flatMap((opcode) =>
	[1, 2, 3, 4, 5, 6, 7].map((rsv) => ({
		name: `RSV ${rsv} on opcode ${opcode}`,
		cite: 'RFC 6455, 5.2',
		sends: [frame(TEXT, 'before'), frame(opcode, closePayload(1000), { rsv })],
		chop: rsv & 1 ? 1 : 0,
		echoes: [text('before')],
		fails: 1002,
	})),
);

const rsvContinuationCases = [1, 2, 4].map((rsv) => ({
	name: `RSV ${rsv} on a continuation`,
	cite: 'RFC 6455, 5.2',
	sends: [frame(TEXT, 'a', { fin: false }), frame(CONTINUATION, 'b', { rsv })],
	fails: 1002,
}));

const opcodeCases = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) => [
	{
		name: `reserved opcode ${opcode}, empty`,
		cite: 'RFC 6455, 5.2',
		sends: [frame(TEXT, 'before'), frame(opcode)],
		echoes: [text('before')],
		fails: 1002,
	},
	{
		name: `reserved opcode ${opcode} with payload, byte by byte`,
		cite: 'RFC 6455, 5.2',
		sends: [frame(opcode, 'reserved')],
		chop: 1,
		fails: 1002,
	},
	{
		name: `reserved opcode ${opcode} inside a message`,
		cite: 'RFC 6455, 5.2',
		sends: [
			frame(TEXT, 'a', { fin: false }),
			frame(opcode, 'x'),
			frame(CONTINUATION, 'b'),
		],
		fails: 1002,
	},
]);

const cuts = Array.from({ length: 9 }, (_, i) => i);

const fragmentCases = kinds.flatMap(([kind, opcode, event]) => [
	{
		name: `${kind} cut in two at each place`,
		cite: 'RFC 6455, 5.4',
		sends: cuts.flatMap((cut) => fragments(opcode, 'fragment', cut)),
		echoes: cuts.map(() => event('fragment')),
	},
	{
		name: `${kind} cut in three, empty fragments among them`,
		cite: 'RFC 6455, 5.4',
		sends: cuts.flatMap((a) =>
			cuts.slice(a).flatMap((b) => fragments(opcode, 'fragment', a, b)),
		),
		echoes: cuts.flatMap((a) => cuts.slice(a).map(() => event('fragment'))),
	},
	{
		name: `${kind} of empty fragments alone`,
		cite: 'RFC 6455, 5.4',
		sends: fragments(opcode, '', 0, 0, 0, 0),
		echoes: [event('')],
	},
	{
		name: `${kind} in fragments, byte by byte, a ping after each`,
		cite: 'RFC 6455, 5.4',
		sends: fragmentsOf(opcode, 'fragment', 1).flatMap((part) => [
			part,
			frame(PING, 'p'),
		]),
		chop: 1,
		echoes: [...cuts.slice(2).map(() => pong('p')), event('fragment'), pong('p')],
	},
	...[
		[1, 65536],
		[64, 256 * 1024],
		[1000, MIB],
		[65536, MIB],
	].map(([size, n]) => ({
		name: `${kind} of ${n} bytes in fragments of ${size}`,
		cite: 'RFC 6455, 5.4',
		async run(peer) {
			const data = Buffer.alloc(n, 'fragmented ');

			peer.send(...fragmentsOf(opcode, data, size));
			await peer.expect(event(data));
		},
	})),
]);

const orderCases = [
	['continuation of nothing', [frame(CONTINUATION, 'x')]],
	['continuation of nothing, without FIN', [frame(CONTINUATION, 'x', { fin: false })]],
	['empty continuation of nothing', [frame(CONTINUATION)]],
	[
		'continuation after a whole message',
		[frame(TEXT, 'whole'), frame(CONTINUATION, 'x')],
		[text('whole')],
	],
	[
		'continuation after the last fragment',
		[...fragments(TEXT, 'ab', 1), frame(CONTINUATION, 'c')],
		[text('ab')],
	],
	[
		'continuation of nothing, then a text',
		[frame(CONTINUATION, 'x', { fin: false }), frame(TEXT, 'y')],
	],
	['text inside a text', [frame(TEXT, 'a', { fin: false }), frame(TEXT, 'b')]],
	[
		'text without FIN inside a text',
		[frame(TEXT, 'a', { fin: false }), frame(TEXT, 'b', { fin: false })],
	],
	['binary inside a text', [frame(TEXT, 'a', { fin: false }), frame(BINARY, 'b')]],
	['text inside a binary', [frame(BINARY, 'a', { fin: false }), frame(TEXT, 'b')]],
	['empty text inside an empty binary', [frame(BINARY, '', { fin: false }), frame(TEXT)]],
].flatMap(([name, sends, echoes = []]) =>
	[0, 1].map((chop) => ({
		name: `${name}${chop ? ', byte by byte' : ''}`,
		cite: 'RFC 6455, 5.4',
		sends,
		chop,
		echoes,
		fails: 1002,
	})),
);

/* Messages of mixed kind and size, sent without waiting for what comes back. */
function mixed(count) {
	const bytes = randomSource(count);

	return Array.from({ length: count }, (_, i) => {
		const n = bytes(2).readUInt16LE() >> (i % 13);

		return i % 3
			? [BINARY, bytes(n), binary]
			: [TEXT, bytes(n >> 1).toString('hex'), text];
	});
}

const sizeCases = [
	{
		name: 'message of 16 MiB',
		cite: 'RFC 6455, 5.2',
		async run(peer) {
			const data = Buffer.alloc(16 * MIB, random(65537));

			peer.send(frame(BINARY, data));
			await peer.expect(binary(data));
		},
	},
	{
		name: 'fragments that grow over the largest message',
		cite: 'RFC 6455, 7.4.1',
		sends: [
			frame(BINARY, 'x', { fin: false }),
			frame(CONTINUATION, 'x', { length: MESSAGE_MAX, form: 64 }),
		],
		fails: 1009,
	},
	{
		name: '1000 messages of mixed size without waiting',
		cite: 'RFC 6455, 5.2',
		tls: true,
		async run(peer) {
			const messages = mixed(1000);

			peer.send(...messages.map(([opcode, data]) => frame(opcode, data)));
			await peer.expect(...messages.map(([, data, event]) => event(data)));
		},
	},
	{
		name: '64 messages of 256 KiB from a server that does not read',
		cite: 'RFC 6455, 5.2',
		async run(peer) {
			const data = random(256 * 1024),
				all = Array(64).fill(data);

			peer.socket.pause();
			for (const one of all) peer.send(frame(BINARY, one));
			await sleep(500);
			peer.socket.resume();
			await peer.expect(...all.map(binary));
		},
	},
];

export const frameCases = [
	...lengthCases,
	...chopCases,
	...badLengthCases,
	...hugeLengthCases,
	...maskCases,
	...pingCases,
	...pingPongCases,
	...longControlCases,
	...rsvCases,
	...rsvContinuationCases,
	...opcodeCases,
	...fragmentCases,
	...orderCases,
	...sizeCases,
];
