import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPrivate, masks } from '../../../src/blog/redact/find-private.ts';
import { secretPatterns } from '../../../src/blog/redact/private-patterns.ts';

/** Letters and digits that do not look like an example; assembled here so that no file contains a key. */
const drawn = (count: number, alphabet = 'q7Rt2mXw9ZkL4vB8nHc3JdY6pGf5sAu'): string => {
  return Array.from(
    { length: count },
    (_, i) => alphabet[(i * 7 + Math.floor(i / alphabet.length)) % alphabet.length],
  ).join('');
};
const hexadecimal = (count: number) => drawn(count, '3f9a1c7e05b2d846');
const capitals = (count: number) => drawn(count, 'Q7RT2MXWZKL4VBNHC3JDY6PGF5SAU');
const letters = (count: number) => drawn(count, 'qRtmXwZkLvBnHcJdYpGfsAu');

/** An example of each secret, by the name of its pattern. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  'private key': [`-----BEGIN RSA PRIVATE KEY-----\n${drawn(64)}\n${drawn(64)}\n-----END RSA PRIVATE KEY-----`],
  'AWS access key': [`AKIA${capitals(16)}`],
  'GitHub token': [`ghp_${drawn(36)}`, `github_pat_${drawn(22)}_${drawn(59)}`],
  'GitLab token': [`glpat-${drawn(20)}`],
  'Slack token': [`xoxb-${drawn(24)}`],
  'Slack webhook': [`hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${drawn(24)}`],
  'Discord webhook': [`discord.com/api/webhooks/938475610293847561/${drawn(68)}`],
  'Stripe key': [`sk_live_${drawn(24)}`],
  'Google API key': [`AIza${drawn(35)}`],
  'Google OAuth secret': [`GOCSPX-${drawn(28)}`],
  'Anthropic key': [`sk-ant-api03-${drawn(95)}`],
  'OpenAI key': [`sk-${drawn(20)}T3BlbkFJ${drawn(20)}`],
  'Hugging Face token': [`hf_${letters(34)}`],
  'npm token': [`npm_${drawn(36)}`],
  'PyPI token': [`pypi-AgE${drawn(80)}`],
  'SendGrid key': [`SG.${drawn(22)}.${drawn(43)}`],
  'Mailgun key': [`key-${hexadecimal(32)}`],
  'Twilio key': [`SK${hexadecimal(32)}`],
  'Telegram bot token': [`9384756102:AA${drawn(33)}`],
  'DigitalOcean token': [`dop_v1_${hexadecimal(64)}`],
  'Shopify token': [`shpat_${hexadecimal(32)}`],
  'JSON Web Token': [`eyJ${drawn(20)}.eyJ${drawn(40)}.${drawn(43)}`],
  'Azure storage key': [`AccountKey=${drawn(86)}==`],
  'password in an address': ['postgres://anna:kE7tle9!@db.kettle.org/blog'],
  'secret value': [`api_key = "${drawn(32)}"`, `MY_SECRET_TOKEN: ${drawn(40)}`, `"password": "${drawn(24)}"`],
};

const namesIn = (text: string) => findPrivate(text).map(({ name }) => name);

describe('secrets', () => {
  it.each(secretPatterns.map(({ name }) => name))('%s is found, even in the middle of a sentence', (name) => {
    expect(secrets[name]).toBeDefined();
    for (const secret of secrets[name]) {
      expect(namesIn(secret), secret).toEqual([name]);
      expect(namesIn(`We used ${secret}\nfor it.`), secret).toEqual([name]);
    }
  });

  it('are not shown in full', () => {
    for (const secret of Object.values(secrets).flat()) {
      for (const { shown } of findPrivate(secret)) expect(shown.length, secret).toBeLessThan(8);
    }
  });

  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    'api_key = "YOUR_API_KEY_GOES_HERE_1"',
    'token: xxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'const token = process.env.GITHUB_TOKEN_FOR_DEPLOY1;',
    'secret: path/to/the/secret-file-2019/of-mine',
    'password = "correct-horse-battery-staple-99"',
    'postgres://user:password@localhost/blog',
    'https://user:$TOKEN@kettle.org/',
    `The commit ${hexadecimal(40)} did it.`,
    `integrity="sha512-${drawn(86)}=="`,
    'tokenization: 12345678901234567890123',
    'a secret: "everything-that-we-do-is-in-the-open"',
  ])('%s is none', (text) => {
    expect(findPrivate(text)).toEqual([]);
  });
});

describe('addresses and numbers', () => {
  it.each([
    ['Write to anna.b+blog@kettle.co.uk.', 'a…@kettle.co.uk'],
    ['<a href="mailto:anna@kettle.org">', 'a…@kettle.org'],
    ['[me](mailto:anna@kettle.org)', 'a…@kettle.org'],
    ['Write to anna\\@kettle.org.', 'a…@kettle.org'],
    ['anna\\_bell\\@kettle.org', 'a…@kettle.org'],
  ])('%s has an e-mail address', (text, shown) => {
    expect(findPrivate(text)).toMatchObject([{ kind: 'e-mail address', shown }]);
  });

  it('an address between angle brackets is found with them', () => {
    expect(findPrivate('to <anna@kettle.org>.')).toMatchObject([{ start: 3, end: 20 }]);
    expect(findPrivate('to <mailto:anna@kettle.org>.')).toMatchObject([{ start: 3, end: 27 }]);
  });

  it('an address that is spelled out is found', () => {
    expect(namesIn('anna [at] kettle [dot] org')).toEqual(['e-mail address']);
  });

  it.each([
    'anna@example.com',
    'anna@mail.example.org',
    'you@yourdomain.com',
    'git@github.com:anna/kettle.git',
    'logo@2x.png',
    'https://medium.com/@anna/kettle.org',
    '@anna@kettle.social',
    'https://anna@kettle.org/x',
    'no-reply@kettle.org',
    'npm install kettle@1.2.3',
    '@media screen',
  ])('%s is not an e-mail address of a person', (text) => {
    expect(findPrivate(text)).toEqual([]);
  });

  it.each([
    '+49 30 901820',
    '+1 (202) 456-1111',
    '+44 20 7946 0000',
    '(202) 456-1111',
    '202-456-1111',
    '1-202-456-1111',
    'tel:+12024561111',
  ])('%s is a phone number', (number) => {
    expect(namesIn(`Call ${number}, please.`)).toEqual(['phone number']);
  });

  it.each([
    '202-555-0123',
    '555-555-5555',
    '2019-03-10 08:30:00 +0200',
    '192.168.100.1000',
    '978-3-16-148410-0',
    '+100 000 000',
    '1234-567-8901',
    'https://a.b/202-456-1111',
    '10 000 000 000',
  ])('%s is none', (text) => {
    expect(findPrivate(text)).toEqual([]);
  });
});

describe('quoted mail', () => {
  const quote = 'On Mon, Jan 5, 2015 at 10:00 AM, Bob <bob@kettle.org> wrote:\n\n> Hello Anna,\n>\n> and so on.';

  it('is found as a whole, with the line that introduces it', () => {
    expect(findPrivate(`He said:\n\n${quote}\n\nAnd I:`)).toMatchObject([
      { kind: 'quoted mail', start: 10, end: 10 + quote.length },
    ]);
  });

  it('is found by the header of a mail', () => {
    const head = 'From: Bob\nSent: Monday\nTo: Anna\nSubject: kettles';
    expect(findPrivate(`x\n\n-----Original Message-----\n${head}\n\nHello`)).toMatchObject([
      { kind: 'quoted mail', start: 3 },
    ]);
  });

  it('is not found in an ordinary quote', () => {
    expect(findPrivate('On Monday Bob wrote:\n\nnothing.\n\n> A quote.')).toEqual([]);
    expect(findPrivate('> A quote.\n\nTo: be\nor: not')).toEqual([]);
  });
});

describe('findPrivate', () => {
  it('gives stretches in order and never one inside another', () => {
    const pieces = fc.constantFrom(
      ...Object.values(secrets).flat(),
      'anna@kettle.org',
      '+49 30 901820',
      ' and ',
      '\n\n',
      '> ',
      '<',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const found = findPrivate(parts.join(' '));
        for (const [i, { start, end }] of found.entries()) {
          expect(end).toBeGreaterThan(start);
          if (i > 0) expect(end).toBeGreaterThan(found[i - 1].end);
        }
      }),
    );
  });

  it('finds nothing in its own masks', () => {
    expect(findPrivate(Object.values(masks).join(' '))).toEqual([]);
  });

  it('gets through a long line of letters', () => {
    expect(findPrivate('aB3'.repeat(200_000))).toEqual([]);
    expect(findPrivate('a.b-c_'.repeat(100_000))).toEqual([]);
  });
});
