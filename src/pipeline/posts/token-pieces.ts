import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';

/** A piece of a text, and the tokens that it consists of: several only if a character is divided among them. */
export interface TokenPiece {
  readonly text: string;
  readonly ids: readonly number[];
}

/** The tokens of a text, each with the characters that it stands for. The texts of the pieces add up to what the model sees. */
export function tokenPieces(text: string, tokenizer: Pick<Tokenizer, 'encode' | 'textStream'>): TokenPiece[] {
  const pieces: TokenPiece[] = [];
  const stream = tokenizer.textStream();
  let ids: number[] = [];
  for (const id of tokenizer.encode(text)) {
    ids.push(id);
    const piece = stream.push(id);
    if (piece === '') continue;
    pieces.push({ text: piece, ids });
    ids = [];
  }
  const rest = stream.end();
  if (ids.length > 0 || rest !== '') pieces.push({ text: rest, ids });
  return pieces;
}
