package org.postern.protect.function;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
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
        List<Code> networks = new java.util.ArrayList<>();
        for (int index = 1; index < site.count(); index++) {
            networks.add(site.argument(index).code());
        }
        return Compiled.test(frame -> {
            Object address = ip.value(frame);
            if (!(address instanceof String text)) {
                return address == Unknown.VALUE ? Truth.OPEN : Truth.NULL;
            }
            int truth = Truth.NO;
            for (Code network : networks) {
                frame.step();
                truth = Truth.or(truth, in(text, network.value(frame)));
            }
            return truth;
        });
    }

    private static int in(String address, @Nullable Object network) {
        return switch (network) {
            case String range -> Truth.of(contains(range, address));
            case Collection<?> ranges ->
                ranges.stream().map(range -> in(address, range)).reduce(Truth.NO, Truth::or);
            case Unknown _ -> Truth.OPEN;
            case null, default -> Truth.NULL;
        };
    }

    private static boolean contains(String range, String address) {
        int slash = range.indexOf('/');
        String base = slash < 0 ? range : range.substring(0, slash);
        if (!InetAddresses.isInetAddress(base) || !InetAddresses.isInetAddress(address)) {
            return false;
        }
        byte[] network = bytes(base);
        byte[] own = bytes(address);
        int bits = slash < 0 ? network.length * 8 : prefix(range.substring(slash + 1), network.length * 8);
        if (network.length != own.length || bits < 0) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((network[bit / 8] & mask) != (own[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int prefix(String text, int most) {
        return text.matches("\\d{1,3}") && Integer.parseInt(text) <= most ? Integer.parseInt(text) : -1;
    }

    private static byte[] bytes(String text) {
        InetAddress address = InetAddresses.forString(text);
        return address.getAddress();
    }
}
