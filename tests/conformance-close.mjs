/* Cases: the closing handshake, RFC 6455, sections 5.5.1 and 7, and other ends of a connection. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { pong, text } from './conformance-peer.mjs';
import { BINARY, CLOSE, close, CONTINUATION, frame, PING, TEXT } from './conformance-wire.mjs';

const STATUS_FAILED = 76;

/* Section 7.4.1, its registry up to today, and what section 7.4.2 leaves to others. */
const validCodes = [
	1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
	4999,
];
const invalidCodes = [
	0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 10000, 32768, 65535,
];

const codeCases = [
	...validCodes.map((code) => ({
		name: `Close ${code} is echoed`,
		cite: 'RFC 6455, 5.5.1, 7.4',
		tls: true,
		ends: true,
		run: (peer) => peer.close(code, `reason of ${code}`),
	})),
	...validCodes.slice(0, 3).map((code) => ({
		name: `Close ${code}, byte by byte`,
		cite: 'RFC 6455, 5.5.1',
		sends: [close(code, 'wait\u2026')],
		chop: 1,
		ends: true,
		async run(peer) {
			await peer.expectClose(code);
			await peer.end();
		},
	})),
	...invalidCodes.map((code) => ({
		name: `Close with the invalid code ${code}`,
		cite: 'RFC 6455, 7.4',
		sends: [close(code, 'x')],
		chop: code % 2,
		fails: 1002,
	})),
];

const longest = '\u20ac'.repeat(41);

const payloadCases = [
	{
		name: 'Close without a code is answered by one without a code',
		cite: 'RFC 6455, 5.5.1',
		ends: true,
		run: (peer) => peer.close(0),
	},
	{
		name: 'Close with a reason of 123 bytes',
		cite: 'RFC 6455, 5.5',
		ends: true,
		run: (peer) => peer.close(1000, longest),
	},
	{
		name: 'Close with a reason of 123 bytes, byte by byte',
		cite: 'RFC 6455, 5.5',
		sends: [close(1000, longest)],
		chop: 1,
		ends: true,
		async run(peer) {
			await peer.expectClose(1000);
			await peer.end();
		},
	},
	...[0, 3, 255].map((byte) => ({
		name: `Close of one byte, ${byte}`,
		cite: 'RFC 6455, 5.5.1',
		sends: [frame(CLOSE, [byte])],
		fails: 1002,
	})),
	{
		name: 'Close with a reason of 124 bytes',
		cite: 'RFC 6455, 5.5',
		sends: [close(1000, Buffer.alloc(124, 'x'))],
		fails: 1002,
	},
	...['80', 'c3', 'e282', 'f09f98', 'eda080', 'c0af', 'f4908080', '6f6bff'].flatMap(
		(digits) =>
			[0, 1].map((chop) => ({
				name: `Close with the reason ${digits}, no UTF-8${chop ? ', byte by byte' : ''}`,
				cite: 'RFC 6455, 5.5.1, 7.1.6, 8.1',
				sends: [close(1000, Buffer.from(digits, 'hex'))],
				chop,
				fails: 1007,
			})),
	),
];

/* What a server sends behind its Close is nobody's business. */
const afterCases = [
	['a text', [frame(TEXT, 'late')]],
	['a ping', [frame(PING, 'late')]],
	['another Close', [close(1001)]],
	['a Close with an invalid code', [close(1005)]],
	['a reserved opcode', [frame(3, 'late')]],
	['an invalid text', [frame(TEXT, Buffer.from('ff', 'hex'))]],
	['a megabyte', [frame(BINARY, Buffer.alloc(1 << 20))]],
].flatMap(([name, frames]) =>
	[
		{
			name: `${name} in the same write as the Close before it`,
			cite: 'RFC 6455, 1.4, 5.5.1',
			sends: [close(1000), ...frames],
		},
		{
			name: `${name} after the Close was answered`,
			cite: 'RFC 6455, 1.4, 5.5.1',
			sends: [close(1000)],
			late: frames,
		},
	].map(({ late, ...test }) => ({
		...test,
		ends: true,
		async run(peer) {
			await peer.expectClose(1000);
			if (late) peer.send(...late);
			await peer.end();
		},
	})),
);

