package org.postern.connections.ews;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.flow.BackOff;
import org.postern.connections.flow.RetryAfter;
import org.postern.connections.flow.Turnstile;
import org.postern.connections.wire.Answer;
import org.postern.connections.wire.OversizeException;
import org.postern.connections.wire.WireFault;

/// One connection's client of EWS: sends operations, waits out throttling, and says what became of them.
public final class EwsClient {
    /// An answer without messages; those that bring messages have their own limit.
    private static final long MAX_ANSWER = 64L << 20;

    private final EwsCourier courier;
    private final ConnectionLimits limits;
    private final Clock clock;
    private final Turnstile turnstile;
    private final EwsRetryPolicy policy;

    public EwsClient(EwsCourier courier, ConnectionLimits limits, Clock clock, RandomGenerator random) {
        this.courier = courier;
        this.limits = limits;
        this.clock = clock;
        this.turnstile = new Turnstile(limits.requestsInFlight());
        this.policy = new EwsRetryPolicy(new BackOff(limits.retryBase(), random), limits.patience());
    }

    ConnectionLimits limits() {
        return limits;
    }

    EwsRetryPolicy policy() {
        return policy;
    }

    /// Sends until it is answered, and gives what the answer's response messages say.
    ///
    /// @param payload made anew for each attempt, so that what came of a broken one is forgotten
    /// @throws ConnectionException when no answer can be had, or EWS refuses the whole request
    List<Status> call(EwsRequest request, Supplier<Responses.Payload> payload) {
        long start = System.nanoTime();
        try {
            for (int tries = 1; ; tries++) {
                Attempt attempt = attempt(request, MAX_ANSWER, payload.get());
                Duration spent = Duration.ofNanos(System.nanoTime() - start);
                switch (policy.decide(request.repeatable(), attempt, tries, spent)) {
                    case EwsRetryPolicy.Decision.Deliver() -> {
                        return delivered(request, attempt);
                    }
                    case EwsRetryPolicy.Decision.Again(Duration wait, boolean _) -> Thread.sleep(wait);
                    case EwsRetryPolicy.Decision.GiveUp(String reason, boolean uncertain) ->
                        throw givenUp(request, reason, tries, uncertain);
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(request.repeatable());
        }
    }

    private List<Status> delivered(EwsRequest request, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Answered(var statuses) -> statuses;
            case Attempt.Fault(int http, Status status) -> {
                // A gateway page with a fault's status has no code; the fault of a known code is an answer like any.
                if (status.code().isEmpty()) {
                    throw EwsFaults.refused(request, courier.address(), http);
                }
                yield List.of(status);
            }
            case Attempt.Refused(int http, var _) -> throw EwsFaults.refused(request, courier.address(), http);
            case Attempt.Unsent(String cause) -> throw givenUp(request, cause, 1, false);
            case Attempt.Lost(String cause) -> throw givenUp(request, cause, 1, !request.repeatable());
        };
    }

    /// Sends once, when the mailbox allows.
    Attempt attempt(EwsRequest request, long maxAnswerBytes, Responses.Payload payload) throws InterruptedException {
        try (Turnstile.Place place = turnstile.enter(request.mailbox())) {
            Attempt attempt = sent(request, maxAnswerBytes, payload);
            feelThrottle(place, attempt);
            return attempt;
        }
    }

    /// Sends once and gives an answer that goes on for as long as the server likes. It hangs, so it takes no place
    /// among
    /// the requests that run. The caller closes it.
    Answer hang(EwsRequest request) throws IOException, InterruptedException {
        return courier.hang(request, MAX_ANSWER);
    }

    private Attempt sent(EwsRequest request, long max, Responses.Payload payload) throws InterruptedException {
        try (Answer answer = courier.send(request, max)) {
            boolean xml = answer.header("Content-Type").orElse("").contains("xml");
            if (xml && (answer.status() == 200 || answer.status() == 500)) {
                payload.answered(answer);
                try (SoapReader soap = new SoapReader(answer.body())) {
                    return Responses.read(soap, answer.status(), payload);
                }
            }
            if (answer.status() == 200) {
                return new Attempt.Lost(
                        "the answer is " + answer.header("Content-Type").orElse("of no type")
                                + ", not EWS: something else answers at " + courier.address());
            }
            return new Attempt.Refused(
                    answer.status(),
                    answer.header("Retry-After")
                            .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                            .orElse(null));
        } catch (OversizeException e) {
            return new Attempt.Fault(200, new Status("ErrorMessageSizeExceeded", String.valueOf(e.getMessage()), null));
        } catch (IOException e) {
            return WireFault.neverSent(e)
                    ? new Attempt.Unsent("no connection to the server: " + e)
                    : new Attempt.Lost(e.toString());
        }
    }

    /// Any response message that speaks of throttling slows the mailbox down, whatever became of the others.
    private void feelThrottle(Turnstile.Place place, Attempt attempt) {
        switch (attempt) {
            case Attempt.Answered(var statuses) ->
                statuses.stream()
                        .filter(Status::busy)
                        .findFirst()
                        .ifPresentOrElse(
                                status -> place.throttled(status.asked().orElse(Duration.ZERO)), place::succeeded);
            case Attempt.Fault(int _, Status status)
            when status.busy() -> place.throttled(status.asked().orElse(Duration.ZERO));
            case Attempt.Refused refused
            when refused.httpStatus() == 503 || refused.httpStatus() == 429 ->
                place.throttled(refused.asked().orElse(Duration.ZERO));
            case Attempt.Fault _, Attempt.Refused _, Attempt.Unsent _, Attempt.Lost _ -> {}
        }
    }

    ConnectionException refused(EwsRequest request, int httpStatus) {
        return EwsFaults.refused(request, courier.address(), httpStatus);
    }

    ConnectionException givenUp(EwsRequest request, String reason, int tries, boolean uncertain) {
        String what = "EWS operation " + request.operation() + " got no usable answer from "
                + courier.address().getAuthority() + " in " + tries + (tries == 1 ? " try: " : " tries: ") + reason
                + ". ";
        return new ConnectionException(
                uncertain ? Kind.UNCERTAIN : Kind.RETRYABLE,
                what
                        + (uncertain
                                ? "It may have been carried out or not: look in the mailbox before doing it again."
                                : "It can be asked again later; if this lasts, check the network and the server's"
                                        + " health."));
    }

    static ConnectionException interrupted(boolean repeatable) {
        Thread.currentThread().interrupt();
        return repeatable
                ? new ConnectionException(
                        Kind.RETRYABLE, "Waiting for the mail server was cancelled; it can be asked again.")
                : new ConnectionException(
                        Kind.UNCERTAIN,
                        "Waiting for the mail server was cancelled while it was changing something. It may have been"
                                + " carried out or not: look in the mailbox before doing it again.");
    }
}
