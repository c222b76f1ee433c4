package org.postern.extract;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program in the child's place that does what a document's name tells it to.
final class MisbehavingMain {
    private MisbehavingMain() {}

    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        Optional<Document> document = Wire.readDocument(in);
        while (document.isPresent()) {
            obey(document.get().fileName(), out);
            document = Wire.readDocument(in);
        }
    }

    private static void obey(String name, DataOutputStream out) throws Exception {
        switch (name) {
            case "hang" -> Thread.sleep(600_000);
            case "spin" -> spin();
            case "memory" -> fill();
            case "crash" -> Runtime.getRuntime().halt(41);
            case "garbage" -> {
                out.write(new byte[] {77, 1, 2, 3});
                out.flush();
            }
            case "huge" -> {
                out.writeByte(1);
                out.writeBoolean(false);
                out.writeInt(Integer.MAX_VALUE);
                out.flush();
            }
            case "environment" -> answer(out, System.getenv().keySet().toString());
            default -> answer(out, name + " " + ProcessHandle.current().pid());
        }
    }

    private static void answer(DataOutputStream out, String text) throws IOException {
        Wire.write(out, new Extraction.Text(text, false));
    }

    private static void spin() {
        long turns = 0;
        while (turns >= 0) {
            turns = (turns + 1) & Integer.MAX_VALUE;
        }
    }

    private static void fill() {
        List<byte[]> held = new ArrayList<>();
        while (held.size() < 1_000_000) {
            held.add(new byte[1 << 20]);
        }
    }
}
