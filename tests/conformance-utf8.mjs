/* Cases: texts that are UTF-8 and texts that are not, RFC 6455, section 8.1, and RFC 3629. */
import { pong, text } from './conformance-peer.mjs';
import { CONTINUATION, fragments, fragmentsOf, frame, PING, TEXT } from './conformance-wire.mjs';

const cite = 'RFC 6455, 8.1';
const hex = (digits) => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/* The first and last code point of each row of RFC 3629, section 4, and what is often mistaken. */
const points = [
	0x0, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfdd0,
	0xfeff, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1f600, 0x1fffe, 0x1ffff, 0x3ffff, 0x40000,
	0xfffff, 0x100000, 0x10fffe, 0x10ffff,
];
const words = [
	'\u03ba\u1f79\u03c3\u03bc\u03b5',
	'Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!',
	'\u{1f469}\u200d\u{1f680}',
];
const valid = [...points.map((point) => String.fromCodePoint(point)), ...words].map(Buffer.from);

const inner = (bytes) => Array.from({ length: Math.max(bytes.length - 1, 0) }, (_, i) => i + 1);

const validCases = valid.flatMap((bytes) => {
	const name = `valid UTF-8 ${bytes.toString('hex')}`;

	return [
		{
			name: `${name}, whole, cut at each byte, and in fragments of one byte`,
			cite,
			sends: [
				frame(TEXT, bytes),
				...inner(bytes).flatMap((cut) => fragments(TEXT, bytes, cut)),
				...fragmentsOf(TEXT, bytes, 1),
			],
			echoes: Array(inner(bytes).length + 2).fill(text(bytes)),
		},
		{
			name: `${name}, byte by byte`,
			cite,
			sends: [frame(TEXT, bytes), ...fragmentsOf(TEXT, bytes, 1)],
			chop: 1,
			echoes: [text(bytes), text(bytes)],
		},
	];
});

function everyCodePoint() {
	const all = [];

	for (let point = 0; point <= 0x10ffff; point++)
		if (point < 0xd800 || point > 0xdfff) all.push(point);
	return all;
}

const everyCase = {
	name: 'every code point in one text',
	cite,
	async run(peer) {
		const parts = [],
			all = everyCodePoint();

		for (let at = 0; at < all.length; at += 4096)
			parts.push(String.fromCodePoint(...all.slice(at, at + 4096)));
		const bytes = Buffer.from(parts.join(''));

		peer.send(...fragmentsOf(TEXT, bytes, 10007));
		await peer.expect(text(bytes));
	},
};

/* GOOD bytes, then those of which the last makes the text invalid, whatever comes behind. */
const invalid = [
	['continuation byte alone', '80'],
	['last continuation byte alone', 'bf'],
	['continuation byte after a character', 'c3a4 80'],
	['overlong of two bytes', 'c0'],
	['overlong of two bytes, the last of them', 'c1'],
	['overlong slash of three bytes', 'e080'],
	['overlong of three bytes, the last of them', 'e09f'],
	['overlong of four bytes', 'f080'],
	['overlong of four bytes, the last of them', 'f08f'],
	['first high surrogate', 'eda0'],
	['last high surrogate', 'edaf'],
	['first low surrogate', 'edb0'],
	['last low surrogate', 'edbf'],
	['code point 110000', 'f490'],
	['last that four bytes could hold', 'f7'],
	['lead byte F5', 'f5'],
	['five bytes', 'f8'],
	['last lead of five bytes', 'fb'],
	['six bytes', 'fc'],
	['last lead of six bytes', 'fd'],
	['impossible byte FE', 'fe'],
	['impossible byte FF', 'ff'],
	['two bytes cut by a letter', 'c3 61'],
	['three bytes cut by a letter', 'e282 61'],
	['three bytes cut at once by a letter', 'e2 61'],
	['four bytes cut by a letter', 'f09f98 61'],
	['four bytes cut in the middle by a letter', 'f09f 61'],
	['lead byte after a lead byte', 'c3 c3'],
	['lead byte inside three bytes', 'e282 e2'],
	['NUL inside two bytes', 'c3 00'],
].map(([name, digits]) => [name, hex(digits)]);

const before = Buffer.from('\u03ba\u1f79\u03c3\u03bc\u03b5'),
	after = Buffer.from('edited');

/* The text never ends: the client must fail at the very byte. */
const failFastCases = invalid.flatMap(([name, bytes]) => {
	const whole = Buffer.concat([before, bytes, after]);
	const bad = before.length + bytes.length;

	return [
		{
			name: `invalid UTF-8, ${name}, whole`,
			cite,
			sends: [frame(TEXT, 'before'), frame(TEXT, whole)],
			echoes: [text('before')],
		},
		{
			name: `invalid UTF-8, ${name}, first in a message`,
			cite,
			sends: [frame(TEXT, bytes)],
		},
		{
			name: `invalid UTF-8, ${name}, seen within a fragment, at its last byte`,
			cite,
			sends: [
				frame(TEXT, before, { fin: false }),
				frame(CONTINUATION, bytes, { fin: false }),
			],
		},
		{
			name: `invalid UTF-8, ${name}, seen in fragments of one byte`,
			cite,
			sends: fragmentsOf(TEXT, whole, 1).slice(0, bad),
		},
		{
			name: `invalid UTF-8, ${name}, seen inside an unfinished frame, byte by byte`,
			cite,
			sends: [frame(TEXT, whole).subarray(0, 2 + bad)],
			chop: 1,
		},
	].map((test) => ({ ...test, fails: 1007 }));
});

/* Each of these is a good beginning: bad only because the message ends. */
const cutCases = ['c3', 'e2', 'e282', 'f0', 'f09f', 'f09f98', 'f48f', 'ed9f'].flatMap((digits) => {
	const bytes = hex(digits),
		whole = Buffer.concat([before, bytes]);

	return [
		{ name: `text that ends within ${digits}`, sends: [frame(TEXT, whole)] },
		{ name: `text that ends within ${digits} alone`, sends: [frame(TEXT, bytes)] },
		{
			name: `text that ends within ${digits}, its last fragment empty`,
			sends: fragments(TEXT, whole, whole.length),
		},
		{
			name: `text that ends within ${digits}, in fragments of one byte, byte by byte`,
			sends: fragmentsOf(TEXT, whole, 1),
			chop: 1,
		},
	].map((test) => ({ ...test, cite, fails: 1007 }));
});

const waitCases = [
	{
		name: 'character cut by a ping',
		cite,
		sends: [
			frame(TEXT, hex('e2'), { fin: false }),
			frame(PING, hex('82')),
			frame(CONTINUATION, hex('82'), { fin: false }),
			frame(PING, 'x'),
			frame(CONTINUATION, hex('ac')),
		],
		echoes: [pong(hex('82')), pong('x'), text('\u20ac')],
	},
	{
		name: 'half a character is waited for, and does not spoil the next message',
		cite,
		sends: [frame(TEXT, hex('f09f'), { fin: false }), frame(PING, 'half')],
		echoes: [pong('half')],
		async run(peer) {
			peer.send(frame(CONTINUATION, hex('9880')), frame(TEXT, hex('c3a4')));
			await peer.expect(text('\u{1f600}'), text('\u00e4'));
		},
	},
];

export const utf8Cases = [...validCases, everyCase, ...failFastCases, ...cutCases, ...waitCases];
