package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds where every header and part of a message lies, for any bytes at all and in one pass.
///
/// Linear in the length of the message whatever it holds, and without recursion: the parts that are open stand on a
/// list, and one table of their boundaries tells which of them a delimiter line belongs to.
public final class MessageScanner {
    private final byte[] message;
    private final ScanLimits limits;
    private final Boundaries boundaries;
    private final HeaderScanner headers;
    private final List<OpenPart> open = new ArrayList<>();
    private int partCount;

    private MessageScanner(byte[] message, ScanLimits limits) {
        this.message = message;
        this.limits = limits;
        this.boundaries = new Boundaries(message);
        this.headers = new HeaderScanner(message, boundaries, limits.maxHeaderFields());
    }

    /// The MIME tree of the message; never fails: bytes that are no mail give one leaf.
    public static Part scan(byte[] message, ScanLimits limits) {
        return new MessageScanner(message, limits).scan();
    }

    private Part scan() {
        int at = enter(0, ContentFields.DEFAULT_TYPE);
        Boundaries.@Nullable Delimiter delimiter = boundaries.next(at);
        while (delimiter != null) {
            at = pass(delimiter);
            delimiter = boundaries.next(at);
        }
        int end = message.length;
        while (open.size() > 1) {
            end = closeInnermost(end);
        }
        return open.getFirst().close(end);
    }

    /// Opens the part that starts at `start`, and the messages that start with its body; returns where to go on.
    private int enter(int start, String defaultType) {
        OpenPart part = openPart(start, defaultType);
        while (part.isOpenMessage() && mayNest() && part.header.bodyStart() < message.length) {
            part = openPart(part.header.bodyStart(), ContentFields.DEFAULT_TYPE);
        }
        if (part.isMultipart() && mayNest()) {
            boundaries.open(part);
        }
        return part.header.bodyStart();
    }

    private OpenPart openPart(int start, String defaultType) {
        HeaderScanner.Header header = headers.scan(start);
        OpenPart part = new OpenPart(start, header, new ContentFields(message, header.fields()), defaultType);
        open.add(part);
        partCount++;
        return part;
    }

    /// The root is level 0: a part may hold others while it is no deeper than the limit, and parts are left.
    private boolean mayNest() {
        return open.size() <= limits.maxDepth() && partCount < limits.maxParts();
    }

    /// Closes what ends at the delimiter and opens what begins there; returns where to go on.
    private int pass(Boundaries.Delimiter delimiter) {
        int end = Lines.beforeBreak(message, delimiter.start(), 0);
        while (open.getLast() != delimiter.multipart()) {
            end = closeInnermost(end);
        }
        if (delimiter.closes() || partCount >= limits.maxParts()) {
            boundaries.close(delimiter.multipart());
            return delimiter.end();
        }
        return enter(delimiter.end(), delimiter.multipart().childType());
    }

    private int closeInnermost(int end) {
        OpenPart part = open.removeLast();
        boundaries.close(part);
        Part closed = part.close(end);
        open.getLast().add(closed);
        return Math.max(end, closed.range().end());
    }
}
