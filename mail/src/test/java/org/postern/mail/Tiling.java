package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// What must hold of the ranges of every scan: they nest, follow each other, and with the gaps give the message.
final class Tiling {
    private Tiling() {}

    static void check(byte[] message, Part root) {
        assertThat(root.range()).isEqualTo(new ByteRange(0, message.length));
        checkPart(root);
        assertThat(rebuilt(message, root)).isEqualTo(message);
    }

    static List<Part> leaves(Part part) {
        List<Part> leaves = new ArrayList<>();
        collect(part, leaves);
        return leaves;
    }

    static int count(Part part) {
        return 1 + part.parts().stream().mapToInt(Tiling::count).sum();
    }

    private static void collect(Part part, List<Part> leaves) {
        if (part.isLeaf()) {
            leaves.add(part);
        }
        part.parts().forEach(child -> collect(child, leaves));
    }

    private static void checkPart(Part part) {
        assertThat(part.header().start()).isEqualTo(part.range().start());
        assertThat(part.body().start()).isGreaterThanOrEqualTo(part.header().end());
        assertThat(part.body().end()).isEqualTo(part.range().end());
        int at = part.header().start();
        for (HeaderField field : part.fields()) {
            assertThat(field.range().start()).isGreaterThanOrEqualTo(at);
            assertThat(field.value().start()).isGreaterThan(field.range().start());
            assertThat(field.value().end()).isLessThanOrEqualTo(field.range().end());
            at = field.range().end();
        }
        assertThat(at).isLessThanOrEqualTo(part.header().end());
        at = part.body().start();
        for (Part child : part.parts()) {
            assertThat(child.range().start()).isGreaterThanOrEqualTo(at);
            checkPart(child);
            at = child.range().end();
        }
        assertThat(at).isLessThanOrEqualTo(part.range().end());
    }

    /// The message put together as the vault does it: leaf bodies, decoded and encoded again, and all between them.
    private static byte[] rebuilt(byte[] message, Part root) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        int at = 0;
        for (Part leaf : leaves(root)) {
            ByteRange body = leaf.body();
            out.write(message, at, body.start() - at);
            out.writeBytes(TransferCodec.decodeExactly(message, body, leaf.encoding())
                    .map(exact -> TransferCodec.encode(
                            exact.content(), EncodingForm.fromBytes(exact.form().toBytes())))
                    .orElseGet(() -> java.util.Arrays.copyOfRange(message, body.start(), body.end())));
            at = body.end();
        }
        out.write(message, at, message.length - at);
        return out.toByteArray();
    }
}
