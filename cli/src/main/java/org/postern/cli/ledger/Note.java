package org.postern.cli.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A checkpoint: size and root of a log, signed by it and maybe by witnesses (C2SP tlog-checkpoint, tlog-cosignature).
///
/// @param where what it was read from, for messages
/// @param text the lines that are signed
/// @param signatures the lines below, each of a name and base64
@SuppressWarnings("ArrayRecordComponent") // No record is ever compared.
record Note(String where, long size, byte[] root, String text, List<String> signatures) {
    private static final int SIGNATURES_MAX = 64;

    /// Three lines, an empty one, and signatures up to an empty line or the end.
    ///
    /// Signatures of others are passed over, as signed-note wants it; that of the log must be there, and good.
    static Note read(Lines from, Key log, String where) throws IOException, Misfit {
        String origin = from.text();
        String count = from.text();
        String root = from.text();
        boolean formed = from.text().isEmpty() && origin.equals(log.name());
        Misfit.require(formed, where + " is not one of this log");
        List<String> signatures = new ArrayList<>();
        for (byte[] line = from.next(); line.length > 0; line = from.next()) {
            String signature = Bytes.utf8(line, 0);
            Misfit.require(
                    signature.startsWith("\u2014 ") && signatures.size() < SIGNATURES_MAX,
                    where + " has a line below that is no signature");
            signatures.add(signature.substring(2));
        }
        String text = origin + "\n" + count + "\n" + root + "\n";
        byte[] hash = Bytes.base64(root);
        Misfit.require(hash.length == 32, where + " has a root that is none");
        Note note = new Note(where, Bytes.number(count), hash, text, List.copyOf(signatures));
        note.requireSignedBy(log);
        return note;
    }

    private void requireSignedBy(Key log) throws Misfit {
        List<byte[]> found = of(log);
        Misfit.require(!found.isEmpty(), where + " is not signed by this log's key");
        for (byte[] signature : found) {
            boolean good = signature.length == 64 && log.verifies(Bytes.utf8(text), signature);
            Misfit.require(good, where + " is not signed by this log's key");
        }
    }

    /// When a witness saw it; empty text where that witness did not sign it. A bad signature of its is a misfit.
    String cosigned(Key witness) throws Misfit {
        String latest = "";
        for (byte[] signature : of(witness)) {
            Misfit.require(signature.length == 72, where + " has a cosignature of " + witness.name() + " that is none");
            long seconds = ByteBuffer.wrap(signature).getLong();
            byte[] message = Bytes.utf8("cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + text);
            boolean good = witness.verifies(message, Arrays.copyOfRange(signature, 8, 72));
            Misfit.require(good, where + " has a cosignature that " + witness.name() + " did not make");
            latest = time(seconds);
        }
        return latest;
    }

    private static String time(long seconds) throws Misfit {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException e) {
            throw new Misfit(0, "a cosignature's time is none");
        }
    }

    /// The signatures under a key's name and id, without the id.
    private List<byte[]> of(Key key) throws Misfit {
        List<byte[]> found = new ArrayList<>();
        for (String line : signatures) {
            int space = line.indexOf(' ');
            Misfit.require(space > 0, where + " has a line below that is no signature");
            byte[] named = Bytes.base64(line.substring(space + 1));
            boolean byKey = named.length > 4 && Arrays.equals(Arrays.copyOf(named, 4), key.id());
            if (byKey && line.substring(0, space).equals(key.name())) {
                found.add(Arrays.copyOfRange(named, 4, named.length));
            }
        }
        return found;
    }
}
