#include <zlib.h>

// Swift does not see zlib's macro, which passes the version and the size of the stream along.
static inline int promig_deflateInit2(z_stream *stream, int level, int windowBits) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}
