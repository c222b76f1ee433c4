package org.postern.console.problem;

import java.nio.file.FileSystemException;
import java.util.concurrent.RejectedExecutionException;
import org.postern.connections.ConnectionException;
import org.postern.recover.RecoverException;
import org.postern.vault.VaultException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;

/// Finds the [Problem] that a failure is to a client or to the reader of a job.
public final class Problems {
    private static final String SEE_API = "See /api/v1/openapi.json for the calls there are and what they take.";

    private Problems() {}

    public static Problem of(Exception failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case VaultException vault -> vault(vault);
            case ConnectionException connection -> connection(connection);
            case RecoverException recover -> recover(recover);
            case FileSystemException disk ->
                new Problem(
                        503,
                        "A file could not be written or read",
                        "A file of the server could not be written or read: " + disk.getReason() + ".",
                        "Check that the disk of the server's directory has room and is writable, then try again.");
            case RejectedExecutionException full ->
                new Problem(503, "Too much at once", message(full), "Try again in a while.");
            case HttpMessageNotReadableException _ ->
                new Problem(
                        400,
                        "The request is not understood",
                        "The body is not the JSON that this call takes.",
                        SEE_API);
            case TypeMismatchException mismatch ->
                new Problem(
                        400,
                        "The request is not understood",
                        "A parameter is no " + mismatch.getRequiredType() + ".",
                        SEE_API);
            case ErrorResponse error -> framework(error);
            default ->
                new Problem(
                        500,
                        "A fault of Postern",
                        "Postern met a fault of its own (" + failure.getClass().getSimpleName() + ").",
                        "Try again; if it stays, look into the server's log at this time and report it.");
        };
    }

    /// Whether the failure has a cause outside of Postern, so that its message suffices and no stack trace is needed.
    public static boolean isKnown(Exception failure) {
        return of(failure).status() != 500 || failure instanceof VaultException;
    }

    private static Problem vault(VaultException failure) {
        return switch (failure.kind()) {
            case RETRYABLE ->
                new Problem(
                        503,
                        "The store cannot do it now",
                        message(failure),
                        "Check that the disk has room and is writable, then try again; nothing is doubled.");
            case PERMANENT ->
                new Problem(
                        500,
                        "The store cannot do it",
                        message(failure),
                        "Change what the message names, then try again.");
            case CORRUPT ->
                new Problem(
                        500,
                        "Stored bytes are damaged",
                        message(failure),
                        "Check the disk, and bring the damaged pack back from a copy.");
        };
    }

    private static Problem connection(ConnectionException failure) {
        return switch (failure.kind()) {
            case RETRYABLE ->
                new Problem(
                        502,
                        "The mail service did not do it",
                        message(failure),
                        "Try again in a few minutes; nothing is doubled.");
            case UNCERTAIN ->
                new Problem(
                        502,
                        "The mail service may not have done it",
                        message(failure),
                        "Look at the mailbox, then run it again: what was done is not done twice.");
            case PERMANENT ->
                new Problem(
                        409,
                        "The connection does not allow it",
                        message(failure),
                        "Check the tenant's connection: the check names what is missing.");
        };
    }

    private static Problem recover(RecoverException failure) {
        return switch (failure.kind()) {
            case RETRYABLE ->
                new Problem(
                        503,
                        "It could not go on",
                        message(failure),
                        "Run it again: it goes on where it stopped, and nothing is doubled.");
            case PERMANENT ->
                new Problem(
                        409,
                        "It cannot be done",
                        message(failure),
                        "Change what the message names, then run it again.");
            case CANCELLED -> new Problem(409, "Cancelled", message(failure), "Run it again to go on.");
        };
    }

    private static Problem framework(ErrorResponse error) {
        int code = error.getStatusCode().value();
        HttpStatus status = HttpStatus.resolve(code);
        String title = status == null ? "HTTP " + code : status.getReasonPhrase();
        String detail = error.getBody().getDetail();
        return new Problem(code, title, detail == null ? title + "." : detail, SEE_API);
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
