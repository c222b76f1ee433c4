package org.postern.lab.ews;

import java.util.OptionalLong;

/// What EWS answers when it does not do what it was asked: a response code with a text.
///
/// Thrown while one response message is written it is that message's error, unless it is `whole`; anywhere else it is
/// the SOAP fault of the whole request.
final class EwsFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean whole;
    private final long backOffMilliseconds;

    private EwsFailure(String code, String text, boolean whole, long backOffMilliseconds) {
        super(text, null, false, false);
        this.code = code;
        this.whole = whole;
        this.backOffMilliseconds = backOffMilliseconds;
    }

    static EwsFailure of(String code, String text) {
        return new EwsFailure(code, text, false, -1);
    }

    static EwsFailure schema(String detail) {
        return of("ErrorSchemaValidation", "The request failed schema validation: " + detail)
                .whole();
    }

    static EwsFailure itemNotFound() {
        return of("ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static EwsFailure folderNotFound() {
        return of("ErrorFolderNotFound", "The specified folder could not be found in the store.");
    }

    static EwsFailure malformedId() {
        return of("ErrorInvalidIdMalformed", "Id is malformed.");
    }

    static EwsFailure corrupt() {
        return of("ErrorCorruptData", "Data is corrupt.");
    }

    static EwsFailure busy(long backOffMilliseconds) {
        return of("ErrorServerBusy", "The server cannot service this request right now. Try again later.")
                .backOff(backOffMilliseconds);
    }

    static EwsFailure tooLarge() {
        return of("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
    }

    static EwsFailure tooManyConnections() {
        return of(
                        "ErrorExceededConnectionCount",
                        "You have exceeded the available concurrent connections for your account.  Try again once "
                                + "your other requests have completed.")
                .whole();
    }

    /// The same failure for the whole request.
    EwsFailure whole() {
        return new EwsFailure(code, text(), true, backOffMilliseconds);
    }

    EwsFailure backOff(long milliseconds) {
        return new EwsFailure(code, text(), whole, milliseconds);
    }

    String code() {
        return code;
    }

    String text() {
        String text = getMessage();
        return text == null ? code : text;
    }

    boolean isWhole() {
        return whole;
    }

    /// How long the client is to wait; 0 says so too.
    OptionalLong backOffMilliseconds() {
        return backOffMilliseconds < 0 ? OptionalLong.empty() : OptionalLong.of(backOffMilliseconds);
    }
}
