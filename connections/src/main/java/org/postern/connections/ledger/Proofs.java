package org.postern.connections.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.mail.TenantId;

/// Makes the texts by which others check one tenant's ledger (docs/format/ledger.md).
final class Proofs {
    private final FileLedger ledger;
    private final TenantId tenant;

    Proofs(FileLedger ledger) {
        this.ledger = ledger;
        this.tenant = ledger.tenant();
    }

    VerifierKey key() {
        return ledger.verifierKey();
    }

    void export(OutputStream out) throws IOException {
        Checkpoint checkpoint = ledger.checkpoint();
        String head =
                "postern-ledger-export 1\ntenant " + tenant + "\nkey " + key() + "\n\n" + checkpoint.note() + "\n";
        out.write(head.getBytes(StandardCharsets.UTF_8));
        ledger.copy(checkpoint.size(), out);
    }

    String proof(long number) {
        Checkpoint checkpoint = ledger.checkpoint();
        if (number < 1 || number > checkpoint.size()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The ledger of " + tenant + " has no entry " + number + "; its last one is " + checkpoint.size()
                            + ".");
        }
        byte[] line = ledger.line(number);
        LedgerTree tree = ledger.soundTree();
        List<byte[]> path = Merkle.inclusion(tree, number - 1, checkpoint.size());
        if (!Merkle.includes(checkpoint.root(), checkpoint.size(), number - 1, Merkle.leaf(line), path)) {
            throw spoilt();
        }
        return "c2sp.org/tlog-proof@v1\nextra " + Checkpoint.base64(line) + "\nindex " + (number - 1) + "\n"
                + lines(path) + "\n" + checkpoint.note();
    }

    String growth(long old, Checkpoint checkpoint) {
        if (old < 0 || old > checkpoint.size()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The ledger of " + tenant + " has " + checkpoint.size()
                            + " entries; it cannot show how it grew from " + old + ".");
        }
        LedgerTree tree = ledger.soundTree();
        List<byte[]> path = Merkle.consistency(tree, old, checkpoint.size());
        byte[] oldRoot = Merkle.root(tree, old);
        if (!Merkle.continues(oldRoot, old, checkpoint.root(), checkpoint.size(), path)) {
            throw spoilt();
        }
        return "old " + old + "\n" + lines(path) + "\n" + checkpoint.note();
    }

    private static String lines(List<byte[]> path) {
        StringBuilder lines = new StringBuilder();
        path.forEach(hash -> lines.append(Checkpoint.base64(hash)).append('\n'));
        return lines.toString();
    }

    private ConnectionException spoilt() {
        return new ConnectionException(
                Kind.PERMANENT,
                "The files with the tree of the ledger of " + tenant
                        + " are damaged, though not the ledger itself. Stop"
                        + " the server, delete ledger.tree and ledger.index of this tenant, and start it: they are made"
                        + " anew from the entries.");
    }
}
