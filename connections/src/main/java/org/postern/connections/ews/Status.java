package org.postern.connections.ews;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What EWS says of one thing asked: its response code, its words, and how long it wants to be left alone.
///
/// @param code `NoError` when all went well (MS-OXWSCDATA 2.2.5.24)
/// @param backOff what `BackOffMilliseconds` says; null when it says nothing
record Status(String code, String text, @Nullable Duration backOff) {
    static final String NO_ERROR = "NoError";

    /// The mailbox or the server has too much to do; nothing was carried out.
    private static final Set<String> BUSY = Set.of(
            "ErrorServerBusy",
            "ErrorExceededConnectionCount",
            "ErrorTooManyObjectsOpened",
            "ErrorExceededFindCountLimit",
            "ErrorExceededSubscriptionCount",
            "ErrorThrottled",
            "ErrorInsufficientResources",
            "ErrorNotEnoughMemory");
    /// Faults of a moment.
    private static final Set<String> PASSING = Set.of(
            "ErrorMailboxStoreUnavailable",
            "ErrorMailboxMoveInProgress",
            "ErrorTimeoutExpired",
            "ErrorInternalServerTransientError",
            "ErrorInternalServerError",
            "ErrorConnectionFailed",
            "ErrorConnectionFailedTransientError",
            "ErrorADUnavailable",
            "ErrorADOperation",
            "ErrorBatchProcessingStopped",
            "ErrorRequestAborted",
            "ErrorNoRespondingCASInDestinationSite",
            "ErrorProxyRequestProcessingFailed",
            "ErrorProxiedSubscriptionCallFailure");
    /// Faults that stay as long as the item does (exchange.md §6.1, §6.2).
    private static final Set<String> OF_THE_ITEM = Set.of(
            "ErrorMimeContentConversionFailed",
            "ErrorMimeContentInvalid",
            "ErrorContentConversionFailed",
            "ErrorCorruptData",
            "ErrorItemCorrupt",
            "ErrorItemPropertyRequestFailed",
            "ErrorPropertyNotSupportMessage",
            "ErrorMessageSizeExceeded",
            "ErrorUnsupportedMimeConversion");
    private static final Set<String> GONE = Set.of(
            "ErrorItemNotFound",
            "ErrorFolderNotFound",
            "ErrorSyncFolderNotFound",
            "ErrorInvalidId",
            "ErrorInvalidIdMalformed",
            "ErrorInvalidIdNotAnItemAttachmentId");
    private static final Set<String> NO_MAILBOX =
            Set.of("ErrorNonExistentMailbox", "ErrorMissingEmailAddress", "ErrorInvalidSmtpAddress");
    private static final Set<String> DENIED = Set.of(
            "ErrorAccessDenied", "ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed");

    Optional<Duration> asked() {
        return Optional.ofNullable(backOff);
    }

    boolean good() {
        return code.equals(NO_ERROR);
    }

    boolean busy() {
        return BUSY.contains(code);
    }

    boolean passing() {
        return busy() || PASSING.contains(code);
    }

    boolean ofTheItem() {
        return OF_THE_ITEM.contains(code);
    }

    boolean gone() {
        return GONE.contains(code);
    }

    boolean stateLost() {
        return code.equals("ErrorInvalidSyncStateData");
    }

    boolean mailboxMissing() {
        return NO_MAILBOX.contains(code);
    }

    boolean denied() {
        return DENIED.contains(code);
    }

    String summary() {
        return text.isEmpty() ? code : code + " (" + text + ")";
    }
}
