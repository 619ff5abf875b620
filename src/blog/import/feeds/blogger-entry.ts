/**
 * What Blogger says about an entry of Atom, in both forms of its backups: with a category that is its kind and
 * `app:draft`, as Blogger itself wrote them until 2024, and with `blogger:type` and `blogger:status`, as Google Takeout
 * does.
 */
import { type LeftOut, leftOut } from '../post-source.ts';
import { childrenNamed, childText, type XmlElement } from '../xml/xml-element.ts';

const kindScheme = /^https?:\/\/schemas\.google\.com\/g\/2005#kind$/;

/** 'post', 'page', 'comment', 'template', 'settings' …; null for an entry that is not Blogger's. */
export function bloggerKind(entry: XmlElement): string | null {
  const type = childText(entry, 'blogger:type');
  if (type !== null) return type.toLowerCase();
  const kind = childrenNamed(entry, 'atom:category').find(isKind)?.attributes.term;
  return kind === undefined ? null : kind.slice(kind.lastIndexOf('#') + 1).toLowerCase();
}

/** Whether a category says what an entry is, not what it is about. */
export function isKind({ attributes }: XmlElement): boolean {
  return kindScheme.test(attributes.scheme?.trim() ?? '');
}

/** Why a post is neither published nor a draft; null for one that is. */
export function bloggerHidden(entry: XmlElement, where: string): LeftOut | null {
  const status = childText(entry, 'blogger:status');
  if (childText(entry, 'blogger:trashed') !== null || status === 'SOFT_TRASHED' || status === 'TRASHED')
    return leftOut('deleted', where, 'it lies in the trash.');
  if (status === null || ['LIVE', 'DRAFT', 'SCHEDULED'].includes(status)) return null;
  return leftOut('no post', where, `its status is ${status}, which is not known here.`);
}

/** Why it is not there publicly; null for what is. RFC 5023 has a mark for that, of which Blogger's is one. */
export function draftBecause(entry: XmlElement): string | null {
  const status = childText(entry, 'blogger:status');
  if (status === 'SCHEDULED') return 'it is to be published later';
  const marks = [entry, ...childrenNamed(entry, 'app:control')].map((element) => childText(element, 'app:draft'));
  return status === 'DRAFT' || marks.some((mark) => mark?.toLowerCase() === 'yes') ? 'it is a draft' : null;
}
