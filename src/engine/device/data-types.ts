/** What the elements of a tensor are. */
export type DataType = 'float32' | 'int32' | PackedType | CacheType;
/**
 * A packed matrix: a linear layer's weights, rounded and in the order in which a device reads them fastest.
 * bfloat16 keeps eight bits of each number; int8 rounds a column's numbers to whole multiples of a 127th of its
 * largest. Only `pack` fills it and only `linearPacked` reads it; the host can do neither.
 */
export type PackedType = 'bfloat16' | 'int8';
/**
 * Keys or values of the past, (B, NKV, P, HS), in 32 or 16 bits (bfloat16), in the order in which a device reads them
 * fastest. Only `attentionCached` fills and reads them.
 */
export type CacheType = 'cache32' | 'cache16';
/**
 * An argument that is `packed` takes a matrix of either type, and one that is `cache` keys or values of either; their
 * BITS are passed like a size.
 */
export type ArgumentType = 'float32' | 'int32' | 'packed' | 'cache';
