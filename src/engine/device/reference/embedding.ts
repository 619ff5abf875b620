import { TensorFault } from '../backend.ts';
import type { Call } from './kernel.ts';

/** out (B, T, C) = tokenTable (V, C) at tokens (B, T) + positionTable (P, C), if there is one, at positions (B) + t. */
export function embedding(call: Call<'embedding'>): void {
  const { tokens, positions, tokenTable, positionTable, out, B, T, C, V } = call;
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const row = (b * T + t) * C;
      const tokenRow = checkedRow('embedding(tokens)', tokens[b * T + t], V) * C;
      if (positionTable === null) {
        out.set(tokenTable.subarray(tokenRow, tokenRow + C), row);
        continue;
      }
      const positionRow = checkedRow('embedding(positions)', positions[b] + t, call.P) * C;
      for (let c = 0; c < C; c++) out[row + c] = tokenTable[tokenRow + c] + positionTable[positionRow + c];
    }
  }
}

/** dTokenTable (V, C) and dPositionTable (P, C) each add the rows of dOut (B, T, C) that were read from them. */
export function embeddingBackward(call: Call<'embeddingBackward'>): void {
  const { dOut, tokens, positions, dTokenTable, dPositionTable, B, T, C } = call;
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const row = (b * T + t) * C;
      // out[b,t] = tokenTable[tokens[b,t]] + positionTable[positions[b] + t]
      if (dTokenTable) {
        const tokenRow = checkedRow('embeddingBackward(tokens)', tokens[b * T + t], call.V) * C;
        for (let c = 0; c < C; c++) dTokenTable[tokenRow + c] += dOut[row + c];
      }
      if (dPositionTable) {
        const positionRow = checkedRow('embeddingBackward(positions)', positions[b] + t, call.P) * C;
        for (let c = 0; c < C; c++) dPositionTable[positionRow + c] += dOut[row + c];
      }
    }
  }
}

// A typed array reads undefined past its end, which would surface as a NaN far from its cause.
function checkedRow(where: string, row: number, rows: number): number {
  if (row < 0 || row >= rows) throw new TensorFault(`${where} asks for row ${row} of a table of ${rows} rows.`);
  return row;
}
