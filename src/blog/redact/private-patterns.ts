import { tally } from '../corpus/tally.ts';

/** A pattern of private text. The named group `value` is masked, or the whole match if there is no such group. */
export interface PrivatePattern {
  /** In a report: 'an AWS access key'. */
  readonly name: string;
  /** With the flags `g` and `d`. */
  readonly pattern: RegExp;
  /** Whether a match is real and not an example. */
  readonly isReal?: (value: string) => boolean;
}

/** Word boundaries, where `_` is part of a word. */
const start = '(?<![A-Za-z0-9_])';
const end = '(?![A-Za-z0-9_])';

function token(name: string, source: string): PrivatePattern {
  return { name, pattern: new RegExp(`${start}${source}${end}`, 'dg'), isReal: isNoExample };
}

/**
 * Keys in the form in which their systems issue them; each has an unmistakable prefix or form. To add one, add a line
 * here and an example in the test.
 */
export const secretPatterns: readonly PrivatePattern[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN (?<kind>[A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?)-----(?:[\w+/=\s:,.()\\]|-(?!----)){40,20000}?-----END \k<kind>-----/dg,
  },
  token('AWS access key', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'),
  token('GitHub token', '(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})'),
  token('GitLab token', 'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[A-Za-z0-9_-]{20,64}'),
  token('Slack token', 'xox[abeoprs]-[A-Za-z0-9-]{10,200}'),
  token('Slack webhook', String.raw`hooks\.slack\.com/services/T[A-Z0-9]{6,12}/B[A-Z0-9]{6,12}/[A-Za-z0-9]{20,30}`),
  token('Discord webhook', String.raw`discord(?:app)?\.com/api/webhooks/\d{17,20}/[A-Za-z0-9_-]{60,80}`),
  token('Stripe key', '[sr]k_(?:live|test)_[A-Za-z0-9]{16,128}'),
  token('Google API key', 'AIza[A-Za-z0-9_-]{35}'),
  token('Google OAuth secret', 'GOCSPX-[A-Za-z0-9_-]{28}'),
  token('Anthropic key', 'sk-ant-[a-z0-9]{4,8}-[A-Za-z0-9_-]{80,120}'),
  token('OpenAI key', 'sk-(?:(?:proj|svcacct|admin)-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}'),
  token('Hugging Face token', 'hf_[A-Za-z]{34}'),
  token('npm token', 'npm_[A-Za-z0-9]{36}'),
  token('PyPI token', 'pypi-AgE[A-Za-z0-9_-]{50,200}'),
  token('SendGrid key', String.raw`SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}`),
  token('Mailgun key', 'key-[0-9a-f]{32}'),
  token('Twilio key', 'SK[0-9a-f]{32}'),
  token('Telegram bot token', String.raw`\d{8,10}:AA[A-Za-z0-9_-]{33}`),
  token('DigitalOcean token', 'do[opr]_v1_[0-9a-f]{64}'),
  token('Shopify token', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  token('JSON Web Token', String.raw`eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}`),
  {
    name: 'Azure storage key',
    pattern: /AccountKey=(?<value>[A-Za-z0-9+/]{86}==)/dg,
  },
  {
    name: 'password in an address',
    pattern:
      /(?<![\w+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/?#"'<>[\](){}$]{1,64}:(?<value>[^\s:@/?#"'<>[\](){}$]{4,64})@[\w.-]+/dg,
    isReal: (value) => isNoExample(value) && !isWords(value),
  },
  {
    name: 'secret value',
    pattern:
      /(?:api[_-]?key|secret|token|passw(?:or)?d|access[_-]?key|private[_-]?key|auth[_-]?key)(?![A-Za-z0-9])[\w-]{0,20}["']?\s{0,3}(?:=>|:=|[:=])\s{0,3}["'`]?(?<value>[A-Za-z0-9+/_~-]{20,200}={0,2})(?![A-Za-z0-9.(/+_~-])/dgi,
    isReal: (value) => isNoExample(value) && looksRandom(value),
  },
];

/** Whether a value does not look like the placeholders in manuals. */
function isNoExample(value: string): boolean {
  if (/example|your|x{4}|placeholder|changeme|dummy|redacted|not-?real|fake|12345678|abcdefgh/i.test(value))
    return false;
  return new Set(value).size >= 6;
}

/** Whether a value is words with or without digits after them, as in examples: 'password', 'user123', 'my-secret'. */
function isWords(value: string): boolean {
  return /^[a-z_-]+\d{0,4}$/i.test(value);
}

/** Minimum entropy of random text in bits a character. Hexadecimal digits have at most 4, words have less. */
const RANDOM_BITS = 3.4;

/** Whether a value mixes digits and letters evenly and is neither a path nor words joined by hyphens. */
function looksRandom(value: string): boolean {
  const digits = value.match(/\d/g)?.length ?? 0;
  const isMixed = digits >= 2 && /[A-Za-z]/.test(value);
  const isPath = value.split('/').filter((part) => /^[a-z._-]+$/i.test(part)).length >= 2;
  const isNames = value.split(/[_-]/).filter((part) => /^[a-z]{3,}$/i.test(part)).length >= 2;
  return isMixed && !isPath && !isNames && bitsOfCharacter(value) >= RANDOM_BITS;
}

/** Shannon's entropy of the characters. */
function bitsOfCharacter(value: string): number {
  return [...tally(value).values()].reduce(
    (bits, count) => bits - (count / value.length) * Math.log2(count / value.length),
    0,
  );
}
