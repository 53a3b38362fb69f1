// A wireproof testee: aws-sdk 2 for JavaScript, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).
'use strict';

const { inspect } = require('node:util');
const AWS = require('aws-sdk');

// Standard output carries the protocol only: let stray prints go to standard error.
const protocol = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

// Which stage an SDK error belongs to, by its code; what is not listed (a TypeError, a SyntaxError) is "unknown".
const STAGES = {
  MissingRequiredParameter: 'validate',
  UnexpectedParameter: 'validate',
  InvalidParameterType: 'validate',
  MultipleValidationErrors: 'validate',
  UnknownEndpoint: 'connect',
  NetworkingError: 'read',
  TimeoutError: 'read', // also what the SDK makes of ECONNRESET and EPIPE
};
const clients = new Map(); // by service and endpoint, as users have one client for all their calls

function clientFor(service, endpoint) {
  const key = `${service} ${endpoint}`;
  if (!clients.has(key)) {
    const name = service.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase());
    clients.set(key, new AWS[name]({ endpoint, maxRetries: 0 })); // the protocol: send once
  }
  return clients.get(key);
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
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [text(name), toWire(member)]));
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.isWellFormed()) return value;
  const units = Array.from(value, (point) => {
    const unit = point.charCodeAt(0);
    return Buffer.from(point.isWellFormed() ? point : [0xed, 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]);
  });
  return { $wtf8: Buffer.concat(units).toString('base64') };
}

function call(service, { endpoint, operation, input }, tell) {
  const method = operation[0].toLowerCase() + operation.slice(1);
  const request = clientFor(service, endpoint)[method](input);
  // An SDK error is a plain Error, whatever it came from: that the service answered with it, this event tells.
  let answered;
  request.on('extractError', (response) => { answered = response.error; });
  request.send(function done(error, output) {
    const status = this.httpResponse.statusCode;
    if (!error) {
      tell({ outcome: 'response', http_status: status, output: toWire(output), request_id: text(this.requestId) });
    } else if (error === answered) {
      const { code, message, statusCode } = error;
      const id = text(error.requestId);
      tell({ outcome: 'service_error', code: text(code), modeled: false, message: text(message), http_status: statusCode, request_id: id });
    } else {
      const stage = error.syscall === 'connect' ? 'connect' : STAGES[error.code] ?? 'unknown';
      tell({ outcome: 'client_error', stage, class: text(error.name), message: text(error.message) });
    }
  });
}

let service;
function handle(line) {
  const message = JSON.parse(line, fromWire);
  const tell = (answer) => protocol(`${JSON.stringify(answer)}\n`);
  if (message.type === 'bye') {
    process.exit(0);
  } else if (message.type === 'hello') {
    service = message.service;
    tell({
      type: 'hello', protocol: 1, name: 'aws-sdk-js-v2', version: AWS.VERSION, language: 'javascript',
      edition: '2022-08', features: ['client_validation'],
    });
  } else {
    call(service, message, (outcome) => tell({ type: 'result', id: message.id, ...outcome }));
  }
}

let pending = ''; // not readline: it takes U+2028 for the end of a line
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop();
  lines.forEach(handle);
}).on('end', () => process.exit(0));
