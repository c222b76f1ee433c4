package org.postern.vault.pack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.postern.mail.TenantId;

/// What stands before and behind the frames of a pack (`docs/format/vault.md` §3.1 and §3.5).
final class PackEnvelope {
    static final int TRAILER = 32;
    private static final byte[] MAGIC = "PSTNPACK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "PSTNDONE".getBytes(StandardCharsets.US_ASCII);
    /// Of packs without dictionaries.
    private static final short VERSION_1 = 1;

    private static final short VERSION = 2;

    private PackEnvelope() {}

    /// Where the footer of a finished pack lies.
    record Trailer(long footerOffset, int footerLength, int objects) {}

    static int headerLength(TenantId tenant) {
        return 25 + tenant.value().length();
    }

    static byte[] header(TenantId tenant, long number) {
        return header(tenant, number, VERSION);
    }

    private static byte[] header(TenantId tenant, long number, short version) {
        byte[] name = tenant.value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(headerLength(tenant));
        out.put(MAGIC).putShort(version).putShort((short) 0).putLong(number);
        out.put((byte) name.length).put(name);
        return out.putInt(checksum(out, out.position())).array();
    }

    /// Whether these bytes are the header of this pack, in any version that is known.
    static boolean isHeader(byte[] begins, TenantId tenant, long number) {
        return Arrays.equals(begins, header(tenant, number)) || isOld(begins, tenant, number);
    }

    /// Whether these bytes are the header of this pack in a version before dictionaries.
    static boolean isOld(byte[] begins, TenantId tenant, long number) {
        return Arrays.equals(begins, header(tenant, number, VERSION_1));
    }

    /// Whether these bytes are this pack's intact header in a version that is not known yet.
    static boolean isNewer(byte[] begins, TenantId tenant, long number) {
        if (begins.length != headerLength(tenant)) {
            return false;
        }
        short version = ByteBuffer.wrap(begins).getShort(MAGIC.length);
        return version > VERSION && Arrays.equals(begins, header(tenant, number, version));
    }

    /// Whether these bytes are the intact header of a pack, and not of this one.
    static boolean isOfAnother(byte[] begins, TenantId tenant, long number) {
        int fixed = MAGIC.length + 2 + 2 + 8 + 1;
        if (isHeader(begins, tenant, number) || begins.length < fixed + 4) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(begins);
        int whole = fixed + Byte.toUnsignedInt(in.get(fixed - 1));
        boolean begun = in.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        // A header of another length is of a tenant with another name: what is found in it decides.
        return begun && whole + 4 == begins.length && in.getInt(whole) == checksum(in, whole);
    }

    static byte[] trailer(Trailer trailer) {
        ByteBuffer out = ByteBuffer.allocate(TRAILER);
        out.putLong(trailer.footerOffset)
                .putInt(trailer.footerLength)
                .putInt(trailer.objects)
                .putInt(0);
        return out.putInt(checksum(out, out.position())).put(END).array();
    }

    static Optional<Trailer> readTrailer(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean whole = in.slice(24, END.length).equals(ByteBuffer.wrap(END)) && in.getInt(20) == checksum(in, 20);
        Trailer trailer = new Trailer(in.getLong(0), in.getInt(8), in.getInt(12));
        boolean sane = trailer.footerOffset > 0 && trailer.footerLength >= FrameHeader.BYTES;
        return whole && sane ? Optional.of(trailer) : Optional.empty();
    }

    private static int checksum(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }
}
