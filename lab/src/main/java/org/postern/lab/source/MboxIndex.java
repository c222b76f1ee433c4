package org.postern.lab.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds where each message of an mbox file lies, in one pass and without keeping the file.
///
/// A message begins after a `From ` line that stands at the file's start or below an empty line, and that is followed
/// by a header field: a body that says "From here on…" below an empty line does not tear its message. It ends before
/// the next such line; the one empty line in between belongs to the mbox (RFC 4155 §2), not to the message.
///
/// The bytes of a message are those of the file, unchanged: `>From ` stays as it is, for an mbox does not say whether
/// its writer quoted (mboxo, mboxrd) or the author wrote it so, and a guess would break signed mail.
final class MboxIndex {
    /// One message: its place, and what the separator says.
    record Entry(long offset, long length, String separator) {}

    private static final int LINE_KEPT = 1000;
    private static final Pattern FIELD = Pattern.compile("(>From .*|[!-9;-~]{1,200}[ \t]*:.*)");

    private final List<Entry> entries = new ArrayList<>();
    private final byte[] line = new byte[LINE_KEPT];
    private int kept; // bytes of the line in `line`
    private long lineStart;
    private long at;
    private boolean afterEmptyLine = true; // the file's start counts as one
    private long emptyLineStart;
    private String candidate = ""; // a separator that awaits the line below it
    private long candidateStart;
    private String open = ""; // the separator of the message that is being read
    private long openStart = -1;

    private MboxIndex() {}

    /// The messages in the file's order; empty when it holds no separator.
    static List<Entry> of(Path file) throws IOException {
        MboxIndex index = new MboxIndex();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 256 * 1024)) {
            index.read(in);
        }
        return index.entries;
    }

    private void read(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                take(buffer[i]);
            }
        }
        if (at > lineStart) {
            endLine();
        }
        close(at, afterEmptyLine && openStart < emptyLineStart ? emptyLineStart : at);
    }

    private void take(byte b) {
        at++;
        if (kept < LINE_KEPT) {
            line[kept++] = b;
        }
        if (b == '\n') {
            endLine();
        }
    }

    private void endLine() {
        String text = new String(line, 0, kept, StandardCharsets.ISO_8859_1).stripTrailing();
        if (!candidate.isEmpty() && FIELD.matcher(text).matches()) {
            startMessage(lineStart);
        }
        candidate = "";
        if (afterEmptyLine && text.startsWith("From ")) {
            candidate = text;
            candidateStart = lineStart;
        }
        boolean empty = line[0] == '\n' || (kept == 2 && line[0] == '\r' && line[1] == '\n');
        if (empty) {
            emptyLineStart = lineStart;
        }
        if (candidate.isEmpty()) {
            afterEmptyLine = empty;
        }
        kept = 0;
        lineStart = at;
    }

    private void startMessage(long bodyStart) {
        boolean first = openStart < 0;
        if (!first) {
            close(candidateStart, emptyLineStart);
        }
        open = candidate;
        openStart = bodyStart;
        candidate = "";
    }

    private void close(long end, long endWithoutEmptyLine) {
        if (openStart >= 0) {
            long until = Math.max(openStart, Math.min(end, endWithoutEmptyLine));
            entries.add(new Entry(openStart, until - openStart, open));
        }
    }
}
