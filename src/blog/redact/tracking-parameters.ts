import { type Edit, type Stretch, withinAny } from '../markdown/edits.ts';

/** Parameters that only identify the visitor or the link they followed; the page is the same without them. */
const tracking =
  /^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|hsCtaTracking|oly_(?:anon|enc)_id|vero_(?:conv|id)|wickedid|s_cid|ml_subscriber(?:_hash)?|_openstat|ga_(?:source|medium|term|content|campaign)|guce_referrer(?:_sig)?|__s|rb_clickid|ref_src|ref_url)$/i;

/** A web address, without punctuation at its end, which belongs to the sentence. */
const address = /https?:\/\/[^\s<>"'`\\\])]{4,2000}(?<![.,;:!?])/g;

/** Edits that remove tracking parameters from the addresses in a text, except in the stretches of `except`. */
export function trackingEdits(text: string, except: readonly Stretch[]): Edit[] {
  const edits: Edit[] = [];
  const isExcepted = withinAny(except);
  for (const { 0: url, index } of text.matchAll(address)) {
    const question = url.indexOf('?');
    if (question < 0 || isExcepted({ start: index, end: index + url.length })) continue;
    const [query, fragment] = divided(url.slice(question + 1), '#');
    const kept = parametersOf(query).filter(([name]) => !tracking.test(name));
    if (kept.length === parametersOf(query).length) continue;
    const rest = kept.map(([, written], i) => (i === 0 ? written.replace(/^(?:&amp;|&)/, '') : written)).join('');
    const start = index + question;
    edits.push({ start, end: index + url.length, replacement: `${rest === '' ? '' : `?${rest}`}${fragment}` });
  }
  return edits;
}

/** Each parameter's name, and its text with the `&` before it (`&amp;` in HTML): ['b', '&b=1']. */
function parametersOf(query: string): [string, string][] {
  return query.split(/(?=&)/).map((written) => [written.replace(/^(?:&amp;|&)/, '').split('=', 1)[0], written]);
}

function divided(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
