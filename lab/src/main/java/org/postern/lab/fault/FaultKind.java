package org.postern.lab.fault;

import java.util.Arrays;
import java.util.Optional;

/// What can be made to go wrong, through Graph and EWS alike where both have it. The numbers are those of the pitfalls
/// list that the lab covers.
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
    /// 8: Graph answers 429. EWS answers by `status`: HTTP 503, HTTP 500 ErrorServerBusy with BackOffMilliseconds
    /// (the default), or HTTP 200 with that in each response message. With Retry-After when given.
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
    SIGN_IN_UNAVAILABLE("signInUnavailable"),
    /// 8, EWS: 500 ErrorExceededConnectionCount, with a BackOffMilliseconds of `milliseconds` when given (0 too).
    CONNECTIONS_EXCEEDED("connectionsExceeded"),
    /// 7, EWS: an item's subject is answered with characters that XML does not allow.
    ILLEGAL_XML("illegalXml"),
    /// 7, EWS: asking for the item's MIME fails the whole request without naming it.
    BATCH_ABORTED("batchAborted"),
    /// 9, EWS: lists and syncs name the item, but it is not found.
    GHOST_ITEM("ghostItem"),
    /// 9, EWS: a streaming connection tells nothing of a change.
    STREAMING_GAP("streamingGap"),
    /// 9, EWS: the server forgets a subscription while it is streamed: ErrorSubscriptionNotFound, and the stream ends.
    SUBSCRIPTION_LOST("subscriptionLost"),
    /// 10, EWS: reading the item's MIME, exporting, creating or uploading answers ErrorMessageSizeExceeded.
    MESSAGE_SIZE_EXCEEDED("messageSizeExceeded");

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
