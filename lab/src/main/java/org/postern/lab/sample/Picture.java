package org.postern.lab.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Draws PNG pictures: a logo, and views of sea and sky that are as incompressible as photographs.
final class Picture {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /// The colour of a pixel as 0xRRGGBB.
    private interface Painter {
        int colour(int x, int y);
    }

    private Picture() {}

    /// A round emblem in a company's colour.
    static byte[] logo(int colour) {
        int size = 96;
        return png(size, size, (x, y) -> {
            int dx = x - size / 2;
            int dy = y - size / 2;
            int distance = dx * dx + dy * dy;
            boolean wave = Math.abs(dy - (int) (9 * Math.sin(x / 8.0))) < 4;
            return distance > size * size / 4 ? 0xffffff : wave ? 0xf4f1e8 : colour;
        });
    }

    /// A grainy view over the sea.
    static byte[] view(int width, int height, RandomGenerator random) {
        int horizon = height * (35 + random.nextInt(25)) / 100;
        int hue = random.nextInt(40);
        int grain = 4 + random.nextInt(8);
        return png(width, height, (x, y) -> {
            int light = y < horizon ? 200 - 60 * y / horizon : 90 + 40 * (int) (Math.sin(x / 9.0 + y / 3.0) * 2);
            int noise = random.nextInt(grain);
            int red = clamp(light - 40 + hue + noise);
            int green = clamp(light - 15 + noise);
            int blue = clamp(light + 30 - hue / 2 + noise);
            return red << 16 | green << 8 | blue;
        });
    }

    /// One transparent-looking pixel, as newsletters use it to count readers.
    static byte[] pixel() {
        return png(1, 1, (x, y) -> 0xffffff);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static byte[] png(int width, int height, Painter painter) {
        byte[] rows = new byte[height * (1 + width * 3)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            rows[at++] = 0; // filter: none
            for (int x = 0; x < width; x++) {
                int colour = painter.colour(x, y);
                rows[at++] = (byte) (colour >> 16);
                rows[at++] = (byte) (colour >> 8);
                rows[at++] = (byte) colour;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
        head.put(new byte[] {8, 2, 0, 0, 0}); // 8 bits, RGB
        chunk(out, "IHDR", head.array());
        chunk(out, "IDAT", deflate(rows));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
            byte[] buffer = new byte[16 * 1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }
}
