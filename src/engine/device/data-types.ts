/** What the elements of a tensor are. */
export type DataType = 'float32' | 'int32' | PackedType | TableType | CacheType;
/**
 * A packed matrix: a linear layer's weights, rounded and in the order in which a device reads them fastest.
 * bfloat16 keeps eight bits of each number; int8 rounds a column's numbers to whole multiples of a 127th of its
 * largest; q8_0 does so in each block of SCALED_ROWS rows of a column, as llama.cpp does, and keeps the numbers of its files
 * exactly. Only `pack` fills it, and only `linearPacked` and its backward read it; the host can do neither.
 */
export type PackedType = 'bfloat16' | 'q8_0' | 'int8';
/** Rows of a q8_0 matrix (C, OC) that share a scale in each column. */
export const SCALED_ROWS = 32;
/**
 * A matrix whose rows are read one by one, as a table of tokens is, in 16 bits a number (bfloat16). Only `round` fills it,
 * and only kernels with an argument `table` read it; the host can do neither.
 */
export type TableType = 'table16';
/**
 * Keys or values of the past, (B, NKV, P, HS), in 32 or 16 bits (bfloat16), in the order in which a device reads them
 * fastest. Only `attentionCached` fills and reads them.
 */
export type CacheType = 'cache32' | 'cache16';
/**
 * An argument that is `packed` takes a matrix of either type, one that is `table` a matrix of float32 or a table16, and one
 * that is `cache` keys or values of either type; their BITS are passed like a size.
 */
export type ArgumentType = 'float32' | 'int32' | 'packed' | 'table' | TableType | 'cache';
