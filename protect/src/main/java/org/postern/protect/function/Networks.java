package org.postern.protect.function;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// `beta.ip_in`: whether an address of a machine lies in one of some networks (RFC 4632 §3.1).
final class Networks {
    private Networks() {}

    static Compiled ipIn(Site site) {
        site.count(2, Integer.MAX_VALUE);
        site.onlyKeywords(List.of());
        Code ip = site.argument(0, Type.Scalar.TEXT).code();
        List<Code> networks = new ArrayList<>();
        List<Network> fixed = new ArrayList<>();
        for (int index = 1; index < site.count(); index++) {
            Code network = site.argument(index).code();
            if (network instanceof Code.Constant(Object value)) {
                fixed.addAll(parsed(value instanceof List<?> list ? list : List.of(String.valueOf(value))));
            } else {
                networks.add(network);
            }
        }
        return Compiled.test(frame -> {
            Object address = ip.value(frame);
            if (!(address instanceof String text)) {
                return address == Unknown.VALUE ? Truth.OPEN : Truth.NULL;
            }
            frame.work(1 + fixed.size() / 16);
            int truth = Truth.of(isIn(text, fixed));
            for (Code network : networks) {
                frame.step();
                truth = Truth.or(truth, in(text, network.value(frame)));
            }
            return truth;
        });
    }

    /// A network: its first address, and how many bits count.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Network(byte[] first, int bits) {
        static Optional<Network> parse(String range) {
            int slash = range.indexOf('/');
            String base = slash < 0 ? range : range.substring(0, slash);
            if (!InetAddresses.isInetAddress(base)) {
                return Optional.empty();
            }
            byte[] first = InetAddresses.forString(base).getAddress();
            int bits = slash < 0 ? first.length * 8 : prefix(range.substring(slash + 1), first.length * 8);
            return bits < 0 ? Optional.empty() : Optional.of(new Network(first, bits));
        }

        boolean contains(byte[] address) {
            if (first.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            if (Arrays.mismatch(first, 0, whole, address, 0, whole) >= 0) {
                return false;
            }
            int mask = (0xff00 >> (bits % 8)) & 0xff;
            return bits % 8 == 0 || (first[whole] & mask) == (address[whole] & mask);
        }
    }

    private static boolean isIn(String text, List<Network> networks) {
        if (networks.isEmpty() || !InetAddresses.isInetAddress(text)) {
            return false;
        }
        byte[] address = InetAddresses.forString(text).getAddress();
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static int in(String address, @Nullable Object network) {
        return switch (network) {
            case String range -> Truth.of(isIn(address, parsed(List.of(range))));
            case Collection<?> ranges -> Truth.of(isIn(address, parsed(ranges)));
            case Unknown _ -> Truth.OPEN;
            case null, default -> Truth.NULL;
        };
    }

    private static List<Network> parsed(Collection<?> ranges) {
        return ranges.stream()
                .flatMap(range -> Network.parse(String.valueOf(range)).stream())
                .toList();
    }

    private static int prefix(String text, int most) {
        return text.matches("\\d{1,3}") && Integer.parseInt(text) <= most ? Integer.parseInt(text) : -1;
    }
}
