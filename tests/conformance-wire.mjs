/*
 * The bytes of RFC 6455 and RFC 7692 as a server writes and reads them, and random data that is the
 * same in each run.
 */
import { createHash } from 'node:crypto';

export const CONTINUATION = 0,
	TEXT = 1,
	BINARY = 2,
	CLOSE = 8,
	PING = 9,
	PONG = 10;

export const bytesOf = (data) => (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data));

/* xorshift32: bytes that are neither compressible nor different tomorrow. */
export function randomSource(seed) {
	let state = seed >>> 0 || 1;

	return (n) => {
		const bytes = Buffer.alloc(n);

		for (let i = 0; i < n; i++) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			bytes[i] = state >>> 11;
		}
		return bytes;
	};
}

/* The shortest form by itself; FORM 16 or 64 writes a longer one, which section 5.2 forbids. */
function lengthBytes(length, form) {
	const bits = form ?? (length < 126 ? 7 : length < 65536 ? 16 : 64);

	if (bits === 7) return Buffer.from([Number(length)]);
	const bytes = Buffer.alloc(1 + bits / 8);

	bytes[0] = bits === 16 ? 126 : 127;
	if (bits === 16) bytes.writeUInt16BE(Number(length), 1);
	else bytes.writeBigUInt64BE(BigInt(length), 1);
	return bytes;
}

export function applyMask(bytes, key) {
	for (let i = 0; i < bytes.length; i++) bytes[i] ^= key[i & 3];
	return bytes;
}

/*
 * A frame, RFC 6455, section 5.2. Options: fin (true), rsv (0 to 7), mask (4 bytes; a server must
 * not), form of the length, length (the header's lie), all to be able to break the rules.
 */
export function frame(opcode, data = '', options = {}) {
	const { fin = true, rsv = 0, mask, form, length } = options;
	const payload = bytesOf(data);
	const head = lengthBytes(length ?? payload.length, form);

	if (mask) head[0] |= 0x80;
	return Buffer.concat([
		Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode]),
		head,
		...(mask ? [Buffer.from(mask), applyMask(payload, mask)] : [payload]),
	]);
}

/* DATA as a message of the given pieces: numbers are where it is cut. */
export function fragments(opcode, data, ...cuts) {
	const bytes = bytesOf(data),
		edges = [0, ...cuts, bytes.length];

	return edges.slice(1).map((end, i) =>
		frame(i ? CONTINUATION : opcode, bytes.subarray(edges[i], end), {
			fin: i === edges.length - 2,
		}),
	);
}

export const fragmentsOf = (opcode, data, size) => {
	const bytes = bytesOf(data),
		cuts = [];

	for (let at = size; at < bytes.length; at += size) cuts.push(at);
	return fragments(opcode, bytes, ...cuts);
};

export function closePayload(code, reason = '') {
	const head = Buffer.alloc(2);

	head.writeUInt16BE(code);
	return Buffer.concat([head, bytesOf(reason)]);
}

export const close = (code, reason) => frame(CLOSE, closePayload(code, reason));

/* Reads frames of a client from a growing buffer, and insists on what section 5 asks of a client. */
export class FrameReader {
	#bytes = Buffer.alloc(0);
	#chunks = [];
	#size = 0;
	#key = null;

	push(bytes) {
		this.#chunks.push(bytes);
		this.#size += bytes.length;
	}

	get size() {
		return this.#size;
	}

	/* The next SIZE bytes, consumed; null where they have not come yet. Joined only when needed:
	 * a large message comes in thousands of chunks. */
	#peek(size) {
		if (this.#size < size) return null;
		if (this.#bytes.length < size) {
			this.#bytes = Buffer.concat([this.#bytes, ...this.#chunks]);
			this.#chunks = [];
		}
		return this.#bytes.subarray(0, size);
	}

	take(size) {
		const bytes = this.#peek(size);

		if (!bytes) return null;
		this.#bytes = this.#bytes.subarray(size);
		this.#size -= size;
		return bytes;
	}

	/* An HTTP head, up to and with its empty line. */
	takeHead() {
		const end = this.#peek(this.#size).indexOf('\r\n\r\n');

		return end < 0 ? null : this.take(end + 4).toString('latin1');
	}

	#head() {
		const short = this.#peek(2);

		if (!short) return null;
		const code = short[1] & 0x7f,
			size = code < 126 ? 2 : code === 126 ? 4 : 10;
		const head = this.#peek(size);

		if (!head) return null;
		const length =
			size === 2
				? code
				: size === 4
					? head.readUInt16BE(2)
					: Number(head.readBigUInt64BE(2));

		return { size, length, first: short[0], masked: short[1] > 127 };
	}

	takeFrame() {
		const head = this.#head();

		if (!head) return null;
		const whole = this.take(head.size + 4 + head.length);

		if (!whole) return null;
		const got = {
			fin: head.first > 127,
			rsv: (head.first >> 4) & 7,
			opcode: head.first & 15,
			payload: Buffer.from(whole.subarray(head.size + 4)),
		};

		if (!head.masked) throw new Error('a frame without a mask: section 5.1');
		if (head.size !== 1 + lengthBytes(head.length).length)
			throw new Error('a length that is not minimal: section 5.2');
		const key = Buffer.from(whole.subarray(head.size, head.size + 4));

		if (this.#key?.equals(key)) throw new Error('the same mask twice: section 5.3');
		this.#key = key;
		applyMask(got.payload, key);
		return got;
	}
}

export const acceptOf = (key) =>
	createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
