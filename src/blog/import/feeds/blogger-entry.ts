/**
 * What Blogger says about an Atom entry, in both backup formats: Blogger's own, used until 2024, has a category for the
 * kind and `app:draft`; Google Takeout's has `blogger:type` and `blogger:status`.
 */
import { type LeftOut, leftOut } from '../post-source.ts';
import { childrenNamed, childText, type XmlElement } from '../xml/xml-element.ts';

const kindScheme = /^https?:\/\/schemas\.google\.com\/g\/2005#kind$/;

/** 'post', 'page', 'comment', 'template', 'settings' …; null for an entry that is not from Blogger. */
export function bloggerKind(entry: XmlElement): string | null {
  const type = childText(entry, 'blogger:type');
  if (type !== null) return type.toLowerCase();
  const kind = childrenNamed(entry, 'atom:category').find(isKind)?.attributes.term;
  return kind === undefined ? null : kind.slice(kind.lastIndexOf('#') + 1).toLowerCase();
}

/** Whether a category gives an entry's kind rather than its subject. */
export function isKind({ attributes }: XmlElement): boolean {
  return kindScheme.test(attributes.scheme?.trim() ?? '');
}

/** Why a post is neither published nor a draft; null if it is one of them. */
export function bloggerHidden(entry: XmlElement, where: string): LeftOut | null {
  const status = childText(entry, 'blogger:status');
  if (childText(entry, 'blogger:trashed') !== null || status === 'SOFT_TRASHED' || status === 'TRASHED')
    return leftOut('deleted', where, 'it is in the trash.');
  if (status === null || ['LIVE', 'DRAFT', 'SCHEDULED'].includes(status)) return null;
  return leftOut('no post', where, `its status, ${status}, is unknown.`);
}

/** Why it is not public; null if it is. RFC 5023 defines a mark for this, and Blogger has its own. */
export function draftBecause(entry: XmlElement): string | null {
  const status = childText(entry, 'blogger:status');
  if (status === 'SCHEDULED') return 'it is scheduled for later';
  const marks = [entry, ...childrenNamed(entry, 'app:control')].map((element) => childText(element, 'app:draft'));
  return status === 'DRAFT' || marks.some((mark) => mark?.toLowerCase() === 'yes') ? 'it is a draft' : null;
}
