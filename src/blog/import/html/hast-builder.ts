import type { Comment, Doctype, Element, ElementContent, Nodes, Parents, Root, Text } from 'hast';
import { html as parse5, type Token, type TreeAdapter, type TreeAdapterTypeMap } from 'parse5';
import { find, html as htmlNames, svg as svgNames } from 'property-information';

type Attribute = Token.Attribute;
type Namespace = ReturnType<HastBuilder['getNamespaceURI']>;
type Types = TreeAdapterTypeMap<Nodes, Parents, ElementContent, Root, Root, Element, Comment, Text, Element, Doctype>;
type HastBuilder = TreeAdapter<Types>;

/** A node with its source position, which copies and JSON leave out. */
class Placed {
  #parent: Parents | null = null;

  static parentOf(node: Nodes): Parents | null {
    return #parent in node ? node.#parent : null;
  }

  static place(node: Nodes, parent: Parents | null): void {
    if (#parent in node) node.#parent = parent;
  }
}

class BuiltText extends Placed implements Text {
  readonly type = 'text';
  value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }
}

class BuiltComment extends Placed implements Comment {
  readonly type = 'comment';
  value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }
}

/** Shared, because most elements have no properties and a page may consist of empty elements only. */
const noProperties: Element['properties'] = Object.freeze({});
const noAttributes = Object.freeze<Attribute[]>([]) as Attribute[];
const noChildren = Object.freeze<ElementContent[]>([]) as ElementContent[];

class BuiltElement extends Placed implements Element {
  readonly type = 'element';
  tagName: string;
  properties: Element['properties'] = noProperties;
  children: ElementContent[] = noChildren;
  content?: Root;
  readonly #namespace: Namespace;
  readonly #attributes: Attribute[];

  constructor(tagName: string, namespace: Namespace, attributes: Attribute[]) {
    super();
    this.tagName = tagName;
    this.#namespace = namespace;
    this.#attributes = attributes.length === 0 ? noAttributes : attributes;
    addAttributes(this, attributes);
  }

  static namespaceOf(element: Element): Namespace {
    return #namespace in element ? element.#namespace : parse5.NS.HTML;
  }

  static attributesOf(element: Element): Attribute[] {
    return #attributes in element ? element.#attributes : [];
  }
}

/** Converts attributes to the names and values of an HTML tree: `class="a b"` becomes `className: ['a', 'b']`. */
function addAttributes(element: BuiltElement, attributes: readonly Attribute[]): void {
  const names = BuiltElement.namespaceOf(element) === parse5.NS.SVG ? svgNames : htmlNames;
  if (attributes.length > 0 && element.properties === noProperties) element.properties = {};
  for (const { prefix, name, value } of attributes) {
    const info = find(names, prefix ? `${prefix}:${name}` : name);
    if (info.property === '__proto__' || Object.hasOwn(element.properties, info.property)) continue;
    element.properties[info.property] = propertyOf(info, value);
  }
}

function propertyOf(info: ReturnType<typeof find>, value: string): string | number | boolean | string[] {
  if (info.spaceSeparated) return value.trim() === '' ? [] : value.trim().split(/\s+/);
  if (info.commaSeparated) return value.split(',').map((part) => part.trim());
  if (info.boolean || (info.overloadedBoolean && value === '')) return true;
  const isNumber = info.number && value.trim() !== '' && !Number.isNaN(Number(value));
  return isNumber ? Number(value) : value;
}

/**
 * Content that is not allowed in a table goes right before it; the table is the last node, so the search starts at the
 * end.
 */
function insert(parent: Parents, node: ElementContent, before: number): void {
  (parent.children as ElementContent[]).splice(before, 0, node);
  Placed.place(node, parent);
}

function append(parent: Parents, node: ElementContent): void {
  // An empty array may be shared; one that grows by `push` reserves seventeen slots, and most elements have one child.
  if (parent.children.length === 0) parent.children = [node];
  else (parent.children as ElementContent[]).push(node);
  Placed.place(node, parent);
}

/**
 * Builds an HTML tree directly from parse5, without a second tree and without positions, which would take more memory
 * than the page.
 */
export const hastBuilder: HastBuilder = {
  createDocument: () => ({ type: 'root', children: [] }),
  createDocumentFragment: () => ({ type: 'root', children: [] }),
  createElement: (tagName, namespace, attributes) => new BuiltElement(tagName, namespace, attributes),
  createCommentNode: (value) => new BuiltComment(value),
  createTextNode: (value) => new BuiltText(value),
  appendChild: append,
  insertBefore: (parent, node, reference) => insert(parent, node, parent.children.lastIndexOf(reference)),
  setTemplateContent: (template, content) => {
    template.content = content;
  },
  getTemplateContent: (template) => template.content!,
  setDocumentType: () => {},
  setDocumentMode: () => {},
  getDocumentMode: () => parse5.DOCUMENT_MODE.NO_QUIRKS,
  detachNode: (node) => {
    const parent = Placed.parentOf(node);
    if (parent === null) return;
    parent.children.splice(parent.children.lastIndexOf(node), 1);
    Placed.place(node, null);
  },
  insertText: (parent, value) => {
    const last = parent.children.at(-1);
    if (last?.type === 'text') last.value += value;
    else append(parent, new BuiltText(value));
  },
  insertTextBefore: (parent, value, reference) => {
    const at = parent.children.lastIndexOf(reference);
    const last = parent.children[at - 1];
    if (last?.type === 'text') last.value += value;
    else insert(parent, new BuiltText(value), at);
  },
  adoptAttributes: (recipient, attributes) => addAttributes(recipient as BuiltElement, attributes),
  getFirstChild: (node) => (node.children[0] as ElementContent | undefined) ?? null,
  getChildNodes: (node) => node.children as ElementContent[],
  getParentNode: (node) => Placed.parentOf(node),
  getAttrList: (element) => BuiltElement.attributesOf(element),
  getTagName: (element) => element.tagName,
  getNamespaceURI: (element) => BuiltElement.namespaceOf(element),
  getTextNodeContent: (text) => text.value,
  getCommentNodeContent: (comment) => comment.value,
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  isTextNode: (node): node is Text => node.type === 'text',
  isCommentNode: (node): node is Comment => node.type === 'comment',
  isDocumentTypeNode: (node): node is Doctype => node.type === 'doctype',
  isElementNode: (node): node is Element => node.type === 'element',
  setNodeSourceCodeLocation: () => {},
  getNodeSourceCodeLocation: () => null,
  updateNodeSourceCodeLocation: () => {},
};
