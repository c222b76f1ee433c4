package org.postern.cli.offline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postern.vault.ContentName;

/// How a file that is kept in pieces is put together: pieces by name, and the bytes between them.
///
/// Its bytes are `"postern recipe 1\n"`, then steps: octet 0, length (4), that many bytes; or octet 1, a content's name
/// (32). Numbers are big-endian.
final class Recipe {
    private static final byte[] MAGIC = "postern recipe 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME = 32;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Recipe() {
        write(MAGIC);
    }

    /// Bytes of the file itself.
    void literal(byte[] source, int start, int length) {
        if (length > 0) {
            try {
                out.writeByte(0);
                out.writeInt(length);
                out.write(source, start, length);
            } catch (IOException e) {
                throw new UncheckedIOException("memory took no bytes", e);
            }
        }
    }

    /// The bytes of a piece.
    void piece(ContentName name) {
        write(new byte[] {1});
        write(name.bytes());
    }

    private void write(byte[] some) {
        bytes.writeBytes(some);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /// Where pieces come from.
    @FunctionalInterface
    interface Pieces {
        byte[] piece(ContentName name) throws IOException;
    }

    /// Writes the file that a recipe's bytes describe. Throws `IOException` when they are none.
    static void cook(byte[] recipe, Pieces pieces, OutputStream file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(recipe));
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new IOException("its recipe is of a newer version, or none");
        }
        for (int step = in.read(); step >= 0; step = in.read()) {
            switch (step) {
                case 0 -> copy(in, in.readInt(), file);
                case 1 -> file.write(pieces.piece(ContentName.of(name(in))));
                default -> throw new IOException("its recipe has a step of kind " + step);
            }
        }
    }

    private static void copy(DataInputStream in, int length, OutputStream file) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IOException("its recipe ends early");
        }
        file.write(in.readNBytes(length));
    }

    private static byte[] name(DataInputStream in) throws IOException {
        byte[] name = new byte[NAME];
        in.readFully(name);
        return name;
    }
}
