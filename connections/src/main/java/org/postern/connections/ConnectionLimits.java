package org.postern.connections;

import java.time.Duration;

/// What a connection may take of time, memory and the service; the defaults suit Microsoft's own limits and a server
/// with 512 MB of heap.
///
/// @param connectTimeout for a TCP connection
/// @param answerTimeout from a request's sending to its answer's headers
/// @param stallTimeout how long an answer's body may give not one byte
/// @param bodyTimeout how long waiting for the bytes of one answer's body may take together
/// @param coalesce how long an operation waits for others to share its batch
/// @param requestsInFlight HTTP requests at once per connection
/// @param bytesInFlight fetched bytes not yet taken by their caller
/// @param maxMessageBytes a larger message is not fetched; Exchange Online carries at most 150 MB
/// @param pageSize changes asked for in one page
/// @param retryBase the first wait after a fault for which the service names none; it doubles from there
/// @param patience how long one operation is tried again, throttling included
public record ConnectionLimits(
        Duration connectTimeout,
        Duration answerTimeout,
        Duration stallTimeout,
        Duration bodyTimeout,
        Duration coalesce,
        int requestsInFlight,
        int bytesInFlight,
        int maxMessageBytes,
        int pageSize,
        Duration retryBase,
        Duration patience) {
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofSeconds(45),
            Duration.ofMinutes(10),
            Duration.ofMillis(5),
            6,
            32 << 20,
            160 << 20,
            250,
            Duration.ofMillis(500),
            Duration.ofMinutes(15));

    public ConnectionLimits {
        requirePositive("requestsInFlight", requestsInFlight);
        requirePositive("bytesInFlight", bytesInFlight);
        requirePositive("maxMessageBytes", maxMessageBytes);
        requirePositive("pageSize", pageSize);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be 1 or more");
        }
    }
}
