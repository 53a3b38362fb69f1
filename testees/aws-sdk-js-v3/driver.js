// A wireproof testee: the AWS SDK for JavaScript 3, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout). The one
// argument is the version in .sdk. Any operation of the installed clients is called by its command. The service of DisassociateUser has
// no package in npm, so its schema is written by hand in service.js, over the same runtime.
'use strict';

const { readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const { inspect } = require('node:util');

const [, , version] = process.argv;
const sdk = createRequire(`${__dirname}/.sdk/${version}/package.json`);

// Standard output carries the protocol only: let stray prints go to standard error.
const protocol = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const { NormalizedSchema } = sdk('@smithy/core/schema');
const { NodeHttpHandler } = sdk('@smithy/node-http-handler');
const { NumericValue } = sdk('@smithy/core/serde');

let service; // what the hello asks for: the package, its name, the class of its client and of its errors
const clients = new Map(); // by endpoint, so that connections are kept alive as users have it

class Unholdable extends Error {}

/** The service and the operation of a hello, or why there is none. */
function choose({ sdk_id: id, service: name, operation }) {
  const wanted = (id || name).toLowerCase().replace(/[^a-z0-9]/g, '');
  if (wanted === 'licensemanagerusersubscriptions') {
    try {
      return { name: 'a schema written by hand', byHand: true, ...clientOf(require('./service.js')(sdk)) };
    } catch (error) {
      return { unsupported: `version ${version} has no @aws-sdk/client-account, which the schema written by hand needs: ${error.message}` };
    }
  }
  const folders = readdirSync(`${__dirname}/.sdk/${version}/node_modules/@aws-sdk`);
  const found = folders.find((folder) => folder.startsWith('client-') && folder.slice(7).replace(/-/g, '') === wanted);
  if (!found) {
    const there = folders.filter((folder) => folder.startsWith('client-')).join(', ');
    return { unsupported: `@aws-sdk/client-${wanted} is not installed; there are ${there}` };
  }
  const chosen = { name: found, ...clientOf(sdk(`@aws-sdk/${found}`)) };
  if (!chosen.module[`${operation}Command`]) return { unsupported: `${found} has no ${operation}Command` };
  return chosen;
}

/** The client and the base of the errors of a service's package. */
function clientOf(module) {
  const client = Object.keys(module).find((name) => name.endsWith('Client') && module[`${name.slice(0, -6)}ServiceException`]);
  return { module, Client: module[client], BaseException: module[`${client.slice(0, -6)}ServiceException`] };
}

function clientFor(endpoint) {
  if (!clients.has(endpoint)) {
    const options = { endpoint, maxAttempts: 1 }; // the protocol: send once
    let client = new service.Client(options);
    if (client.config.requestHandler.metadata?.handlerProtocol === 'h2') { // as for Bedrock Runtime; the endpoint speaks HTTP/1.1
      client = new service.Client({ ...options, requestHandler: new NodeHttpHandler() });
    }
    clients.set(endpoint, client);
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

/** As JSON.parse's reviver: also, a number whose digits a double does not hold is kept with them. */
function exact(key, value, context) {
  if (typeof value !== 'number' || !context?.source) return fromWire(key, value);
  const { source } = context;
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) ? value : BigInt(source);
  return plain(String(value)) === plain(source) ? value : new NumericValue(source, 'bigDecimal');
}

/** The digits of a number without zeros that say nothing, and its exponent. */
function plain(source) {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  if (whole === undefined) return source;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return kept ? `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}` : '0';
}

/** A value in the protocol's value form as users of the SDK write it, by its schema; what is ill-typed stays as it is. */
function toSdk(value, schema) {
  if (value === null || value === undefined) return value;
  if (schema.isBlobSchema() && typeof value === 'string') {
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
      throw new Unholdable('a blob is bytes, and this text is no base64');
    }
    return Uint8Array.from(Buffer.from(value, 'base64'));
  }
  if (schema.isTimestampSchema() && typeof value === 'number') return new Date(value * 1000);
  if (schema.isNumericSchema()) {
    if (['NaN', 'Infinity', '-Infinity'].includes(value)) return Number(value);
    return value instanceof NumericValue ? Number(value.string) : value;
  }
  if (Array.isArray(value)) return schema.isListSchema() ? value.map((item) => toSdk(item, schema.getValueSchema())) : value;
  if (typeof value !== 'object' || value instanceof NumericValue) return value;
  const entries = Object.entries(value);
  if (schema.isMapSchema()) return Object.fromEntries(entries.map(([key, item]) => [key, toSdk(item, schema.getValueSchema())]));
  if (!schema.isStructSchema()) return value;
  const members = schema.getMemberSchemas();
  return Object.fromEntries(entries.map(([name, member]) => {
    return [name, Object.hasOwn(members, name) ? toSdk(member, members[name]) : member];
  }));
}

/** A number that no double holds. Node.js 22 writes its digits as a number. */
function digits(value) {
  const source = value instanceof NumericValue ? value.string : String(value);
  return JSON.rawJSON ? JSON.rawJSON(source) : source;
}

/** The SDK's value in the protocol's value form. */
function toWire(value) {
  if (Array.isArray(value)) return value.map(toWire);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value === 'bigint' || value instanceof NumericValue) return digits(value);
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
    const Command = service.module[`${operation}Command`];
    const schema = new Command({}).schema?.[4];
    const value = schema ? toSdk(input, NormalizedSchema.of(schema)) : input;
    answer = await clientFor(endpoint).send(new Command(value));
    for (const [name, member] of Object.entries(answer)) { // what is streamed is read when the user reads it
      if (typeof member?.transformToByteArray === 'function') answer[name] = await member.transformToByteArray();
    }
  } catch (error) {
    if (error instanceof Unholdable) return { outcome: 'skipped', reason: error.message };
    if (!(error instanceof service.BaseException)) {
      return { outcome: 'client_error', stage: stage(error), class: text(error.name), message: text(error.message) };
    }
    return {
      outcome: 'service_error', code: text(error.name), message: text(error.message),
      modeled: error.constructor !== service.BaseException, // else one of the service's own exceptions
      http_status: error.$metadata.httpStatusCode,
      request_id: text(error.$metadata.requestId),
    };
  }
  const { $metadata, ...output } = answer;
  const { httpStatusCode, requestId } = $metadata;
  return { outcome: 'response', http_status: httpStatusCode, output: toWire(output), request_id: text(requestId) };
}

function hello(message) {
  service = choose(message);
  const of = (name) => sdk(`${name}/package.json`).version;
  const parts = `core ${of('@aws-sdk/core')}, smithy core ${of('@smithy/core')}, Node.js ${process.versions.node}`;
  const answer = { type: 'hello', protocol: 1, name: 'aws-sdk-js-v3', version: `${version} (${parts})`, language: 'javascript', features: [] };
  if (service.unsupported) return { ...answer, unsupported: service.unsupported };
  return service.byHand ? { ...answer, name: 'aws-sdk-js-v3 runtime, with a schema written by hand', edition: '2022-08' } : answer;
}

async function handle(line) {
  const message = JSON.parse(line, exact);
  if (message.type === 'bye') process.exit(0);
  const answer = message.type === 'hello' ? hello(message) : { type: 'result', id: message.id, ...await call(message) };
  protocol(`${JSON.stringify(answer)}\n`);
}

let pending = ''; // not readline: it takes U+2028 for the end of a line
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (pending + chunk).split('\n');
  pending = lines.pop();
  lines.forEach(handle);
}).on('end', () => process.exit(0));
