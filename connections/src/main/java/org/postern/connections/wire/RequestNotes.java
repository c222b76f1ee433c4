package org.postern.connections.wire;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.connections.ConnectionException;
import org.postern.connections.Ledger;

/// Notes each request of a connection in the ledger before it is sent, and what was answered.
///
/// @param actor the connection's function
/// @param sent counts requests
public record RequestNotes(Ledger ledger, String actor, AtomicLong sent) {
    /// The entry's number.
    public long request(Map<String, String> details) {
        long number = ledger.append("request", actor, details).number();
        sent.incrementAndGet();
        return number;
    }

    /// Closes the answer where it could not be noted.
    ///
    /// @param request the number of its entry
    public void answer(long request, Answer answer) throws IOException {
        try {
            answer(request, Integer.toString(answer.status()));
        } catch (IOException e) {
            answer.close();
            throw e;
        }
    }

    /// The request was carried out: to its caller this failing is an answer that was lost, not a request never sent.
    public void answer(long request, String status) throws IOException {
        try {
            ledger.append("answer", actor, Map.of("of", Long.toString(request), "status", status));
        } catch (ConnectionException e) {
            throw new IOException("the answer could not be noted: " + e.getMessage(), e);
        }
    }
}
