package org.postern.connections;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Measures first reads of the lab's sample organisation; run by hand, lab and client in one process.
final class SyncSpeed {
    private SyncSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("sync-speed");
        try (LabCustomer customer = new LabCustomer(directory)) {
            customer.control("POST", "/settings", "{\"throttling\":" + (arguments.length < 2) + "}");
            customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
            for (int round = 0; round < rounds; round++) {
                measure(customer);
            }
            System.out.println("operations per request: " + sizes(customer.connections.ledger(LabCustomer.TENANT)));
        }
    }

    private static void measure(LabCustomer customer) throws Exception {
        long requests = customer.connections.requests(LabCustomer.TENANT);
        long cpu = cpuNanos();
        long start = System.nanoTime();
        WholeRead read = new WholeRead(customer.connections.reader(LabCustomer.TENANT));
        read.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        long messages = read.messages.get();
        double perThousand = (customer.connections.requests(LabCustomer.TENANT) - requests) * 1_000.0 / messages;
        System.out.printf(
                "%d messages, %.1f MB in %.2f s: %.0f messages/s, CPU %.2f s, %.1f requests per 1,000%n",
                messages, read.bytes.get() / 1e6, seconds, messages / seconds, (cpuNanos() - cpu) / 1e9, perThousand);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static Map<String, Integer> sizes(Ledger ledger) {
        Map<String, Integer> sizes = new TreeMap<>();
        long after = 0;
        for (var page = ledger.read(after, 1_000); !page.isEmpty(); page = ledger.read(after, 1_000)) {
            for (Ledger.Entry entry : page) {
                after = entry.number();
                if (entry.kind().equals("request")) {
                    sizes.merge(entry.details().getOrDefault("operations", ""), 1, Integer::sum);
                }
            }
        }
        return sizes;
    }
}
