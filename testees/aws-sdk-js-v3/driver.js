// A wireproof testee: the runtime of the AWS SDK for JavaScript 3, driven by the testee protocol, version 1 (JSON Lines on stdin and
// stdout). The schema of the service is written by hand in service.js.
'use strict';

const { inspect } = require('node:util');
const service = require('./service.js');

// Standard output carries the protocol only: let stray prints go to standard error.
const protocol = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const BaseException = service.LicenseManagerUserSubscriptionsServiceException;
const clients = new Map(); // by endpoint, so that connections are kept alive as users have it

function clientFor(endpoint) {
  if (!clients.has(endpoint)) {
    clients.set(endpoint, new service.LicenseManagerUserSubscriptionsClient({ endpoint, maxAttempts: 1 })); // the protocol: send once
  }
  return clients.get(endpoint);
}

/** A code or a message as text that JSON can hold: a lone surrogate is shown escaped, and what is no text as console.log shows it. */
function text(value) {
  if (value === null || value === undefined) return null;
  const shown = typeof value === 'string' ? value : inspect(value);
  return shown.replace(/\p{Surrogate}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** As JSON.parse's reviver: {"$wtf8": …} stands for a string that is no Unicode text. */
function fromWire(_, value) {
  if (typeof value?.$wtf8 !== 'string' || Object.keys(value).length !== 1) return value;
  const parts = Buffer.from(value.$wtf8, 'base64').toString('latin1').split(/(\xed[\xa0-\xbf][\x80-\xbf])/);
  return parts.map((part, index) => {
    const bytes = Buffer.from(part, 'latin1');
    return index % 2 ? String.fromCharCode(0xd000 | ((bytes[1] & 63) << 6) | (bytes[2] & 63)) : bytes.toString();
  }).join('');
}

/** The SDK's value in the protocol's value form. */
function toWire(value) {
  if (Array.isArray(value)) return value.map(toWire);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([name, member]) => {
      // The SDK keeps an unknown member of a union as its name and its value.
      const unknown = name === '$unknown' && Array.isArray(member);
      return unknown ? ['SDK_UNKNOWN_MEMBER', { name: toWire(member[0]) }] : [text(name), toWire(member)];
    });
    return Object.fromEntries(members);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.isWellFormed()) return value;
  const units = Array.from(value, (point) => {
    const unit = point.charCodeAt(0);
    return Buffer.from(point.isWellFormed() ? point : [0xed, 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]);
  });
  return { $wtf8: Buffer.concat(units).toString('base64') };
}

/** Where an error that is no answer of the service came up; a bare error from elsewhere tells nothing of that. */
function stage(error) {
  if (error.syscall === 'connect') return 'connect';
  if (error.name === 'TimeoutError' || /^(ECONN|EPIPE|HPE_)/.test(error.code)) return 'read';
  return '$response' in error ? 'deserialize' : 'unknown'; // the SDK hangs the answer onto every error of its deserializer
}

async function call({ endpoint, operation, input }) {
  let answer;
  try {
    answer = await clientFor(endpoint).send(new service[`${operation}Command`](input));
  } catch (error) {
    if (!(error instanceof BaseException)) {
      return { outcome: 'client_error', stage: stage(error), class: text(error.name), message: text(error.message) };
    }
    return {
      outcome: 'service_error', code: text(error.name), message: text(error.message),
      modeled: error.constructor !== BaseException, // else one of the service's own exceptions
      http_status: error.$metadata.httpStatusCode,
      request_id: text(error.$metadata.requestId),
    };
  }
  const { $metadata, ...output } = answer;
  const { httpStatusCode, requestId } = $metadata;
  return { outcome: 'response', http_status: httpStatusCode, output: toWire(output), request_id: text(requestId) };
}

async function handle(line) {
  const message = JSON.parse(line, fromWire);
  if (message.type === 'bye') process.exit(0);
  const version = (name) => require(`${name}/package.json`).version;
  const answer = message.type === 'hello' ? {
    type: 'hello', protocol: 1, name: 'aws-sdk-js-v3 runtime, with a schema written by hand',
    version: `core ${version('@aws-sdk/core')}, smithy core ${version('@smithy/core')}, client-account ${version('@aws-sdk/client-account')}`,
    language: 'javascript', edition: '2022-08', features: [],
  } : { type: 'result', id: message.id, ...await call(message) };
  protocol(`${JSON.stringify(answer)}\n`);
}

let pending = ''; // not readline: it takes U+2028 for the end of a line
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop();
  lines.forEach(handle);
}).on('end', () => process.exit(0));
