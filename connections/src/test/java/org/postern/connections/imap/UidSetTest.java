package org.postern.connections.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UidSetTest {
    @Test
    void behavesAsASet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Set<Long> one = numbers(random);
            Set<Long> other = numbers(random);
            UidSet first = UidSet.of(List.copyOf(one));
            UidSet second = UidSet.of(List.copyOf(other));
            assertThat(listed(first)).as("seed %d", seed).containsExactlyElementsOf(one);
            assertThat(listed(UidSet.parse(first.toString())))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(one);
            Set<Long> without = new TreeSet<>(one);
            without.removeAll(other);
            assertThat(listed(first.without(second))).as("seed %d", seed).containsExactlyElementsOf(without);
            Set<Long> both = new TreeSet<>(one);
            both.addAll(other);
            assertThat(listed(first.and(second))).as("seed %d", seed).containsExactlyElementsOf(both);
            int count = random.nextInt(20);
            assertThat(listed(first.first(count)))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(one.stream().limit(count).toList());
            assertThat(first.size()).isEqualTo(one.size());
        }
    }

    private static Set<Long> numbers(Random random) {
        Set<Long> numbers = new TreeSet<>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            numbers.add(1L + random.nextInt(50));
        }
        return numbers;
    }

    private static List<Long> listed(UidSet set) {
        List<Long> listed = new ArrayList<>();
        set.forEach(listed::add);
        return listed;
    }

    @Test
    void refusesWhatIsNone() {
        for (String none : List.of("0", "a", "1:", ":2", "1,,2", "4294967296", "1:*", "-1")) {
            assertThatThrownBy(() -> UidSet.parse(none)).as(none).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(UidSet.parse("9:7,8,1").toString()).isEqualTo("1,7:9");
        assertThat(FolderPosition.parse("imap:1:2:1:*/")).isEmpty();
        assertThat(FolderPosition.parse("ews:AAAA")).isEmpty();
    }

    private static byte[] guarded(String server, long most, long literal, int step) throws IOException {
        byte[] bytes = server.getBytes(StandardCharsets.ISO_8859_1);
        GuardedStream guard = new GuardedStream(
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] buffer, int offset, int length) {
                        return super.read(buffer, offset, Math.min(length, step));
                    }
                },
                100);
        guard.allow(most, literal);
        return guard.readAllBytes();
    }

    @Test
    void breaksOffBeforeAServerFillsTheMemory() throws IOException {
        String honest = "* 1 FETCH (BODY[] {12}\r\n{99999}\r\nabc)\r\n* OK {no literal} x\r\na1 OK done\r\n";
        for (int step = 1; step < 20; step++) {
            int size = step;
            assertThat(guarded(honest, 1_000, 50, size)).hasSize(honest.length());
            assertThatThrownBy(() -> guarded("* 1 FETCH (BODY[] {2147483647}\r\n", 1_000, 50, size))
                    .isInstanceOf(TooMuchException.class);
            assertThatThrownBy(() -> guarded("* 1 FETCH (BODY[] {51+}\r\n", 1_000, 50, size))
                    .isInstanceOf(TooMuchException.class);
            assertThatThrownBy(() -> guarded("x".repeat(101), 1_000, 50, size)).isInstanceOf(TooMuchException.class);
            assertThatThrownBy(() -> guarded("a\r\n".repeat(400), 1_000, 50, size))
                    .isInstanceOf(TooMuchException.class);
        }
    }
}
