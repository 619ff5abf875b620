import { TensorFault } from '../backend.ts';
import type { Call } from './kernel.ts';

/** out (B, T, C) = wte (V, C) at tokens (B, T) + wpe (P, C) at positions (B) + t. */
export function embedding({ tokens, positions, wte, wpe, out, B, T, C, V, P }: Call<'embedding'>): void {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const row = (b * T + t) * C;
      const wteRow = checkedRow('embedding(tokens)', tokens[b * T + t], V) * C;
      const wpeRow = checkedRow('embedding(positions)', positions[b] + t, P) * C;
      for (let c = 0; c < C; c++) out[row + c] = wte[wteRow + c] + wpe[wpeRow + c];
    }
  }
}

/** dWte (V, C) and dWpe (P, C) each add the rows of dOut (B, T, C) that were read from them. */
export function embeddingBackward(call: Call<'embeddingBackward'>): void {
  const { dOut, tokens, positions, dWte, dWpe, B, T, C } = call;
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const row = (b * T + t) * C;
      // out[b,t] = wte[tokens[b,t]] + wpe[positions[b] + t]
      if (dWte) {
        const wteRow = checkedRow('embeddingBackward(tokens)', tokens[b * T + t], call.V) * C;
        for (let c = 0; c < C; c++) dWte[wteRow + c] += dOut[row + c];
      }
      if (dWpe) {
        const wpeRow = checkedRow('embeddingBackward(positions)', positions[b] + t, call.P) * C;
        for (let c = 0; c < C; c++) dWpe[wpeRow + c] += dOut[row + c];
      }
    }
  }
}

// A typed array reads undefined past its end, which would surface as a NaN far from its cause.
function checkedRow(where: string, row: number, rows: number): number {
  if (row < 0 || row >= rows) throw new TensorFault(`${where} asks for row ${row} of a table of ${rows} rows.`);
  return row;
}
