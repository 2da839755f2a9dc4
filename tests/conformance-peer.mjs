/*
 * A server's end of one connection, for the cases: reads the request, answers it, sends frames that
 * may break every rule, and checks each frame that comes back.
 */
import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import zlib from 'node:zlib';

import {
	acceptOf,
	BINARY,
	bytesOf,
	CLOSE,
	closePayload,
	CONTINUATION,
	frame,
	FrameReader,
	PING,
	PONG,
	TEXT,
} from './conformance-wire.mjs';

const tail = Buffer.from([0, 0, 0xff, 0xff]);

/* What comes from the client, as the cases expect it. */
export const text = (data) => ({ type: 'text', data: bytesOf(data) });
export const binary = (data) => ({ type: 'binary', data: bytesOf(data) });
export const pong = (data = '') => ({ type: 'pong', data: bytesOf(data) });
const show = (event) =>
	`${event.type} ${event.data?.length ?? ''} ${event.data?.subarray(0, 40).toString('hex') ?? ''}`;

/* permessage-deflate of one direction, RFC 7692, section 7.2, over one of zlib's streams. */
class Deflate {
	constructor(make, reset) {
		Object.assign(this, { make, reset, stream: null });
	}

	run(pieces, flush) {
		const stream = (this.stream ??= this.make()),
			out = [];

		return new Promise((resolve, reject) => {
			const onData = (bytes) => out.push(bytes);

			stream.on('data', onData);
			stream.once('error', reject);
			for (const piece of pieces) stream.write(piece);
			stream.flush(flush, () => {
				stream.off('data', onData);
				stream.off('error', reject);
				if (this.reset) {
					stream.close();
					this.stream = null;
				}
				resolve(Buffer.concat(out));
			});
		});
	}

	async message(data) {
		const bytes = await this.run([data], zlib.constants.Z_SYNC_FLUSH);

		return bytes.subarray(0, -tail.length);
	}

	original(payload) {
		return this.run([payload, tail], zlib.constants.Z_SYNC_FLUSH);
	}
}

export class Peer {
	#reader = new FrameReader();
	#wake = null;
	#ended = null;
	#message = null;
	#closed = false;
	#inflate = null;
	#deflate = null;

	/* RAW is the TCP socket under SOCKET, the same where there is no TLS; CHILD is the client. */
	constructor(socket, raw, child) {
		Object.assign(this, { socket, raw, child });
		socket.setNoDelay?.(true);
		socket.on('data', (bytes) => {
			this.#reader.push(bytes);
			this.#wake?.();
		});
		for (const [event, how] of [
			['end', 'end'],
			['close', 'end'],
			['error', 'reset'],
		])
			socket.on(event, () => {
				this.#ended ??= how;
				this.#wake?.();
			});
	}

	async #until(take) {
		for (;;) {
			const got = take();

			if (got || this.#ended) return got;
			await new Promise((resolve) => (this.#wake = resolve));
			this.#wake = null;
		}
	}

	/* The request: its line and headers, each name in lower case with all its values. */
	async request() {
		const head = await this.#until(() => this.#reader.takeHead());

		assert(head, 'the client hung up before it sent a request');
		const [line, ...lines] = head.slice(0, -4).split('\r\n'),
			headers = new Map();

		for (const header of lines) {
			const [, name, value] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(header);

			headers.set(name.toLowerCase(), [
				...(headers.get(name.toLowerCase()) ?? []),
				value,
			]);
		}
		return { line, headers, key: headers.get('sec-websocket-key')?.[0] };
	}

	/* The lines of a proper answer. */
	answerLines(request, ...more) {
		return [
			'HTTP/1.1 101 Switching Protocols',
			'Upgrade: websocket',
			'Connection: Upgrade',
			`Sec-WebSocket-Accept: ${acceptOf(request.key)}`,
			...more,
		];
	}

	answer(lines) {
		this.write(`${lines.join('\r\n')}\r\n\r\n`);
	}

	/* What the answer agreed on: {serverBits, clientBits, serverReset, clientReset}. zlib counts
	 * a window of 8 as 9 when it deflates; the cases for 8 bring their own bytes. */
	useDeflate({ serverBits = 15, clientBits = 15, serverReset = false, clientReset = false }) {
		this.#deflate = new Deflate(
			() => zlib.createDeflateRaw({ windowBits: serverBits, level: 9 }),
			serverReset,
		);
		/* In small pieces of output a distance over the window is an error. */
		this.#inflate = new Deflate(
			() =>
				zlib.createInflateRaw({
					windowBits: clientBits,
					chunkSize: clientBits < 15 ? 64 : undefined,
				}),
			clientReset,
		);
	}

