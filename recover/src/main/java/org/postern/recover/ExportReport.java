package org.postern.recover;

import java.util.List;

/// What an export wrote.
///
/// @param bytes of the messages, before compression
/// @param missing messages that could not be read
/// @param reasons the first of those, with why
public record ExportReport(long messages, long bytes, long missing, List<String> reasons) {
    /// How many reasons [#reasons] gives at most.
    public static final int REASONS_MAX = 1_000;

    public ExportReport {
        reasons = List.copyOf(reasons);
    }
}
