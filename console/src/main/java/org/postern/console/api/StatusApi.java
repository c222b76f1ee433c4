package org.postern.console.api;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.RetentionSchedule;
import org.postern.console.tenant.ServerFacts;
import org.postern.console.tenant.TenantDirectory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How the server itself is.
@RestController
@RequestMapping("/api/v1/status")
public class StatusApi {
    /// @param retentionHour of the day in UTC at which what is past retention is forgotten; null when only by hand
    public record Status(
            String version,
            Instant startedAt,
            long uptimeSeconds,
            long heapUsedBytes,
            long heapMaxBytes,
            double cpuSeconds,
            String directory,
            int tenants,
            @Nullable Integer retentionHour) {}

    private final ServerFacts facts;
    private final TenantDirectory tenants;
    private final RetentionSchedule retention;
    private final Clock clock;

    public StatusApi(ServerFacts facts, TenantDirectory tenants, RetentionSchedule retention, Clock clock) {
        this.facts = facts;
        this.tenants = tenants;
        this.retention = retention;
        this.clock = clock;
    }

    @GetMapping
    public Status status() {
        Runtime runtime = Runtime.getRuntime();
        return new Status(
                facts.version(),
                facts.startedAt(),
                Duration.between(facts.startedAt(), clock.instant()).toSeconds(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                cpuSeconds(),
                facts.directory().toString(),
                tenants.list().size(),
                retention.hour().orElse(null));
    }

    private static double cpuSeconds() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Math.max(system.getProcessCpuTime(), 0) / 1e9;
    }
}
