/** The type of the operands of matrix products. Sums, and everything else, are float32 in both. */
export type Operands = 'float32' | 'float16';
