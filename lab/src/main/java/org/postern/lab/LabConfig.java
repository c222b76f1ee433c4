package org.postern.lab;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.graph.Throttle;
import org.postern.lab.source.MailSource;

/// How a lab is to be.
///
/// @param port 0 for any free one
/// @param directory where `ca.pem` goes; made when missing
/// @param seed the same seed gives the same ids
/// @param sources each adds its organisations as tenants
/// @param clock what the lab's clock runs on
/// @param assertionLifetimeMax the longest that a client assertion may live
/// @param tokenKeys makes the RSA key that signs access tokens; called once
public record LabConfig(
        int port,
        Path directory,
        long seed,
        List<MailSource> sources,
        Throttle.Limits throttling,
        Clock clock,
        Duration assertionLifetimeMax,
        Supplier<KeyPair> tokenKeys) {
    public LabConfig {
        sources = List.copyOf(sources);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port + ".");
        }
    }

    /// A lab on any free port, with the limits that Microsoft documents, on the machine's clock.
    public static LabConfig of(Path directory, MailSource... sources) {
        return new LabConfig(
                0,
                directory,
                1,
                List.of(sources),
                Throttle.Limits.DOCUMENTED,
                Clock.systemUTC(),
                Duration.ofMinutes(10),
                AccessTokens::newKeys);
    }

    public LabConfig withPort(int to) {
        return new LabConfig(to, directory, seed, sources, throttling, clock, assertionLifetimeMax, tokenKeys);
    }

    public LabConfig withSeed(long to) {
        return new LabConfig(port, directory, to, sources, throttling, clock, assertionLifetimeMax, tokenKeys);
    }

    /// [Throttle.Limits#OFF] lets everything through.
    public LabConfig withThrottling(Throttle.Limits to) {
        return new LabConfig(port, directory, seed, sources, to, clock, assertionLifetimeMax, tokenKeys);
    }

    public LabConfig withClock(Clock to) {
        return new LabConfig(port, directory, seed, sources, throttling, to, assertionLifetimeMax, tokenKeys);
    }

    /// For many labs one after the other: making a key takes longer than all else of a start.
    public LabConfig withTokenKeys(KeyPair to) {
        return new LabConfig(port, directory, seed, sources, throttling, clock, assertionLifetimeMax, () -> to);
    }
}
