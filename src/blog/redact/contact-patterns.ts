import type { PrivatePattern } from './private-patterns.ts';

/** Domains reserved for examples (RFC 2606, RFC 6761), and others that people use as examples. */
const exampleDomain =
  /(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)(?:example|domain|yourdomain|mydomain|company|yourcompany|foo|bar|email|site|yoursite)\.(?:com|org|net|edu|gov)$/i;
/** `photo@2x.png`, `package@1.2.tgz`. */
const fileEnding =
  /\.(?:png|jpe?g|gif|svg|webp|avif|ico|js|mjs|ts|tsx|jsx|css|json|md|py|rb|go|rs|sh|ya?ml|html?|zip|tgz|gz)$/i;
/** Names that are not a person's mailbox; `git@` is part of a repository's address. */
const notAPerson =
  /^(?:git|hg|svn|ssh|no-?reply|do-?not-?reply|you|your|user|username|name|someone|somebody|me|foo|bar)$/i;

/** Markdown that was made from HTML has backslashes before signs that could be marks: 'jane\_doe\@kettle.org'. */
export const emailAddress: PrivatePattern = {
  name: 'e-mail address',
  pattern:
    /(?<![\w.%+@/-]|:\/\/[^\s/]{0,80})(?<value>[A-Za-z0-9](?:(?:[\w.%+-]|\\_){0,62}\w)?\\?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![\w@:/-])/dg,
  isReal(value) {
    const [name, domain] = value.replaceAll('\\', '').split('@');
    return (
      !notAPerson.test(name) && !exampleDomain.test(domain) && !fileEnding.test(domain) && !/noreply/i.test(domain)
    );
  },
};

/** 'jane [at] kettle [dot] org' */
export const spelledAddress: PrivatePattern = {
  name: 'e-mail address',
  pattern:
    /(?<![\w.+-])[\w+-][\w.+-]{0,60} ?(?:\[at\]|\(at\)|\{at\}) ?[\w-]{1,60}(?:(?: ?(?:\[dot\]|\(dot\)|\{dot\}) ?|\.)[\w-]{2,60}){1,4}/dgi,
};

/** https://en.wikipedia.org/wiki/List_of_country_calling_codes */
const callingCode =
  /^(?:1|7|2(?:0|7|[1-689]\d)|3(?:[0-469]|5\d|7\d|8\d)|4(?:[013-9]|2\d)|5(?:[1-8]|0\d|9\d)|6(?:[0-6]|[7-9]\d)|8(?:[1246]|5\d|7\d|8\d)|9(?:[0-58]|[679]\d))/;

/** '+49 30 901820', '+1 (202) 456-1111'. */
export const internationalNumber: PrivatePattern = {
  name: 'phone number',
  pattern: /(?<![\w+.=/-])\+[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}(?![\w%])/dg,
  isReal(value) {
    const digits = value.replace(/\D/g, '');
    if (digits.length < 9 || digits.length > 15 || !callingCode.test(digits)) return false;
    return digits[0] === '1' ? isNorthAmerican(digits) : true;
  },
};

/** '(202) 456-1111', '202-456-1111', '202.456.1111'. */
export const northAmericanNumber: PrivatePattern = {
  name: 'phone number',
  pattern:
    /(?<![\w+.=/-])(?:1[-. ])?(?:\([2-9]\d{2}\) ?[2-9]\d{2}-\d{4}|[2-9]\d{2}(?<mark>[-.])[2-9]\d{2}\k<mark>\d{4})(?![\w%]|[-.]\d)/dg,
  isReal: (value) => isNorthAmerican(value.replace(/\D/g, '')),
};

/** 555-0100 to 555-0199 are reserved for fiction, and area code 555 does not exist. */
function isNorthAmerican(digits: string): boolean {
  return /^1?(?!555)[2-9]\d{2}[2-9]\d{6}$/.test(digits) && !/55501\d\d$/.test(digits);
}
