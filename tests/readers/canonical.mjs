// Values of any reader in the form of oracle.py: a text for each, null for NULL.

const DAY = 86_400_000_000n;

export function realHex(number, kind) {
  if (Number.isNaN(number)) return 'nan';
  const view = new DataView(new ArrayBuffer(8));
  if (kind === 'real32') view.setFloat32(0, number); else view.setFloat64(0, number);
  return Buffer.from(view.buffer, 0, kind === 'real32' ? 4 : 8).toString('hex');
}

// An unscaled decimal.
export function decimalText(unscaled, scale) {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const text = fraction === '' || scale === 0 ? whole : `${whole}.${fraction}`;
  return unscaled < 0n ? `-${text}` : text;
}

function decimalFromText(text) {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) throw new Error(`"${text}" is no decimal`);
  const fraction = match[3] ?? '';
  let scale = fraction.length - Number(match[4] ?? 0);
  let unscaled = BigInt(match[1] + (match[2] + fraction || '0'));
  if (scale < 0) [unscaled, scale] = [unscaled * 10n ** BigInt(-scale), 0];
  return decimalText(unscaled, scale);
}

export function dayText(days) {
  return new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
}

function clockMicros(text) {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) throw new Error(`"${text}" is no time of day`);
  return (BigInt(match[1]) * 3600n + BigInt(match[2]) * 60n + BigInt(match[3])) * 1_000_000n +
    BigInt((match[4] ?? '').padEnd(6, '0'));
}

function stampMicros(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T]([\d:.]+)(Z|\+00:00|\+00)?$/.exec(text);
  if (!match) throw new Error(`"${text}" is no timestamp`);
  const day = new Date(0).setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return BigInt(day) / 86_400_000n * DAY + clockMicros(match[4]);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

export const jsonText = (value) => JSON.stringify(sorted(value));

// A value of that kind as text files have it.
export function fromText(kind, text) {
  switch (kind) {
    case 'integer': return BigInt(text).toString();
    case 'decimal': return decimalFromText(text);
    case 'real': case 'real32': {
      if (!/^(-?Infinity|NaN|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(text)) throw new Error(`"${text}" is no number`);
      return realHex(Number(text), kind);
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new Error(`"${text}" is no boolean`);
      return text;
    case 'date': return text;
    case 'time': return clockMicros(text).toString();
    case 'timestamp': return stampMicros(text).toString();
    case 'json': case 'list': return jsonText(JSON.parse(text));
    case 'bytes': {
      const bytes = Buffer.from(text, 'base64');
      if (bytes.toString('base64') !== text) throw new Error(`"${text}" is no base64`);
      return bytes.toString('hex');
    }
    default: return text;
  }
}

export const uuidText = (hex) =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
