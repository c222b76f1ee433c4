package org.postern.recover;

import java.time.Duration;

/// How eagerly mailboxes are synced as they change.
///
/// @param mailboxes listened to of each tenant; zero for none
/// @param look how often it is seen which mailboxes there are to listen to
/// @param gather how long after the first notice more are waited for: mail comes in bursts
/// @param pause between two syncs of one mailbox that notices asked for
/// @param retry the first wait after a connection broke; it doubles, up to `retryMost`
/// @param later the first wait after the service refused; it doubles, up to `retryMost`
public record LiveLimits(
        int mailboxes,
        Duration look,
        Duration gather,
        Duration pause,
        Duration retry,
        Duration later,
        Duration retryMost) {
    public static final LiveLimits DEFAULT = new LiveLimits(
            100,
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(30));

    public LiveLimits {
        if (mailboxes < 0) {
            throw new IllegalArgumentException("The number of mailboxes to listen to is 0 or more.");
        }
    }

    public LiveLimits withMailboxes(int most) {
        return new LiveLimits(most, look, gather, pause, retry, later, retryMost);
    }
}
