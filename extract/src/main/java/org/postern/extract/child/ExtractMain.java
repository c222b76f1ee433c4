package org.postern.extract.child;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.postern.extract.Document;
import org.postern.extract.Wire;

/// Runs as a process of its own: answers one document after the other until its input ends.
public final class ExtractMain {
    private ExtractMain() {}

    @SuppressWarnings("SystemExitOutsideMain") // This is main.
    public static void main(String[] args) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        System.setOut(System.err); // What a library prints must not stand between the answers.
        NoNetwork.refuseSockets();
        DocumentReader reader = new DocumentReader(new Parsers());
        Optional<Document> document = Wire.readDocument(in);
        while (document.isPresent()) {
            Wire.write(out, reader.read(document.get()));
            document = Wire.readDocument(in);
        }
    }
}
