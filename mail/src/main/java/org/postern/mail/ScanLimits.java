package org.postern.mail;

/// How far a scan follows the structure of a message; what lies beyond is kept as plain bytes of its enclosing part.
///
/// @param maxDepth levels of nested multiparts and messages
/// @param maxParts parts in all
/// @param maxHeaderFields header fields in one part
public record ScanLimits(int maxDepth, int maxParts, int maxHeaderFields) {
    public static final ScanLimits DEFAULT = new ScanLimits(50, 5_000, 10_000);

    public ScanLimits {
        if (maxDepth < 1 || maxParts < 1 || maxHeaderFields < 1) {
            throw new IllegalArgumentException("every scan limit must be at least 1");
        }
    }
}
