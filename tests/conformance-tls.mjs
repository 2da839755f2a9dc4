/*
 * A self-signed certificate for 127.0.0.1 and its key, made for one run: node has no call for it,
 * so this writes the DER of X.509 (RFC 5280, section 4.1).
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

function der(tag, ...contents) {
	const body = Buffer.concat(contents),
		length = [];

	for (let n = body.length; n > 0; n >>= 8) length.unshift(n & 0xff);
	const head =
		body.length < 128 ? [tag, body.length] : [tag, 0x80 | length.length, ...length];

	return Buffer.concat([Buffer.from(head), body]);
}

const sequence = (...contents) => der(0x30, ...contents);
const oid = (hex) => der(0x06, Buffer.from(hex, 'hex'));
const bits = (bytes) => der(0x03, Buffer.from([0]), bytes);

/* id-at-commonName, ecdsa-with-SHA256, subjectAltName, basicConstraints */
const COMMON_NAME = '550403',
	ECDSA_SHA256 = '2a8648ce3d040302',
	ALT_NAME = '551d11',
	BASIC = '551d13';

const name = sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from('wsecho test')))));
const algorithm = sequence(oid(ECDSA_SHA256));

const time = (days) => {
	const date = new Date(Date.now() + days * 86400000).toISOString();

	return der(0x17, Buffer.from(`${date.slice(2, 19).replace(/[-:T]/g, '')}Z`));
};

const extension = (id, value, critical = Buffer.alloc(0)) =>
	sequence(oid(id), critical, der(0x04, value));

export function makeCertificate() {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		algorithm,
		name,
		sequence(time(-1), time(2)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				extension(
					BASIC,
					sequence(der(0x01, Buffer.from([0xff]))),
					der(0x01, Buffer.from([0xff])),
				),
				extension(
					ALT_NAME,
					sequence(der(0x87, Buffer.from([127, 0, 0, 1]))),
				),
			),
		),
	);
	const whole = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
	const lines = whole
		.toString('base64')
		.match(/.{1,64}/g)
		.join('\n');

	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}
