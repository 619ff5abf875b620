import type { SubjectFinding } from './title-words.ts';

/** What a text says of its title, in words that follow "it". */
export function subjectClause({ words, missing }: SubjectFinding): string {
  const said = words - missing.length;
  if (words === 1) return `${said === 1 ? 'says' : 'does not say'} the uncommon word of its title${listed(missing)}`;
  const how = said === 0 ? 'none' : said === words ? 'all' : said;
  return `says ${how} of the ${words} uncommon words of its title${listed(missing)}`;
}

export function subjectSentence(subject: SubjectFinding): string {
  return `It ${subjectClause(subject)}.`;
}

function listed(missing: readonly string[]): string {
  return missing.length === 0 ? '' : ` (not ${missing.map((word) => `“${word}”`).join(', ')})`;
}
