// How large a data set may be.

/** Numbers in a data set (rows × features) above which none is made: 512 MiB as float32. */
export const mostNumbers = 2 ** 27;