	write(bytes) {
		this.socket.write(bytes);
	}

	send(...frames) {
		this.write(Buffer.concat(frames));
	}

	/* Chops of SIZE bytes, each of them a write of its own. */
	async sendChopped(bytes, size = 1) {
		for (let at = 0; at < bytes.length; at += size) {
			this.write(bytes.subarray(at, at + size));
			await turn();
		}
	}

	/* A compressed message, whole or in fragments of SIZE bytes. */
	async sendCompressed(opcode, data, size = Infinity) {
		const bytes = await this.#deflate.message(bytesOf(data)),
			frames = [];

		for (let at = 0; at === 0 || at < bytes.length; at += size)
			frames.push(
				frame(at ? CONTINUATION : opcode, bytes.subarray(at, at + size), {
					rsv: at ? 0 : 4,
					fin: at + size >= bytes.length,
				}),
			);
		this.send(...frames);
		return bytes.length;
	}

	#check(got) {
		const control = got.opcode >= CLOSE;

		assert(!this.#closed, 'a frame after a Close: section 5.5.1');
		assert(
			[CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG].includes(got.opcode),
			'opcode',
		);
		assert(
			!control || (got.fin && got.payload.length <= 125),
			'control frame: section 5.5',
		);
		assert(
			got.rsv === 0 || (got.rsv === 4 && this.#inflate && !control && got.opcode),
			`RSV ${got.rsv} on opcode ${got.opcode}: section 5.2`,
		);
		assert(
			control || (got.opcode === CONTINUATION) === Boolean(this.#message),
			'fragments out of order: section 5.4',
		);
		assert(got.payload.length <= 16384, 'a frame over 16 KiB');
	}

	async #takeData(got) {
		this.#message ??= { opcode: got.opcode, compressed: got.rsv === 4, pieces: [] };
		this.#message.pieces.push(got.payload);
		if (!got.fin) return null;
		const { opcode, compressed, pieces } = this.#message;
		const payload = Buffer.concat(pieces);

		this.#message = null;
		this.wireSize = payload.length;
		const data = compressed ? await this.#inflate.original(payload) : payload;

		assert(opcode === BINARY || isUtf8(data), 'a text that is no UTF-8: section 8.1');
		return { type: opcode === TEXT ? 'text' : 'binary', data };
	}

	/* The next event of the client's: text, binary, ping, pong, close, or the end. */
	async event() {
		for (;;) {
			const got = await this.#until(() => this.#reader.takeFrame());

			if (!got) {
				assert.equal(
					this.#reader.size,
					0,
					'the client hung up inside a frame',
				);
				return { type: this.#ended };
			}
			this.#check(got);
			if (got.opcode >= CLOSE) {
				this.#closed = got.opcode === CLOSE;
				return {
					type: { 8: 'close', 9: 'ping', 10: 'pong' }[got.opcode],
					data: got.payload,
				};
			}
			const message = await this.#takeData(got);

			if (message) return message;
		}
	}

	async expect(...events) {
		for (const wanted of events) {
			const got = await this.event();

			assert(
				got.type === wanted.type &&
					(!wanted.data || got.data.equals(wanted.data)),
				`wanted ${show(wanted)}, got ${show(got)}`,
			);
		}
	}

	/* A Close with CODE, 0 for none, and whatever reason. */
	async expectClose(code) {
		const got = await this.event();

		assert.equal(got.type, 'close', `wanted Close ${code}, got ${show(got)}`);
		assert.notEqual(got.data.length, 1, 'a Close of one byte: section 5.5.1');
		assert.equal(
			got.data.length ? got.data.readUInt16BE() : 0,
			code,
			'code of the Close',
		);
		assert(isUtf8(got.data.subarray(2)), 'reason of the Close');
	}

	/* Our closing handshake: the client echoes the code and waits for us to end the connection. */
	async close(code = 1000, reason = '') {
		this.send(frame(CLOSE, code ? closePayload(code, reason) : ''));
		await this.expectClose(code);
		await this.end();
	}

	/* The client fails the connection with CODE; we answer, and end the connection first. */
	async fails(code) {
		await this.expectClose(code);
		if (this.socket.writable) this.send(frame(CLOSE, closePayload(code)));
		await this.end();
	}

	reset() {
		this.raw.resetAndDestroy();
	}

	/* The end of both directions; a reset is none of our concern here. */
	async end() {
		this.socket.end();
		const { type } = await this.event();

		assert(type === 'end' || type === 'reset', `wanted the end, got ${type}`);
	}
}
