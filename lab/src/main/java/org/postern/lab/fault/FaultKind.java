package org.postern.lab.fault;

import java.util.Arrays;
import java.util.Optional;

/// What can be made to go wrong. The numbers are those of the pitfalls list that the lab covers.
public enum FaultKind {
    /// 1: `$value` of an item answers 500 ErrorMimeContentConversionFailed.
    MIME_CONVERSION_FAILED("mimeConversionFailed"),
    /// 2: every read of an item by its id answers 500 ErrorCorruptData.
    CORRUPT_DATA("corruptData"),
    /// 3: an item that comes back to a folder it had left is missing from that folder's delta.
    RETURN_DROPS_OUT("returnDropsOut"),
    /// 4: a delta token is refused: 410 with Location, or 400 or 404 by `status`.
    SYNC_STATE_NOT_FOUND("syncStateNotFound"),
    /// 4: the folder is deleted and made anew, without a tombstone, while its delta is being paged.
    FOLDER_RECREATED("folderRecreated"),
    /// A delta page has no items but a nextLink.
    EMPTY_PAGE("emptyPage"),
    /// 8: 429, with Retry-After when `retryAfterSeconds` is given and without otherwise.
    THROTTLED("throttled"),
    /// 8: 503 that asks for a back-off of `milliseconds` (0 too), with Retry-After when given.
    UNAVAILABLE("unavailable"),
    /// The reply is delayed by `milliseconds`.
    LATENCY("latency"),
    /// The connection breaks after `bytes` bytes of the reply's body.
    CUT_CONNECTION("cutConnection"),
    /// `$value` gives only the first `bytes` bytes of an item, and says that this is all.
    MIME_TRUNCATED("mimeTruncated"),
    /// The token endpoint answers 503.
    SIGN_IN_UNAVAILABLE("signInUnavailable");

    private final String wireName;

    FaultKind(String wireName) {
        this.wireName = wireName;
    }

    /// As the control API writes it.
    public String wireName() {
        return wireName;
    }

    public static Optional<FaultKind> named(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst();
    }
}
