package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The packing that mail gives its bodies in RTF (MS-OXRTFCP).
final class CompressedRtf {
    private static final int PACKED = 0x75465a4c;
    private static final int LONGEST = 8 << 20;

    /// MS-OXRTFCP 2.1.3.1.4: what the window holds before the first byte.
    private static final byte[] START = ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss"
                    + " \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0"
                    + "\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
            .getBytes(StandardCharsets.US_ASCII);

    private CompressedRtf() {}

    static byte[] unpacked(Bytes bytes) {
        long rawSize = Math.min(bytes.u32(4), LONGEST);
        if (bytes.u32(8) != PACKED) {
            return bytes.slice(16, Math.min(rawSize, Math.max(0, bytes.length() - 16)));
        }
        byte[] window = Arrays.copyOf(START, 4096);
        int write = START.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long at = 16; at < bytes.length() && out.size() < rawSize; ) {
            int control = bytes.u8(at++);
            for (int bit = 0; bit < 8 && at < bytes.length() && out.size() < rawSize; bit++) {
                if ((control >> bit & 1) == 0) {
                    window[write] = (byte) bytes.u8(at++);
                    out.write(window[write]);
                    write = (write + 1) % window.length;
                    continue;
                }
                int reference = bytes.u16Big(at);
                at += 2;
                int read = reference >> 4;
                if (read == write) {
                    return out.toByteArray();
                }
                for (int count = (reference & 0xf) + 2; count > 0; count--) {
                    window[write] = window[read];
                    out.write(window[write]);
                    write = (write + 1) % window.length;
                    read = (read + 1) % window.length;
                }
            }
        }
        return out.toByteArray();
    }
}
