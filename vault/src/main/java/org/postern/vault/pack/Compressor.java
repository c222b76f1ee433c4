package org.postern.vault.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// Compresses and expands by zstd (RFC 8878), with and without dictionaries. Not for several threads at once.
///
/// A dictionary that is loaded takes about a megabyte outside of the heap: only those used last stay loaded.
final class Compressor implements AutoCloseable {
    private static final int LEVEL = 3;
    private static final int SAMPLE = 4 << 10;
    /// From here on samples are cheaper than compressing what does not compress.
    private static final int SAMPLED = 32 << 10;
    /// Above this a dictionary gains nothing that is worth its while.
    private static final int WITH_DICTIONARY = 64 << 10;
    private static final int LOADED = 8;
    private final ZstdCompressCtx compressor = compressor(LEVEL);
    private final ZstdCompressCtx withDictionary = compressor(LEVEL);
    private final ZstdCompressCtx sampler = compressor(1);
    private final ZstdDecompressCtx expander = new ZstdDecompressCtx();
    private final ZstdDecompressCtx expanderWithDictionary = new ZstdDecompressCtx();
    private final Loaded<ZstdDictCompress> forCompressing = new Loaded<>();
    private final Loaded<ZstdDictDecompress> forExpanding = new Loaded<>();

    private static ZstdCompressCtx compressor(int level) {
        return new ZstdCompressCtx()
                .setLevel(level)
                .setContentSize(true)
                .setChecksum(false)
                .setDictID(false);
    }

    /// The compressed bytes are the first `length` of `bytes`.
    @SuppressWarnings("ArrayRecordComponent") // A borrowed array; never compared.
    record Packed(byte[] bytes, int length, int dictionary) {}

    /// Null when compressing does not help.
    @Nullable
    Packed pack(byte[] plain, int offset, int length, @Nullable Dictionary dictionary) {
        if (length == 0 || !mayCompress(plain, offset, length)) {
            return null;
        }
        byte[] packed = new byte[(int) Zstd.compressBound(length)];
        int id = 0;
        int packedLength;
        if (dictionary != null && length <= WITH_DICTIONARY) {
            id = dictionary.id();
            withDictionary.loadDict(forCompressing.get(dictionary, one -> new ZstdDictCompress(one.content(), LEVEL)));
            packedLength = withDictionary.compressByteArray(packed, 0, packed.length, plain, offset, length);
        } else {
            packedLength = compressor.compressByteArray(packed, 0, packed.length, plain, offset, length);
        }
        return packedLength < length - length / 64 ? new Packed(packed, packedLength, id) : null;
    }

    /// Throws `AEADBadTagException` when the bytes do not expand to that length.
    byte[] expand(byte[] stored, int length, @Nullable Dictionary dictionary) throws AEADBadTagException {
        try {
            byte[] plain;
            if (dictionary == null) {
                plain = expander.decompress(stored, length);
            } else {
                expanderWithDictionary.loadDict(
                        forExpanding.get(dictionary, one -> new ZstdDictDecompress(one.content())));
                plain = expanderWithDictionary.decompress(stored, length);
            }
            if (plain.length == length) {
                return plain;
            }
        } catch (ZstdException e) {
            throw (AEADBadTagException) new AEADBadTagException("the object does not expand").initCause(e);
        }
        throw new AEADBadTagException("the object expands to another length");
    }

    /// Tries three samples of a large object, so that media which do not compress cost next to nothing.
    private boolean mayCompress(byte[] plain, int offset, int length) {
        if (length < SAMPLED) {
            return true;
        }
        byte[] packed = new byte[(int) Zstd.compressBound(SAMPLE)];
        int total = 0;
        for (int i = 1; i <= 3; i++) {
            int at = offset + (int) ((long) (length - SAMPLE) * i / 4);
            total += sampler.compressByteArray(packed, 0, packed.length, plain, at, SAMPLE);
        }
        return total < 3 * SAMPLE * 31 / 32;
    }

    /// The dictionaries that were used last, ready for use.
    private static final class Loaded<T extends AutoCloseable> {
        private final Map<ObjectName, T> byName = new LinkedHashMap<>(2 * LOADED, 0.75f, true);

        T get(Dictionary dictionary, Function<Dictionary, T> load) {
            T loaded = byName.get(dictionary.name());
            if (loaded != null) {
                return loaded;
            }
            if (byName.size() == LOADED) {
                ObjectName oldest = byName.keySet().iterator().next();
                close(byName.remove(oldest));
            }
            T fresh = load.apply(dictionary);
            byName.put(dictionary.name(), fresh);
            return fresh;
        }

        void close() {
            byName.values().forEach(Loaded::close);
        }

        private static void close(@Nullable AutoCloseable loaded) {
            try {
                if (loaded != null) {
                    loaded.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException("a dictionary could not be let go", e);
            }
        }
    }

    @Override
    public void close() {
        compressor.close();
        withDictionary.close();
        sampler.close();
        expander.close();
        expanderWithDictionary.close();
        forCompressing.close();
        forExpanding.close();
    }
}
