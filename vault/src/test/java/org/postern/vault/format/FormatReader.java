package org.postern.vault.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Reads a vault by `docs/format/vault.md` alone: it shares no line with the vault's own code, so that it would notice
/// if document and code said different things.
final class FormatReader {
    private final String tenant;
    private final byte[] data;
    private final byte[] naming;
    private final Map<Integer, byte[]> dictionaries = new HashMap<>();

    /// An opened frame.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Opened(int kind, String name, byte[] plain, long offset, int length) {}

    FormatReader(String tenant, byte[] data, byte[] naming) {
        this.tenant = tenant;
        this.data = data;
        this.naming = naming;
    }

    // §2

    static byte[] argon2(String passphrase, byte[] salt, int memoryKiB, int iterations, int lanes) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(0x13)
                .withSalt(salt)
                .withMemoryAsKB(memoryKiB)
                .withIterations(iterations)
                .withParallelism(lanes)
                .build());
        byte[] key = new byte[32];
        argon2.generateBytes(passphrase.getBytes(StandardCharsets.UTF_8), key);
        return key;
    }

    /// The key-encryption key of the first passphrase slot of `_vault.key`, and the vault key.
    static List<byte[]> vaultKey(byte[] file, String passphrase) {
        ByteBuffer in = ByteBuffer.wrap(file);
        expect(text(in, 8).equals("PSTNVKEY") && in.getShort() == 1, "_vault.key");
        byte[] id = take(in, 16);
        for (int slots = in.get() & 0xff; slots > 0; slots--) {
            int kind = in.get() & 0xff;
            byte[] body = take(in, in.getShort() & 0xffff);
            if (kind == 1) {
                byte[] head = Arrays.copyOf(body, 25);
                ByteBuffer cost = ByteBuffer.wrap(head, 16, 9);
                byte[] under =
                        argon2(passphrase, Arrays.copyOf(head, 16), cost.getInt(), cost.getInt(), cost.get() & 0xff);
                byte[] context = join("postern vault key 1".getBytes(StandardCharsets.US_ASCII), id, head);
                return List.of(under, unwrap(under, Arrays.copyOfRange(body, 25, 85), context));
            }
        }
        throw new AssertionError("no passphrase slot");
    }

    /// The tenant's data key and naming key.
    static List<byte[]> tenantKeys(byte[] file, byte[] vaultKey, String tenant) {
        ByteBuffer in = ByteBuffer.wrap(file);
        expect(text(in, 8).equals("PSTNTKEY") && in.getShort() == 1, "TENANT.key");
        byte[] id = take(in, 16);
        expect(text(in, in.get() & 0xff).equals(tenant), "the tenant's name");
        List<byte[]> keys = new ArrayList<>();
        for (int purpose = 1; purpose <= 2; purpose++) {
            byte[] context = join(
                    "postern tenant key 1".getBytes(StandardCharsets.US_ASCII),
                    id,
                    new byte[] {(byte) purpose},
                    tenant.getBytes(StandardCharsets.US_ASCII));
            keys.add(unwrap(vaultKey, take(in, 60), context));
        }
        expect(!in.hasRemaining(), "the end of TENANT.key");
        return keys;
    }

    private static byte[] unwrap(byte[] under, byte[] wrapped, byte[] context) {
        return gcm(under, Arrays.copyOf(wrapped, 12), context, Arrays.copyOfRange(wrapped, 12, wrapped.length));
    }

    private static byte[] gcm(byte[] key, byte[] nonce, byte[] context, byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("does not open", e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(join(parts));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    // §3

    /// All objects of a pack by their names, the footer checked against them when the pack is finished.
    Map<String, Opened> pack(Path file, long number, boolean finished) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        expect(text(in, 8).equals("PSTNPACK"), "the pack's header");
        int version = in.getShort();
        expect((version == 1 || version == 2) && in.getShort() == 0, "the pack's version");
        expect(in.getLong() == number && text(in, in.get() & 0xff).equals(tenant), "the pack's number and tenant");
        expect(in.getInt(in.position()) == crc(in, 0, in.position()), "the header's checksum");
        in.getInt();
        int end = finished ? in.limit() - 32 : in.limit();
        List<Opened> frames = new ArrayList<>();
        dictionaries.clear(); // Each pack has its own.
        while (in.position() < end) {
            Opened next = frame(in);
            frames.add(next);
            if (next.kind() == 4) {
                expect(version == 2 && next.plain()[0] == 1, "a dictionary");
                dictionaries.put(
                        ByteBuffer.wrap(HexFormat.of().parseHex(next.name())).getInt(),
                        Arrays.copyOfRange(next.plain(), 9, next.plain().length));
            }
        }
        if (finished) {
            checkFooter(in, end, number, frames.subList(0, frames.size() - 1), frames.getLast());
        }
        Map<String, Opened> objects = new LinkedHashMap<>();
        frames.stream().filter(frame -> frame.kind() != 15).forEach(frame -> objects.put(frame.name(), frame));
        return objects;
    }

    /// The frame at the position.
    Opened frame(ByteBuffer in) {
        int at = in.position();
        expect(in.getInt(at + 52) == crc(in, at, 52), "a frame's checksum");
        byte[] bound = take(in, 52);
        in.getInt();
        ByteBuffer head = ByteBuffer.wrap(bound);
        expect(text(head, 4).equals("PFR1"), "a frame's magic");
        int kind = head.get();
        int compression = head.get();
        expect(compression <= 1 && head.getShort() == 0, "compression and flags");
        int plainLength = head.getInt();
        int storedLength = head.getInt();
        int dictionary = head.getInt();
        byte[] name = take(head, 32);
        byte[] stored = opened(in, bound, storedLength);
        byte[] plain = compression == 1 ? expanded(stored, plainLength, dictionary) : stored;
        expect(plain.length == plainLength, "the plaintext's length");
        if (kind != 1) {
            expect(Arrays.equals(name, hmac(naming, new byte[] {(byte) kind}, plain)), "the name of an object");
        }
        return new Opened(kind, hex(name), plain, at, in.position() - at);
    }

    private byte[] expanded(byte[] stored, int length, int dictionary) {
        if (dictionary == 0) {
            return Zstd.decompress(stored, length);
        }
        byte[] content = dictionaries.get(dictionary);
        expect(content != null, "a dictionary before its first use");
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            return zstd.loadDict(Objects.requireNonNull(content)).decompress(stored, length);
        }
    }

    private byte[] opened(ByteBuffer in, byte[] bound, int storedLength) {
        byte[] salt = take(in, 16);
        byte[] key = hmac(data, salt, "postern object key 1".getBytes(StandardCharsets.US_ASCII), new byte[] {1});
        byte[] context = join(
                "postern object 1".getBytes(StandardCharsets.US_ASCII),
                new byte[] {(byte) tenant.length()},
                tenant.getBytes(StandardCharsets.US_ASCII),
                bound);
        int segments = Math.max(1, (storedLength + 65_535) / 65_536);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        for (int i = 0; i < segments; i++) {
            byte[] nonce = ByteBuffer.allocate(12).putInt(7, i).array();
            nonce[11] = (byte) (i == segments - 1 ? 1 : 0);
            int length = Math.min(65_536, storedLength - i * 65_536) + 16;
            stored.writeBytes(gcm(key, nonce, context, take(in, length)));
        }
        return stored.toByteArray();
    }

    private static void checkFooter(ByteBuffer in, int end, long number, List<Opened> objects, Opened footer) {
        expect(footer.kind() == 15, "a footer");
        expect(in.getLong(end) == footer.offset() && in.getInt(end + 8) == footer.length(), "the trailer's footer");
        expect(in.getInt(end + 12) == objects.size() && in.getInt(end + 16) == 0, "the trailer's lines");
        expect(in.getInt(end + 20) == crc(in, end, 20), "the trailer's checksum");
        in.position(end + 24);
        expect(text(in, 8).equals("PSTNDONE"), "the trailer's end");
        ByteBuffer lines = ByteBuffer.wrap(footer.plain());
        expect(lines.get() == 1 && lines.getLong() == number && lines.getInt() == objects.size(), "the footer's head");
        for (Opened object : objects) {
            expect(lines.get() == object.kind() && hex(take(lines, 32)).equals(object.name()), "a line's object");
            expect(lines.getLong() == object.offset() && lines.getInt() == object.length(), "a line's place");
            expect(lines.getInt() == object.plain().length, "a line's length");
            long sequence = object.kind() == 3 ? ByteBuffer.wrap(object.plain()).getLong(1) : 0;
            expect(lines.getLong() == sequence, "a line's sequence");
        }
        expect(!lines.hasRemaining(), "the end of the footer");
    }

    // §4

    /// The message's bytes; null when a part is quoted-printable, whose encoder is no matter of a few lines.
    byte @org.jspecify.annotations.Nullable [] message(Opened skeleton, Map<String, Opened> objects) {
        ByteBuffer in = ByteBuffer.wrap(skeleton.plain());
        expect(in.get() == 1, "the skeleton's version");
        long length = number(in);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long segments = number(in); segments > 0; segments--) {
            switch (in.get()) {
                case 0 -> out.writeBytes(take(in, (int) number(in)));
                case 1 -> out.writeBytes(pieces(in, objects));
                case 2 -> {
                    ByteBuffer form = ByteBuffer.wrap(take(in, (int) number(in)));
                    byte[] content = pieces(in, objects);
                    int kind = (int) number(form);
                    if ((kind & 3) != 1) {
                        return null;
                    }
                    out.writeBytes(base64(kind, form, content));
                }
                default -> throw new AssertionError("a segment of an unknown kind");
            }
        }
        expect(out.size() == length && !in.hasRemaining(), "the skeleton's length");
        byte[] name = hmac(naming, new byte[] {0}, out.toByteArray());
        expect(hex(name).equals(skeleton.name()), "the message's name");
        return out.toByteArray();
    }

    private static byte[] pieces(ByteBuffer in, Map<String, Opened> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long count = number(in); count > 0; count--) {
            Opened leaf = objects.get(hex(take(in, 32)));
            expect(leaf != null && leaf.kind() == 2 && leaf.plain().length == number(in), "a piece");
            if (leaf != null) {
                out.writeBytes(leaf.plain());
            }
        }
        return out.toByteArray();
    }

    private static byte[] base64(int kind, ByteBuffer form, byte[] content) {
        String lineEnd = List.of("\r\n", "\n", "\r").get(kind >> 2 & 3);
        int line = (int) number(form);
        int before = (int) number(form);
        int after = (int) number(form);
        var encoder = java.util.Base64.getEncoder();
        String digits = ((kind & 0x10) != 0 ? encoder : encoder.withoutPadding()).encodeToString(content);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < digits.length(); at += line == 0 ? digits.length() : line) {
            lines.add(line == 0 ? digits : digits.substring(at, Math.min(digits.length(), at + line)));
        }
        return (lineEnd.repeat(before) + String.join(lineEnd, lines) + lineEnd.repeat(after))
                .getBytes(StandardCharsets.US_ASCII);
    }

    // §1

    static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = in.get();
            number |= (long) (octet & 0x7f) << shift;
            if (octet >= 0) {
                return number;
            }
        }
    }

    static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in, int length) {
        return new String(take(in, length), StandardCharsets.UTF_8);
    }

    private static int crc(ByteBuffer in, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(in.slice(from, length));
        return (int) crc.getValue();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not as the document says: " + what);
        }
    }
}
