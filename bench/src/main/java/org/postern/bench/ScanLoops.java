package org.postern.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.postern.mail.MessageScanner;
import org.postern.mail.ReadLimits;
import org.postern.vault.content.MessageSplitter;
import org.postern.vault.pack.ObjectName;

/// Finding the parts of messages, and cutting them up: each operation is one pass over [Samples#messages].
@State(Scope.Thread)
public class ScanLoops {
    private static final ObjectName NAME = new ObjectName(1, 2, 3, 4);
    private final List<byte[]> messages = Samples.messages();

    @Benchmark
    public void scan(Blackhole hole) {
        for (byte[] message : messages) {
            hole.consume(MessageScanner.scan(message, ReadLimits.DEFAULT.scan()));
        }
    }

    /// With decoding base64 and making sure that encoding it again gives the same bytes.
    @Benchmark
    public void scanAndSplit(Blackhole hole) {
        for (byte[] message : messages) {
            hole.consume(MessageSplitter.split(
                    message, MessageScanner.scan(message, ReadLimits.DEFAULT.scan()), (bytes, start, length) -> NAME));
        }
    }
}