const amidCases = [
	{
		name: 'Close inside a message',
		cite: 'RFC 6455, 5.4, 5.5.1',
		sends: [frame(TEXT, 'never ended', { fin: false })],
	},
	{
		name: 'Close inside a message, and its end behind',
		cite: 'RFC 6455, 5.5.1',
		sends: [frame(TEXT, 'a', { fin: false }), close(1000), frame(CONTINUATION, 'b')],
		ends: true,
		async run(peer) {
			await peer.expectClose(1000);
			await peer.end();
		},
	},
	{
		name: 'messages before the Close are echoed or left, but never after the Close',
		cite: 'RFC 6455, 5.5.1',
		sends: [...Array(10).fill(frame(TEXT, 'echo')), close(1000)],
		ends: true,
		async run(peer) {
			let got = await peer.event();

			for (; got.type === 'text'; got = await peer.event())
				assert.equal(got.data.toString(), 'echo');
			assert.equal(got.type, 'close');
			await peer.end();
		},
	},
	{
		name: 'no Close comes unasked',
		cite: 'RFC 6455, 7.1.2',
		sends: [frame(PING, '1')],
		echoes: [pong('1')],
		async run(peer) {
			await sleep(1500);
			peer.send(frame(PING, '2'), frame(TEXT, 'still open'));
			await peer.expect(pong('2'), text('still open'));
		},
	},
];

/* Section 7.1.1: the server ends the TCP connection first; a client does not wait for ever. */
const lingerCases = [
	['after the closing handshake', [close(1000)], 1000, 0],
	['after the client failed the connection', [frame(3)], 1002, STATUS_FAILED],
].flatMap(([name, sends, code, exit]) => [
	{
		name: `server that does not end the connection ${name}`,
		cite: 'RFC 6455, 7.1.1',
		tls: true,
		sends,
		ends: true,
		exit,
		slow: true,
		async run(peer) {
			await peer.expectClose(code);
			await peer.expect({ type: 'end' });
		},
	},
	{
		name: `server that resets the connection ${name}`,
		cite: 'RFC 6455, 7.1.1',
		tls: true,
		sends,
		ends: true,
		exit,
		async run(peer) {
			await peer.expectClose(code);
			peer.reset();
		},
	},
	{
		name: `server that goes on sending ${name}`,
		cite: 'RFC 6455, 7.1.1',
		tls: true,
		sends,
		ends: true,
		exit,
		slow: true,
		async run(peer) {
			const timer = setInterval(() => peer.send(frame(TEXT, 'more')), 20);

			await peer.expectClose(code);
			const { type } = await peer.event();

			clearInterval(timer);
			assert(type === 'end' || type === 'reset');
		},
	},
]);

const lossCases = [
	['end without a Close', [frame(TEXT, 'x')], [text('x')]],
	["end inside a frame's head", [Buffer.from([0x81])]],
	['end inside a frame', [frame(TEXT, 'Hello').subarray(0, 4)]],
	['end inside a Close', [close(1000).subarray(0, 3)]],
	['end inside a message', [frame(TEXT, 'Hello', { fin: false })]],
].flatMap(([name, sends, echoes = []]) =>
	[false, true].map((reset) => ({
		name: name.replace('end', reset ? 'reset' : 'end'),
		cite: 'RFC 6455, 7.1.5, code 1006',
		tls: true,
		sends,
		echoes,
		ends: true,
		exit: STATUS_FAILED,
		async run(peer) {
			if (reset) peer.reset();
			else await peer.end();
		},
	})),
);

const halfCase = {
	name: 'half-closed server: what was queued is not echoed for ever',
	cite: 'RFC 6455, 7.1.5, code 1006',
	sends: [frame(BINARY, Buffer.alloc(1 << 20))],
	ends: true,
	exit: STATUS_FAILED,
	async run(peer) {
		peer.socket.end();
		for (let type = ''; type !== 'end' && type !== 'reset';)
			({ type } = await peer.event().catch(() => ({ type: 'end' })));
	},
};

export const closeCases = [
	...codeCases,
	...payloadCases,
	...afterCases,
	...amidCases,
	...lingerCases,
	...lossCases,
	halfCase,
];
