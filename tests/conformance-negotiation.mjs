/*
 * Cases: what a server may answer to the offer of permessage-deflate, and what fails the handshake.
 * To the server, which has sent its 101, the connection is open: it is told why by Close 1010.
 */
import { text } from './conformance-peer.mjs';
import { frame, TEXT } from './conformance-wire.mjs';

const STATUS_FAILED = 76;
const header = (value) => `Sec-WebSocket-Extensions: ${value}`;

const refused = (name, lines, cite, more = {}) => ({
	name: `extension refused: ${name}`,
	cite,
	exit: STATUS_FAILED,
	...more,
	async raw(peer) {
		peer.answer(peer.answerLines(await peer.request(), ...lines));
		await peer.fails(1010);
	},
});

const taken = (name, lines, deflate = {}) => ({
	name: `extension taken: ${name}`,
	cite: 'RFC 7692, 5, 7.1',
	answer: lines,
	deflate,
	async run(peer) {
		peer.send(frame(TEXT, 'as it is'));
		await peer.expect(text('as it is'));
		await peer.sendCompressed(TEXT, 'compressed, compressed');
		await peer.expect(text('compressed, compressed'));
	},
});

const bits = [8, 9, 10, 11, 12, 13, 14, 15];

const takenCases = [
	taken('alone', [header('permessage-deflate')]),
	taken(
		'white space',
		[`Sec-WebSocket-Extensions:  permessage-deflate \t;  server_max_window_bits = 12 `],
		{ serverBits: 12 },
	),
	taken('a quoted value', [header('permessage-deflate; server_max_window_bits="12"')], {
		serverBits: 12,
	}),
	taken(
		'both resets',
		[
			header(
				'permessage-deflate; client_no_context_takeover; ' +
					'server_no_context_takeover',
			),
		],
		{ clientReset: true, serverReset: true },
	),
	taken(
		'all four',
		[
			header(
				'permessage-deflate; server_no_context_takeover; ' +
					'client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=11',
			),
		],
		{ clientReset: true, serverReset: true, serverBits: 10, clientBits: 11 },
	),
	taken('empty elements of the list', [header(', permessage-deflate,')]),
	taken('an empty header beside it', [header(''), header('permessage-deflate')]),
	...bits
		.slice(1)
		.map((n) =>
			taken(
				`server_max_window_bits=${n}`,
				[header(`permessage-deflate; server_max_window_bits=${n}`)],
				{ serverBits: n },
			),
		),
	...bits.map((n) =>
		taken(
			`client_max_window_bits=${n}`,
			[header(`permessage-deflate; client_max_window_bits=${n}`)],
			{ clientBits: n },
		),
	),
];

const badParameters = [
	'unknown',
	'unknown=1',
	'Server_Max_Window_Bits2=10',
	'x-webkit',
	'',
	'server_no_context_takeover=1',
	'server_no_context_takeover=true',
	'client_no_context_takeover=1',
	'client_no_context_takeover=""',
	'server_no_context_takeover; server_no_context_takeover',
	'client_no_context_takeover; client_no_context_takeover',
	'server_max_window_bits=10; server_max_window_bits=10',
	'client_max_window_bits=10; client_max_window_bits=11',
	...['server', 'client'].flatMap((end) => [
		`${end}_max_window_bits`,
		...[
			'',
			'0',
			'1',
			'7',
			'16',
			'32',
			'08',
			'010',
			'-9',
			'+9',
			'9.0',
			'9x',
			'x',
			'0x9',
			'"',
			'""',
			'"9',
			'9"',
			'" 9"',
			'9 9',
			'99999999999',
			'4294967305',
		].map((value) => `${end}_max_window_bits=${value}`),
	]),
].map((parameter) =>
	refused(
		`parameter "${parameter}"`,
		[header(`permessage-deflate; ${parameter}`)],
		'RFC 7692, 7.1',
	),
);

const badLists = [
	['permessage-deflate twice', [header('permessage-deflate, permessage-deflate')]],
	[
		'permessage-deflate in two headers',
		[header('permessage-deflate'), header('permessage-deflate')],
	],
	['another extension', [header('permessage-bzip2')]],
	['another extension before it', [header('x-webkit-deflate-frame, permessage-deflate')]],
	['another extension behind it', [header('permessage-deflate, mux; max-channels=4')]],
	['another extension in a second header', [header('permessage-deflate'), header('mux')]],
	['a name that only begins so', [header('permessage-deflate2')]],
	['a name that is no token', [header('permessage/deflate')]],
	['a quoted name', [header('"permessage-deflate"')]],
	['two names without a comma', [header('permessage-deflate permessage-deflate')]],
	[
		'a parameter without a semicolon',
		[header('permessage-deflate server_no_context_takeover')],
	],
	['semicolon alone', [header(';')]],
	['equals alone', [header('permessage-deflate=1')]],
	['two semicolons', [header('permessage-deflate;; server_no_context_takeover')]],
].map(([name, lines]) => refused(name, lines, 'RFC 6455, 9.1, RFC 7692, 5'));

const unofferedCases = [
	'permessage-deflate',
	'permessage-deflate; server_no_context_takeover',
	'mux',
].map((value) =>
	refused(`${value} that was not offered`, [header(value)], 'RFC 6455, 4.1', { args: [] }),
);

export const negotiationCases = [...takenCases, ...badParameters, ...badLists, ...unofferedCases];
